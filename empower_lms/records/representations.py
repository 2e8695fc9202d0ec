"""Representations: answers and cards as plain data in one language."""

from typing import Any

from empower_lms.certification.decide import Granted
from empower_lms.certification.wording import word_duty
from empower_lms.domain.duration import format_duration
from empower_lms.domain.scope import Clause, Condition, Exclusion, Inform, Limit, Scope
from empower_lms.records.api import RecordedDecision, WayOn, duties, explain_reasons
from empower_lms.rendering.translation import translator


def represent_answer(recorded: RecordedDecision, locale: str) -> dict[str, Any]:
    """Write an answer as it goes over the wire."""
    decision = recorded.decision
    granted = decision if isinstance(decision, Granted) else None
    return {
        "id": recorded.id,
        "outcome": decision.outcome,
        "scope": recorded.scope_id,
        "scope_version": decision.scope_version,
        "clauses": list(granted.clauses) if granted else [],
        "inform": [_represent_duty(clause, locale) for clause in duties(recorded)],
        "on_probation": granted.on_probation if granted else False,
        "reasons": [_represent_reason(way) for way in explain_reasons(recorded, locale)],
    }


def represent_card(scope: Scope, locale: str) -> dict[str, Any]:
    """Write a card as it goes over the wire."""
    return {
        "id": scope.id,
        "version": scope.version,
        "digest": scope.digest,
        "effective": scope.effective,
        "tier": scope.tier.value,
        "level": scope.level.value,
        "title": scope.title.to(locale),
        "action": scope.action.to(locale),
        "facts": [
            {
                "id": fact.id,
                "kind": fact.kind.value,
                "label": fact.label.to(locale),
                "unit": fact.unit,
                "choices": [{"value": one.value, "label": one.label.to(locale)} for one in fact.choices],
            }
            for fact in scope.facts
        ],
        "clauses": [
            {"id": clause.id, "kind": _clause_kind(clause), "text": _clause_text(clause, locale)}
            for clause in scope.clauses
        ],
        "escalate_to": scope.escalate_to.to(locale),
        "validity_months": scope.validity_months,
    }


def _represent_reason(way: WayOn) -> dict[str, Any]:
    explanation = way.explanation
    return {
        "code": explanation.code.value,
        "text": explanation.text,
        "next_step": explanation.next_step,
        "clause": explanation.clause,
        "course": explanation.course,
        "link": way.link or None,
    }


def _represent_duty(clause: Inform, locale: str) -> dict[str, str]:
    return {
        "clause": clause.id,
        "text": clause.text.to(locale),
        "whom": clause.whom.to(locale),
        "within": format_duration(clause.within),
    }


def _clause_text(clause: Clause, locale: str) -> str:
    text = clause.text.to(locale)
    if isinstance(clause, Inform):
        text += " " + word_duty(clause, translate=translator(locale).gettext, locale=locale)
    return text


def _clause_kind(clause: Clause) -> str:
    if isinstance(clause, Limit):
        return "limit"
    if isinstance(clause, Condition):
        return "condition"
    return "exclusion" if isinstance(clause, Exclusion) else "inform"
