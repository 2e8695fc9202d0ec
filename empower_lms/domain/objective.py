"""Learning objectives with their level in Bloom's revised taxonomy."""

from enum import StrEnum

from empower_lms.domain.base import Value
from empower_lms.domain.ids import MemberId
from empower_lms.domain.text import LocalizedText


class Bloom(StrEnum):
    """Cognitive process levels (Anderson & Krathwohl 2001)."""

    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"
    EVALUATE = "evaluate"
    CREATE = "create"

    @property
    def rank(self) -> int:
        return list(Bloom).index(self)

    @property
    def is_application(self) -> bool:
        """A question below this level can't justify authority."""
        return self.rank >= Bloom.APPLY.rank


class Objective(Value):
    """What a learner can do afterwards: a measurable verb."""

    id: MemberId
    bloom: Bloom
    text: LocalizedText
