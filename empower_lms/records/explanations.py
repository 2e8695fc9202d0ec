"""Explanations: a recorded answer in words, with a link to every way on."""

from empower_lms.certification.decide import Granted, ReasonCode
from empower_lms.certification.wording import Explanation, explain
from empower_lms.domain.base import Value
from empower_lms.domain.scope import Clause, Inform
from empower_lms.records.configuration import course_titles, course_url, is_offered
from empower_lms.records.decisions import RecordedDecision
from empower_lms.rendering.translation import translator

_TO_ANSWER = frozenset({ReasonCode.FACT_MISSING, ReasonCode.FACT_UNREADABLE, ReasonCode.FACT_AMBIGUOUS})


class WayOn(Value):
    """One reason, and the page that its next step leads to, if it is a page."""

    explanation: Explanation
    link: str = ""
    fact: str = ""
    """The question of the card that has to be answered again, if that is the reason."""


def explain_reasons(recorded: RecordedDecision, locale: str) -> tuple[WayOn, ...]:
    """Put every reason of a refusal into words; an answer that grants has none."""
    if isinstance(recorded.decision, Granted):
        return ()
    translate = translator(locale).gettext
    titles = course_titles(locale)
    ways = (
        (
            reason,
            explain(
                reason,
                recorded.scope,
                translate=translate,
                locale=locale,
                scope_id=recorded.scope_id,
                course_titles=titles,
                is_offered=is_offered,
            ),
        )
        for reason in recorded.decision.reasons
    )
    return tuple(
        WayOn(
            explanation=way,
            link=course_url(way.course) if way.course else "",
            fact=reason.fact or "" if reason.code in _TO_ANSWER else "",
        )
        for reason, way in ways
    )


def checked_clauses(recorded: RecordedDecision) -> tuple[Clause, ...]:
    """Return the clauses that an answer was granted by."""
    decision, scope = recorded.decision, recorded.scope
    if scope is None or not isinstance(decision, Granted):
        return ()
    return tuple(scope.clause(clause) for clause in decision.clauses)


def duties(recorded: RecordedDecision) -> tuple[Inform, ...]:
    """Return whom the person has to tell, and how fast."""
    decision, scope = recorded.decision, recorded.scope
    if scope is None or not isinstance(decision, Granted):
        return ()
    return tuple(clause for clause in scope.inform if clause.id in decision.inform)
