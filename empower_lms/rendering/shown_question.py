"""A question as it is shown for answering: without key, role, feedback, or what comes later in a case."""

from collections.abc import Callable
from typing import Any

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.reading import shown_choices, write_values
from empower_lms.assessment.responses import AnyResponse, CaseResponse, Stance
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


class ShownOption(Value):
    """One option to choose; ``value`` is its number on this form, ``text`` is one line of Markdown."""

    value: str
    text: str
    chosen: bool = False


class ShownRow(Value):
    """One part that gets an option of its own: a prompt, a case to sort, or a step to place."""

    number: int
    text: str
    given: str = ""


class ToldStep(Value):
    """A step of a case that is decided already, with what came of it."""

    event: str
    decided: str
    consequence: str


class ShownQuestion(Value):
    """A question without its key. ``stem`` is Markdown."""

    position: int
    kind: str
    stem: str
    options: tuple[ShownOption, ...] = ()
    """What can be chosen; for questions with rows, what each row can be put to."""
    rows: tuple[ShownRow, ...] = ()
    unit: str = ""
    typed: str = ""
    told: tuple[ToldStep, ...] = ()
    event: str = ""
    """The event of a case that is to be decided now; empty when the case has ended."""
    stance: Stance | None = None


def stem_of(question: AnyQuestion, item: FormItem, locale: str) -> str:
    """Return what is asked; a boundary case tells the variant that is on this form."""
    if isinstance(question, Boundary):
        return question.stem_of(item.variant, locale)
    return question.stem.to(locale)


def text_of(text: LocalizedText | None, locale: str) -> str:
    return text.to(locale) if text is not None else ""


def fill_question(
    question: AnyQuestion, item: FormItem, locale: str, response: AnyResponse | None, typed: tuple[str, ...] | None
) -> dict[str, Any]:
    """Return what this kind of question shows besides its stem. ``typed`` wins over the stored answer."""
    given = typed
    if given is None:
        given = write_values(question, item, response) if response is not None else ()
    return _FILLERS[type(question)](question, item, locale, given, response)


def _fill_options(
    question: SingleChoice | MultiSelect | Boundary, item: FormItem, locale: str, given: tuple[str, ...], _response: Any
) -> dict[str, Any]:
    options = (question.option(option_id).text.to(locale) for option_id in item.options)
    return {"options": _number(options, given)}


def _fill_number(
    question: Numeric, _item: FormItem, _locale: str, given: tuple[str, ...], _response: Any
) -> dict[str, Any]:
    return {"unit": question.answer.unit, "typed": given[0] if given else ""}


def _fill_text(_question: Any, _item: FormItem, _locale: str, given: tuple[str, ...], _response: Any) -> dict[str, Any]:
    return {"typed": given[0] if given else ""}


def _fill_matching(
    question: Matching, item: FormItem, locale: str, given: tuple[str, ...], _response: Any
) -> dict[str, Any]:
    partners = (question.partner(partner_id).text.to(locale) for partner_id in item.options)
    rows = (prompt.text.to(locale) for prompt in question.prompts)
    return {"options": _number(partners), "rows": _list_rows(rows, given)}


def _fill_classification(
    question: Classification, item: FormItem, locale: str, given: tuple[str, ...], _response: Any
) -> dict[str, Any]:
    groups = (group.text.to(locale) for group in question.groups)
    rows = (question.case(case_id).text.to(locale) for case_id in item.options)
    return {"options": _number(groups), "rows": _list_rows(rows, given)}


def _fill_ordering(
    question: Ordering, item: FormItem, locale: str, given: tuple[str, ...], _response: Any
) -> dict[str, Any]:
    rows = (question.step(step_id).text.to(locale) for step_id in item.options)
    places = map(str, range(1, len(item.options) + 1))
    return {"options": _number(places), "rows": _list_rows(rows, given)}


def _fill_case(
    question: DecisionCase, item: FormItem, locale: str, _given: tuple[str, ...], response: Any
) -> dict[str, Any]:
    path = response.path if isinstance(response, CaseResponse) else ()
    taken, step = question.walk(path)
    told = tuple(
        ToldStep(
            event=decided.event.to(locale), decided=choice.text.to(locale), consequence=choice.consequence.to(locale)
        )
        for decided, choice in taken
    )
    if step is None:
        return {"told": told}
    options = (step.choice(choice_id).text.to(locale) for choice_id in shown_choices(step, item))
    numbered = _number(options, prefix=f"{len(taken) + 1}.")
    return {"told": told, "event": step.event.to(locale), "options": numbered}


def _number(texts: Any, given: tuple[str, ...] = (), *, prefix: str = "") -> tuple[ShownOption, ...]:
    return tuple(
        ShownOption(value=f"{prefix}{number}", text=text, chosen=f"{prefix}{number}" in given)
        for number, text in enumerate(texts, start=1)
    )


def _list_rows(texts: Any, given: tuple[str, ...]) -> tuple[ShownRow, ...]:
    return tuple(
        ShownRow(number=number, text=text, given=given[number - 1] if number <= len(given) else "")
        for number, text in enumerate(texts, start=1)
    )


_FILLERS: dict[type, Callable[[Any, FormItem, str, tuple[str, ...], Any], dict[str, Any]]] = {
    SingleChoice: _fill_options,
    MultiSelect: _fill_options,
    Boundary: _fill_options,
    Numeric: _fill_number,
    ShortText: _fill_text,
    Matching: _fill_matching,
    Classification: _fill_classification,
    Ordering: _fill_ordering,
    DecisionCase: _fill_case,
}
