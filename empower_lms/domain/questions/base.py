"""What every question has, whatever its kind."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.digest import digest_of
from empower_lms.domain.ids import ClauseId, MemberId
from empower_lms.domain.objective import Bloom
from empower_lms.domain.pillar import Practice
from empower_lms.domain.text import LocalizedText

MAX_OPTIONS = 12

PartId = Annotated[str, Field(pattern=r"^[a-l]$")]
"""Names a part of a question in its source order. It never reaches a browser: the order may give the key away."""


class OptionRole(StrEnum):
    """What choosing an option says about how somebody uses a scope."""

    OVER = "over"
    UNDER = "under"
    COMMUNICATION = "comm"


class QuestionBase(Value):
    """A question family: its identity, what it asks about, and what is said afterwards."""

    id: MemberId
    objective: MemberId
    stem: LocalizedText
    rationale: LocalizedText | None = None
    clause: ClauseId | None = None
    practice: Practice | None = None
    bloom: Bloom | None = None
    critical: bool = False
    enemies: tuple[MemberId, ...] = ()
    sources: tuple[str, ...] = ()

    @cached_property
    def version(self) -> str:
        """Digest of the content: the same text has the same version on every machine.

        Defaults are left out, so that a field which questions gain later changes no version.
        """
        kind = type(self).model_fields["kind"].default
        return digest_of(self.model_dump(mode="json", exclude_defaults=True) | {"kind": kind})[:16]

    @property
    def part_ids(self) -> tuple[str, ...]:
        """Name the parts whose order is shuffled for each form."""
        return ()

    @property
    def variant_ids(self) -> tuple[str, ...]:
        """Name the variants of the family, one of which stands on a form; most families have one only."""
        return tuple(name for group in self.variant_groups for name in group)

    @property
    def variant_groups(self) -> tuple[tuple[str, ...], ...]:
        """Sort the variants by what is right for them. A form draws the group first, then one of its variants.

        Otherwise the answer that most variants share would be the best guess.
        """
        return ()

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        """Yield every text that a learner may read, with the name of its place."""
        yield "stem", self.stem
        if self.rationale is not None:
            yield "rationale", self.rationale


def require_unique(ids: tuple[str, ...], what: str) -> None:
    """Refuse two parts with the same id.

    Raises:
        ValueError: naming what is doubled.
    """
    if len(set(ids)) != len(ids):
        raise ValueError(f"two {what} have the same id")
