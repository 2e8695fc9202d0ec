"""Lessons: a few minutes of reading that serve named objectives."""

from pydantic import Field

from empower_lms.domain.base import Value
from empower_lms.domain.ids import MemberId
from empower_lms.domain.text import LocalizedText


class Lesson(Value):
    """One lesson; ``body`` is Markdown, ``sources`` are references for its claims."""

    id: MemberId
    title: LocalizedText
    minutes: int = Field(ge=1, le=60)
    objectives: tuple[MemberId, ...] = Field(min_length=1)
    body: LocalizedText
    sources: tuple[str, ...] = ()
