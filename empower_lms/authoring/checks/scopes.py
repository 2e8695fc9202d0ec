"""Scope cards: their worked examples, run through the function that answers systems."""

from collections.abc import Iterator, Sequence

from empower_lms.authoring.kinds import catalogue as kinds
from empower_lms.authoring.source import report
from empower_lms.authoring.sources import Sources
from empower_lms.certification.decide import Reason, ReasonCode, examine
from empower_lms.domain.course import Catalogue
from empower_lms.domain.diagnostic import Diagnostic

_PROBLEMS = {
    ReasonCode.FACT_MISSING: "it is missing",
    ReasonCode.FACT_UNREADABLE: "it has not the form that the card asks for",
    ReasonCode.FACT_AMBIGUOUS: "the number can be read in two ways",
    ReasonCode.FACT_UNKNOWN: "the card does not ask for it",
}


def check_inside_example(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for scope in catalogue.scopes:
        reasons = examine(scope, scope.inside.facts)
        yield from _unusable_facts(scope.id, "inside", reasons, sources)
        clauses = _clauses(reasons)
        if clauses:
            place = sources.place(("scope", scope.id), "inside", "facts")
            yield report(kinds.INSIDE_REFUSED, place, reasons=", ".join(clauses))


def check_outside_example(catalogue: Catalogue, sources: Sources) -> Iterator[Diagnostic]:
    for scope in catalogue.scopes:
        if scope.outside is None:
            continue
        reasons = examine(scope, scope.outside.facts)
        yield from _unusable_facts(scope.id, "outside", reasons, sources)
        clauses = _clauses(reasons)
        place = sources.place(("scope", scope.id), "outside", "facts")
        if not reasons:
            yield report(kinds.OUTSIDE_GRANTED, place)
        elif clauses and clauses != [scope.outside.clause]:
            params = {"reasons": ", ".join(clauses), "clause": scope.outside.clause}
            yield report(kinds.OUTSIDE_ELSEWHERE, place, **params)


def _unusable_facts(scope_id: str, example: str, reasons: Sequence[Reason], sources: Sources) -> Iterator[Diagnostic]:
    for reason in reasons:
        if reason.clause is None:
            fact = reason.fact or "–"
            place = sources.place(("scope", scope_id), example, "facts", fact)
            yield report(kinds.EXAMPLE_FACT, place, fact=fact, problem=_PROBLEMS.get(reason.code, reason.code.value))


def _clauses(reasons: Sequence[Reason]) -> list[str]:
    return [reason.clause for reason in reasons if reason.clause is not None]
