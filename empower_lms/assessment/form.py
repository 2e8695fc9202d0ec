"""Forms: the questions of one attempt, frozen when it starts."""

from functools import cached_property

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.ids import MemberId


class FormItem(Value):
    """One question on a form; ``options`` is the order in which its parts are shown.

    ``variant`` names which variant of the family it is, where the family has several.
    """

    position: int = Field(ge=1)
    question: MemberId
    version: str
    stratum: str
    options: tuple[str, ...] = ()
    variant: str = ""


class Form(Value):
    """What one person was asked: always the same from start to hand-in.

    ``document`` is the digest of the quiz document that the questions are read from.
    """

    quiz: MemberId
    document: str
    seed: str
    items: tuple[FormItem, ...] = Field(min_length=1)

    @cached_property
    def length(self) -> int:
        return len(self.items)

    def item(self, position: int) -> FormItem:
        """Return the item at a position that counts from 1.

        Raises:
            LookupError: when the form has no such position.
        """
        if not 1 <= position <= len(self.items):
            raise LookupError(f"the form has no question {position}")
        return self.items[position - 1]
