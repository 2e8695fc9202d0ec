"""The base of every value: frozen, keyword-only, closed against unknown fields."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value that guards its own invariants."""

    model_config = ConfigDict(frozen=True, extra="forbid")
