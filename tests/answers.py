"""Right and wrong answers to every kind of question, as values, as form fields, and as somebody sees them on a page."""

from typing import Any

from lxml import html

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.reading import RawAnswer, write_values
from empower_lms.assessment.responses import (
    AnyResponse,
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    TextResponse,
)
from empower_lms.domain.question import (
    AnyQuestion,
    Boundary,
    Classification,
    DecisionCase,
    Matching,
    Numeric,
    Ordering,
    ShortText,
)
from empower_lms.rendering.markdown import to_inline_html


def right_response(question: AnyQuestion, item: FormItem) -> AnyResponse:
    match question:
        case Numeric():
            return NumericResponse(value=question.answer.amount, typed=f"{question.answer.amount:f}")
        case ShortText():
            return TextResponse(typed=question.accepted[0].to("en"))
        case Matching() | Classification():
            return AssignmentResponse(assigned=question.key)
        case Ordering():
            return OrderingResponse(places={step: place for place, step in enumerate(question.key, start=1)})
        case DecisionCase():
            return CaseResponse(path=walk_rightly(question))
        case Boundary():
            return ChoiceResponse(options=(question.variant(item.variant).key,))
        case _:
            return ChoiceResponse(options=tuple(sorted(question.key)))


def wrong_response(question: AnyQuestion, item: FormItem) -> AnyResponse:
    match question:
        case Numeric():
            wrong = int(question.answer.amount + question.tolerance) + 7
            return NumericResponse(value=wrong, typed=str(wrong))
        case ShortText():
            return TextResponse(typed="certainly wrong")
        case Matching():
            first, *others = question.key.values()
            return AssignmentResponse(assigned=dict(zip(question.key, [*others, first], strict=True)))
        case Classification():
            groups = [group.id for group in question.groups]
            turned = {case: groups[groups.index(group) - 1] for case, group in question.key.items()}
            return AssignmentResponse(assigned=turned)
        case Ordering():
            return OrderingResponse(places={step: place for place, step in enumerate(reversed(question.key), start=1)})
        case DecisionCase():
            return CaseResponse(path=walk_wrongly(question))
        case Boundary():
            key = question.variant(item.variant).key
            return ChoiceResponse(options=(next(part for part in question.part_ids if part != key),))
        case _:
            return ChoiceResponse(options=(next(option.id for option in question.options if not option.correct),))


def walk_rightly(question: DecisionCase) -> tuple[str, ...]:
    return _walk(question, correct=True)


def walk_wrongly(question: DecisionCase) -> tuple[str, ...]:
    return _walk(question, correct=False)


def _walk(question: DecisionCase, *, correct: bool) -> tuple[str, ...]:
    path: tuple[str, ...] = ()
    while (step := question.walk(path)[1]) is not None:
        choice = next((one for one in step.choices if one.correct is correct), step.choices[0])
        path = (*path, choice.id)
    return path


def raw_answer(question: AnyQuestion, item: FormItem, response: AnyResponse) -> RawAnswer:
    """Return what a form would send for a response."""
    return RawAnswer(item=question.id, values=write_values(question, item, response))


def form_fields(question: AnyQuestion, item: FormItem, response: AnyResponse) -> list[tuple[str, str]]:
    """Return the fields that a form would send for a response."""
    values = write_values(question, item, response)
    if isinstance(question, Matching | Classification | Ordering):
        return [(f"answer-{number}", value) for number, value in enumerate(values, start=1)]
    if isinstance(question, DecisionCase):
        return [("decision", value) for value in values]
    return [("answer", value) for value in values]


def right_values(question: AnyQuestion, item: FormItem) -> list[str]:
    return list(write_values(question, item, right_response(question, item)))


def wrong_values(question: AnyQuestion, item: FormItem) -> list[str]:
    return list(write_values(question, item, wrong_response(question, item)))


def item_on_page(question: AnyQuestion, document: Any) -> FormItem:
    """Find out from a page in which order a question's parts stand there, as somebody who knows the answer reads."""
    form = "//form[@data-answer]"
    variant = _variant_on_page(question, document) if isinstance(question, Boundary) else ""
    match question:
        case Numeric() | ShortText():
            parts, found = (), []
        case Matching():
            parts, found = question.partners, document.xpath(f"({form}//select)[1]/option[@value!='']")
        case Ordering():
            # The order of the numbers, whatever the script made of the rows since.
            rows = document.xpath(f"{form}//*[@data-row]")
            rows.sort(key=lambda row: int(row.xpath("string(.//select/@name)").rpartition("-")[2]))
            parts, found = question.steps, [row.xpath(".//label")[0] for row in rows]
        case Classification():
            parts, found = question.cases, document.xpath(f"{form}//fieldset/legend")
        case DecisionCase():
            return _decisions_on_page(question, document.xpath(f"{form}//label[input[@name='decision']]"))
        case _:
            parts, found = question.options, document.xpath(f"{form}//label[input[@name='answer']]")
    names = {_read(text): part.id for part in parts for _language, text in part.text.items()}
    options = tuple(names[_squeeze(element.text_content())] for element in found)
    return FormItem(position=1, question=question.id, version="", stratum="any", options=options, variant=variant)


def _variant_on_page(question: Boundary, document: Any) -> str:
    """Find out from the amount that a page tells which case it is."""
    stem = _squeeze(document.xpath("//*[contains(@class, 'empower__stem')]")[0].text_content())
    cases = (case for case in question.cases for _language, text in case.text.items() if _read(text) in stem)
    return next(cases).id


def _decisions_on_page(question: DecisionCase, labels: list[Any]) -> FormItem:
    """Find out which step a page shows, and in which order its decisions stand there."""
    shown = [_squeeze(label.text_content()) for label in labels]
    options: list[str] = []
    for step in question.steps:
        names = {_read(text): choice.id for choice in step.choices for _language, text in choice.text.items()}
        if shown and all(text in names for text in shown):
            options += [f"{step.id}.{names[text]}" for text in shown]
    return FormItem(position=1, question=question.id, version="", stratum="any", options=tuple(options))


def _read(text: str) -> str:
    return _squeeze(html.fromstring(f"<p>{to_inline_html(text)}</p>").text_content())


def _squeeze(text: str) -> str:
    return " ".join(text.split())
