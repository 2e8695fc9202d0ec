"""Feedback on one answered question, for those to whom the policy gives it."""

from collections.abc import Callable
from typing import Any

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import recognise
from empower_lms.assessment.reading import shown_choices
from empower_lms.assessment.responses import (
    AnyResponse,
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    Stance,
    TextResponse,
)
from empower_lms.domain.base import Value
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import (
    AnyQuestion,
    Boundary,
    ChoiceQuestion,
    Classification,
    DecisionCase,
    Matching,
    MultiSelect,
    Numeric,
    Ordering,
    ShortText,
    SingleChoice,
)
from empower_lms.domain.text import primary_subtag
from empower_lms.rendering.shown_question import text_of


class OptionFeedback(Value):
    """One option after the answer: whether it was chosen, whether it is right, what to say about it."""

    text: str
    chosen: bool
    correct: bool
    feedback: str = ""


class RowFeedback(Value):
    """One prompt, case or step after the answer: what it was put to, and where it belongs.

    ``remark`` is what the author says about the wrong thing that was chosen.
    """

    text: str
    given: str
    right: str
    is_right: bool
    remark: str = ""
    feedback: str = ""


class StepFeedback(Value):
    """One decided step of a case, with all its decisions. Steps that were not reached are not told."""

    event: str
    options: tuple[OptionFeedback, ...]
    consequence: str


class FeedbackView(Value):
    """What a learner reads about one answered question when the policy allows it."""

    position: int
    kind: str
    stem: str
    right: bool
    partly: bool = False
    answered: bool
    stance: Stance | None = None
    options: tuple[OptionFeedback, ...] = ()
    rows: tuple[RowFeedback, ...] = ()
    steps: tuple[StepFeedback, ...] = ()
    typed: str = ""
    answer: Quantity | None = None
    accepted: tuple[str, ...] = ()
    feedback: str = ""
    rationale: str = ""


def fill_feedback(question: AnyQuestion, item: FormItem, response: AnyResponse | None, locale: str) -> dict[str, Any]:
    """Return what is said about this kind of question besides verdict and rationale."""
    return _FILLERS[type(question)](question, item, response, locale)


def _on_options(question: ChoiceQuestion, item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    chosen = response.options if isinstance(response, ChoiceResponse) else ()
    options = tuple(
        OptionFeedback(
            text=option.text.to(locale),
            chosen=option.id in chosen,
            correct=option.correct,
            feedback=text_of(option.feedback, locale),
        )
        for option in map(question.option, item.options)
    )
    return {"options": options}


def _on_boundary(question: Boundary, item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    variant = question.variant(item.variant)
    chosen = response.options if isinstance(response, ChoiceResponse) else ()
    options = tuple(
        OptionFeedback(
            text=option.text.to(locale),
            chosen=option.id in chosen,
            correct=option.id == variant.key,
            # Written for people who chose the option wrongly; beside the key the computed rationale says why.
            feedback=text_of(option.feedback, locale) if option.id != variant.key else "",
        )
        for option in map(question.option, item.options)
    )
    rationale = "\n\n".join(
        text for text in (variant.rationale.to(locale), text_of(question.rationale, locale)) if text
    )
    return {"options": options, "rationale": rationale}


def _on_number(question: Numeric, _item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    given = response if isinstance(response, NumericResponse) else None
    known = recognise(question, given) if given else None
    return {
        "typed": given.typed if given else "",
        "answer": question.answer,
        "feedback": known.feedback.to(locale) if known else text_of(question.feedback, locale),
    }


def _on_text(question: ShortText, _item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    given = response.typed if isinstance(response, TextResponse) else ""
    known = question.recognise(given) if given else None
    return {
        "typed": given,
        "accepted": _accepted_in(question, locale),
        "feedback": known.feedback.to(locale) if known else text_of(question.feedback, locale),
    }


def _accepted_in(question: ShortText, locale: str) -> tuple[str, ...]:
    """Return the accepted words of a language; a language may have fewer variants than another."""
    language = primary_subtag(locale)
    own = tuple(words.to(locale) for words in question.accepted if language in words.languages)
    return own or tuple(words.to(locale) for words in question.accepted)


def _on_matching(question: Matching, _item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    assigned = response.assigned if isinstance(response, AssignmentResponse) else {}
    rows = tuple(
        RowFeedback(
            text=prompt.text.to(locale),
            given=question.partner(assigned[prompt.id]).text.to(locale) if prompt.id in assigned else "",
            right=question.partner(prompt.partner).text.to(locale),
            is_right=assigned.get(prompt.id) == prompt.partner,
            remark=text_of(question.partner(assigned[prompt.id]).feedback, locale) if prompt.id in assigned else "",
            feedback=text_of(prompt.feedback, locale),
        )
        for prompt in question.prompts
    )
    return {"rows": rows}


def _on_classification(question: Classification, item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    assigned = response.assigned if isinstance(response, AssignmentResponse) else {}
    names = {group.id: group.text.to(locale) for group in question.groups}
    rows = tuple(
        RowFeedback(
            text=case.text.to(locale),
            given=names.get(assigned.get(case.id, ""), ""),
            right=names[case.group],
            is_right=assigned.get(case.id) == case.group,
            feedback=text_of(case.feedback, locale),
        )
        for case in map(question.case, item.options)
    )
    return {"rows": rows}


def _on_ordering(question: Ordering, _item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    places = response.places if isinstance(response, OrderingResponse) else {}
    rows = tuple(
        RowFeedback(
            text=step.text.to(locale),
            given=str(places.get(step.id, "")),
            right=str(number),
            is_right=places.get(step.id) == number,
            feedback=text_of(step.feedback, locale),
        )
        for number, step in enumerate(question.steps, start=1)
    )
    return {"rows": rows}


def _on_case(question: DecisionCase, item: FormItem, response: Any, locale: str) -> dict[str, Any]:
    taken, _open = question.walk(response.path if isinstance(response, CaseResponse) else ())
    steps = tuple(
        StepFeedback(
            event=step.event.to(locale),
            options=tuple(
                OptionFeedback(
                    text=option.text.to(locale),
                    chosen=option.id == choice.id,
                    correct=option.correct,
                    feedback=text_of(option.feedback, locale),
                )
                for option in map(step.choice, shown_choices(step, item))
            ),
            consequence=choice.consequence.to(locale),
        )
        for step, choice in taken
    )
    return {"steps": steps}


_FILLERS: dict[type, Callable[[Any, FormItem, Any, str], dict[str, Any]]] = {
    SingleChoice: _on_options,
    MultiSelect: _on_options,
    Boundary: _on_boundary,
    Numeric: _on_number,
    ShortText: _on_text,
    Matching: _on_matching,
    Classification: _on_classification,
    Ordering: _on_ordering,
    DecisionCase: _on_case,
}
