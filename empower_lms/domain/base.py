"""The base of every value: frozen, keyword-only, closed against unknown fields."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value that guards its own invariants."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy, with some fields changed; what was computed from the old ones and remembered is forgotten."""
        copied = super().model_copy(update=update, deep=deep)
        if update:
            content = copied.__dict__
            for name in content.keys() - type(copied).model_fields.keys():
                del content[name]
        return copied
