"""Classification: sort cases into two to four groups, such as inside, outside and ask."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from empower_lms.domain.base import Value
from empower_lms.domain.questions.base import MAX_OPTIONS, OptionRole, PartId, QuestionBase, require_unique
from empower_lms.domain.text import LocalizedText


class Group(Value):
    """Where cases are sorted into; the order of the groups carries meaning and is never shuffled."""

    id: PartId
    text: LocalizedText


class SortedCase(Value):
    """One case and the group that it belongs to; ``roles`` say what sorting it elsewhere shows."""

    id: PartId
    text: LocalizedText
    group: PartId
    feedback: LocalizedText | None = None
    roles: dict[PartId, OptionRole] = Field(default_factory=dict)


class Classification(QuestionBase):
    """Sort all cases. A blind guess at *n* cases and *g* groups succeeds with g**-n."""

    kind: Literal["classification"] = "classification"
    groups: tuple[Group, ...] = Field(min_length=2, max_length=4)
    cases: tuple[SortedCase, ...] = Field(min_length=3, max_length=MAX_OPTIONS)

    @model_validator(mode="after")
    def _cases_name_their_groups(self) -> Self:
        groups = tuple(group.id for group in self.groups)
        require_unique(groups, "groups")
        require_unique(self.part_ids, "cases")
        for case in self.cases:
            if case.group not in groups or not set(case.roles) <= set(groups):
                raise ValueError(f"case '{case.id}' names a group that is not there")
            if case.group in case.roles:
                raise ValueError(f"case '{case.id}' has a role for its right group: roles name what is wrong")
        return self

    @property
    def part_ids(self) -> tuple[str, ...]:
        return tuple(case.id for case in self.cases)

    @property
    def key(self) -> dict[str, str]:
        """Map each case to its group."""
        return {case.id: case.group for case in self.cases}

    def case(self, case_id: str) -> SortedCase:
        return next(case for case in self.cases if case.id == case_id)

    def texts(self) -> Iterator[tuple[str, LocalizedText]]:
        yield from super().texts()
        for group in self.groups:
            yield f"group {group.id}", group.text
        for case in self.cases:
            yield f"case {case.id}", case.text
            if case.feedback is not None:
                yield f"feedback {case.id}", case.feedback
