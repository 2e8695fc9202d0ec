"""Checks of a boundary question: its places and sentences, and what it wants from the card."""

import re
from collections.abc import Iterator
from typing import Any

from empower_lms.authoring.kinds import catalogue as catalogue_kinds
from empower_lms.authoring.kinds import edges as kinds
from empower_lms.authoring.kinds import structure as structure_kinds
from empower_lms.authoring.question_forms.boundary_text import PLACE, BoundaryBody, EdgeSettings, rule_of
from empower_lms.authoring.question_forms.edge_wording import KNOWN_LANGUAGES, EdgeWriter
from empower_lms.authoring.question_forms.entries import EntryBody
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import nearest, report
from empower_lms.certification.edge_cases import EdgeCase, NoEdgeCase, compute_edge_cases
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import BoundaryCaseKind
from empower_lms.domain.questions.boundary import CASE_PLACE
from empower_lms.domain.scope import Limit, Scope

_FIXED_PLACES = ("limit", "unit")
_CASE_PLACES = ("amount", *_FIXED_PLACES)
_SPLIT_PLACES = ("amount", "part", "count", *_FIXED_PLACES)


def explain_no_limit(family: Family[Any]) -> Iterator[Diagnostic]:
    place = family.settings.place("clause")
    clause = str(family.settings.data["clause"])
    scopes = family.register.scopes
    scope = scopes.get(clause.partition(".")[0])
    if scope is None or clause not in {one.id for one in scope.clauses}:
        if family.register.is_complete:
            known = [limit.id for one in scopes.values() for limit in one.limits]
            yield report(catalogue_kinds.UNKNOWN_CLAUSE, place, id=clause, nearest=nearest(clause, known))
    elif not scope.is_gated:
        yield report(kinds.FREE_CARD, place, scope=scope.id)
    elif clause not in {limit.id for limit in scope.limits}:
        yield report(kinds.NO_LIMIT, place, id=clause, limits=", ".join(limit.id for limit in scope.limits))
    # Else the card's own inside example is refused, which has a finding at the card.


def check_card(family: Family[Any], own: EdgeSettings, scope: Scope, limit: Limit) -> Iterator[Diagnostic]:
    """Check what the author wants against what the card gives."""
    settings = family.settings
    if own.step is not None and (own.step.unit != limit.at_most.unit or own.step.amount <= 0):
        yield report(kinds.OTHER_STEP, settings.place("step"), step=own.step, limit=limit.at_most)
        return
    outcomes = compute_edge_cases(scope, limit, own.wanted, rule_of(own))
    made = [one for one in outcomes if isinstance(one, EdgeCase)]
    for outcome in outcomes:
        is_asked_for = outcome.case in own.cases
        if isinstance(outcome, NoEdgeCase) and (is_asked_for or outcome.reasons):
            place = settings.place("cases", own.cases.index(outcome.case)) if is_asked_for else settings.place("clause")
            yield report(
                kinds.NO_CASE,
                place,
                case=outcome.case,
                limit=limit.at_most,
                problem=kinds.EDGE_PROBLEMS[outcome.problem].format(reasons=", ".join(outcome.reasons)),
            )
    if len({one.is_inside for one in made}) < 2:
        yield report(kinds.SAME_ANSWER, settings.place("cases" if own.cases else "clause"))
    yield from _check_quotation(family, own, scope)
    for language in family.bodies:
        writer = EdgeWriter(scope, limit, language, own.units)
        if language not in KNOWN_LANGUAGES:
            yield report(kinds.NO_WORDS, settings.place("kind"), language=language)
        elif not writer.knows_unit():
            unit = limit.at_most.unit
            yield report(kinds.UNIT_NAME, settings.place("units"), unit=unit, language=language)
        else:
            yield from _find_written_limit(family.bodies[language], writer)


def _check_quotation(family: Family[Any], own: EdgeSettings, scope: Scope) -> Iterator[Diagnostic]:
    """Parts count together only where the card says so: its words are quoted, and they have to be there."""
    if own.together is None:
        if BoundaryCaseKind.SPLIT in own.cases:
            place = family.settings.place("cases", own.cases.index(BoundaryCaseKind.SPLIT))
            yield report(kinds.SPLIT_WITHOUT_WORDS, place)
        return
    for language in family.bodies:
        words = own.together.root.get(language)
        if words is None:
            place = family.settings.place("together")
            params = {"languages": language, "example": language}
            yield report(structure_kinds.LANGUAGE_MISSING_IN_TEXT, place, **params)
        elif not any(_squeeze(words) in _squeeze(text) for text in _rules_of(scope, language)):
            place = family.settings.place("together", language)
            yield report(kinds.NOT_ON_THE_CARD, place, words=words, scope=scope.id)


def _rules_of(scope: Scope, language: str) -> Iterator[str]:
    """Yield the texts that bind: action, questions for facts, clauses. Examples only explain them."""
    yield scope.action.to(language)
    for fact in scope.facts:
        yield fact.label.to(language)
    for clause in scope.clauses:
        yield clause.text.to(language)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def check_texts(family: Family[EntryBody], own: EdgeSettings) -> Iterator[Diagnostic]:
    """Check the places in all texts, and that each sentence tells its case."""
    for body in family.bodies.values():
        yield from _check_places(body, body.stem, (CASE_PLACE.strip("{}"), *_FIXED_PLACES))
        yield from _check_places(body, body.rationale, _FIXED_PLACES)
        for entry in body.entries:
            yield from _check_places(body, entry.text, _FIXED_PLACES)
            yield from _check_places(body, entry.feedback, _FIXED_PLACES)
        for name, sentence in body.sentences.items() if isinstance(body, BoundaryBody) else ():
            known = _SPLIT_PLACES if name == BoundaryCaseKind.SPLIT else _CASE_PLACES
            yield from _check_places(body, sentence, known)
            place = body.page.source.place(sentence.line - 1)
            if name not in own.wanted:
                yield report(kinds.CASE_NOT_WANTED, place, case=name, cases=", ".join(own.wanted))
            elif not set(PLACE.findall(sentence.text)) & {"amount", "part"}:
                yield report(kinds.NO_AMOUNT, place, case=name)
    stems = {language: CASE_PLACE in body.stem.text for language, body in family.bodies.items()}
    for language, has_place in stems.items():
        if has_place != stems[family.first]:
            body = family.bodies[language]
            present, absent = (language, family.first) if has_place else (family.first, language)
            place = body.page.source.place(body.stem.line)
            yield report(structure_kinds.PART_IN_ONE_LANGUAGE, place, part=CASE_PLACE, present=present, absent=absent)


def _check_places(body: EntryBody, part: TextPart | None, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    for offset, line in enumerate(part.lines if part is not None else ()):
        for found in PLACE.finditer(line):
            if found[1] not in known:
                number = (part.line if part is not None else 0) + offset
                shown = body.page.source.lines[number - 1]
                place = body.page.source.place(number, shown.find(found[0]) + 1)
                names = ", ".join(f"{{{name}}}" for name in known)
                yield report(kinds.UNKNOWN_PLACE, place, name=found[1], known=names)


def _find_written_limit(body: EntryBody, writer: EdgeWriter) -> Iterator[Diagnostic]:
    """Find the limit written out: it would stay when the card changes, and then the question would lie."""
    amount = writer.limit.at_most
    number = writer.amount(Quantity(amount=amount.amount))
    unit = re.escape(amount.unit)
    ways = [re.escape(writer.amount(amount)), rf"{unit} ?{re.escape(number)}", rf"{re.escape(number)} ?{unit}"]
    if amount.unit == "EUR":
        ways += [rf"€ ?{re.escape(number)}", rf"{re.escape(number)} ?€"]
    pattern = re.compile(rf"(?<![\w.,])(?:{'|'.join(ways)})(?![\w]|[.,]\d)", re.IGNORECASE)
    sentences = body.sentences.values() if isinstance(body, BoundaryBody) else ()
    entries = [part for entry in body.entries for part in (entry.text, entry.feedback)]
    for part in (body.stem, body.rationale, *sentences, *entries):
        for offset, line in enumerate(part.lines if part is not None and amount.amount != 1 else ()):
            found = pattern.search(line.replace("\u00a0", " "))
            if found and part is not None:
                place = body.page.source.place(part.line + offset)
                yield report(kinds.LIMIT_WRITTEN_OUT, place, text=found[0])
