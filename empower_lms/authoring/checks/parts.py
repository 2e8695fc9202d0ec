"""The answers of a question as lists: what stands side by side, and so must not be alike."""

from collections.abc import Iterator, Sequence

from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.base import Value
from empower_lms.domain.question import (
    AnyQuestion,
    Boundary,
    Classification,
    DecisionCase,
    Matching,
    MultiSelect,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
)
from empower_lms.domain.text import LocalizedText


class Part(Value):
    """One answer among others of its list."""

    text: LocalizedText
    feedback: LocalizedText | None = None
    needs_feedback: bool = True


def answer_lists(question: AnyQuestion) -> Iterator[tuple[Path, Sequence[Part]]]:
    """Yield the lists of answers that a learner sees together, with the place that they stand in."""
    match question:
        case SingleChoice() | MultiSelect() | Boundary():
            yield ("options",), [Part(text=one.text, feedback=one.feedback) for one in question.options]
        case Matching():
            yield ("prompts",), [Part(text=one.text, feedback=one.feedback) for one in question.prompts]
            surplus = question.surplus
            yield (
                ("partners",),
                [
                    Part(text=one.text, feedback=one.feedback, needs_feedback=one in surplus)
                    for one in question.partners
                ],
            )
        case Ordering():
            yield ("steps",), [Part(text=one.text, feedback=one.feedback) for one in question.steps]
        case Classification():
            yield ("groups",), [Part(text=one.text, needs_feedback=False) for one in question.groups]
            yield ("cases",), [Part(text=one.text, feedback=one.feedback) for one in question.cases]
        case DecisionCase():
            for index, step in enumerate(question.steps):
                yield ("steps", index, "choices"), [Part(text=one.text, feedback=one.feedback) for one in step.choices]


def typed_feedback(question: AnyQuestion) -> tuple[str, LocalizedText | None] | None:
    """Return the feedback on a typed right answer and the field that it belongs to, for kinds that are typed."""
    match question:
        case Numeric():
            return "answer", question.feedback
        case ShortText():
            return "accepted", question.feedback
    return None
