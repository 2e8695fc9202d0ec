"""The overview of an attempt: which questions are answered, begun, left and flagged, in words and as a strip."""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from markupsafe import Markup

from empower_lms.assessment.attempts import Attempt
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.environment import render
from empower_lms.rendering.translation import phrases


class QuestionState(StrEnum):
    """How far a question is. One with an open part counts as left when the quiz is handed in."""

    ANSWERED = "answered"
    BEGUN = "begun"
    LEFT = "left"


_LABELS: dict[tuple[QuestionState, bool], str] = {
    (QuestionState.ANSWERED, False): _("Question {n}, answered"),
    (QuestionState.ANSWERED, True): _("Question {n}, answered, marked"),
    (QuestionState.BEGUN, False): _("Question {n}, not finished"),
    (QuestionState.BEGUN, True): _("Question {n}, not finished, marked"),
    (QuestionState.LEFT, False): _("Question {n}, not answered"),
    (QuestionState.LEFT, True): _("Question {n}, not answered, marked"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The state of each question by position, counting from 1, and which of them are flagged."""

    states: tuple[QuestionState, ...]
    flagged: frozenset[int] = frozenset()

    @property
    def length(self) -> int:
        return len(self.states)

    @property
    def answered(self) -> int:
        return self.states.count(QuestionState.ANSWERED)

    def positions(self, state: QuestionState) -> tuple[int, ...]:
        return tuple(position for position, one in enumerate(self.states, start=1) if one is state)


def overview_of(attempt: Attempt, flagged: Set[int]) -> Overview:
    """Look over an attempt."""
    responses = attempt.responses
    states = []
    for item in attempt.form.items:
        given = responses.get(item.position)
        if given is None:
            states.append(QuestionState.LEFT)
        else:
            states.append(QuestionState.ANSWERED if given.complete else QuestionState.BEGUN)
    return Overview(states=tuple(states), flagged=frozenset(flagged))


def render_marks(overview: Overview, block: str, locale: str, *, current: int = 0, linked: bool = False) -> Markup:
    """Render the strip: a button to each question, or a link where all of them stand on the page already."""
    marks = (
        _render_mark(block, locale, position, state, position in overview.flagged, position == current, linked)
        for position, state in enumerate(overview.states, start=1)
    )
    return Markup("".join(marks))


@lru_cache(maxsize=8192)
def _render_mark(
    block: str, locale: str, position: int, state: QuestionState, flagged: bool, current: bool, linked: bool
) -> Markup:
    """Render one square of the strip; a page has up to 60, and they hardly ever change."""
    return render(
        "empower_xblocks:quiz/mark.html.j2",
        locale,
        block=block,
        position=position,
        state=state,
        flagged=flagged,
        current=current,
        linked=linked,
        label=phrases(locale).gettext(_LABELS[state, flagged], n=position),
    )
