"""Export: everything that is stored about one person, as plain data they can be given.

Names of other people are in it where that person acted on this one (who sponsors them). Answer keys are
not: they are about the quiz.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from pydantic import TypeAdapter

from empower_lms.records.grade_book import KIND as GRADE
from empower_lms.records.holders import find_holder, person_name
from empower_lms.records.models import (
    AnswerEvent,
    Attempt,
    Certificate,
    Decision,
    Delivery,
    Grant,
    Holder,
    LedgerEntry,
    Obstacle,
    Sponsorship,
    SupersededResult,
    Support,
)

_JSON: TypeAdapter[Any] = TypeAdapter(Any)


def export_person(username: str) -> dict[str, Any] | None:
    """Return all data about a person by kind, ready for JSON; nothing when there is no such account."""
    user = get_user_model().objects.filter(username=username).first()
    if user is None or user.get_username() != username:
        return None
    holder = find_holder(str(user.pk))
    asked_by_name = Decision.objects.filter(asked_holder=username)
    return {
        "account": {
            "username": username,
            "name": person_name(user),
            "email": getattr(user, "email", ""),
            "is_active": user.is_active,
        },
        "key": str(holder.key) if holder else None,
        **(_export_holder(holder) if holder else {}),
        "decisions_about": [
            *(_decisions(Decision.objects.filter(holder=holder)) if holder else []),
            *_decisions(asked_by_name),
        ],
        "decisions_asked": _decisions(Decision.objects.filter(asked_by=user)),
        "sponsors": [
            {"name": person_name(row.sponsor), "since": _instant(row.since)}
            for row in Sponsorship.objects.select_related("sponsor").filter(holder__user=user)
        ],
        "sponsor_of": [
            {"name": person_name(row.holder.user), "since": _instant(row.since)}
            for row in Sponsorship.objects.select_related("holder__user").filter(sponsor=user)
        ],
    }


def _export_holder(holder: Holder) -> dict[str, Any]:
    return {
        "attempts": [_export_attempt(row) for row in Attempt.objects.filter(holder=holder).order_by("started_at")],
        "ledger": [
            {
                "number": row.number,
                "kind": row.kind,
                "at": _instant(row.at),
                "actor": row.actor,
                "content": _JSON.validate_json(row.payload),
                "hash": row.hash,
            }
            for row in LedgerEntry.objects.filter(holder=holder).order_by("number")
        ],
        "certificates": [
            {
                "id": str(row.id),
                "course": row.course,
                "tier": row.tier,
                "issued_at": _instant(row.issued_at),
                "expires_at": _instant(row.expires_at),
                "withdrawn_at": _instant(row.withdrawn_at),
            }
            for row in Certificate.objects.filter(holder=holder).order_by("issued_at")
        ],
        "grants": [
            {
                "id": str(row.id),
                "scope": row.scope,
                "scope_version": row.scope_version,
                "signed_at": _instant(row.signed_at),
                "countersigned_at": _instant(row.countersigned_at),
                "confirmed_at": _instant(row.confirmed_at),
                "suspended_at": _instant(row.suspended_at),
                "expires_at": _instant(row.expires_at),
            }
            for row in Grant.objects.filter(holder=holder).order_by("signed_at")
        ],
        "support": [
            {
                "kind": row.kind,
                "quiz": row.quiz,
                "content": _JSON.validate_json(row.content),
                "by": person_name(row.given_by),
                "at": _instant(row.at),
            }
            for row in Support.objects.select_related("given_by").filter(holder=holder).order_by("id")
        ],
        "obstacles": [
            {
                "quiz": row.quiz,
                "since": _instant(row.since),
                "resolved_at": _instant(row.resolved_at),
                "resolved_by": person_name(row.resolved_by),
                "note": row.note,
            }
            for row in Obstacle.objects.select_related("resolved_by").filter(holder=holder).order_by("since")
        ],
        "letters": [
            {"kind": row.kind, "about": row.detail, "due": row.due.isoformat(), "sent_at": _instant(row.sent_at)}
            for row in Delivery.objects.filter(recipient=holder).exclude(kind=GRADE).order_by("due")
        ],
    }


def _export_attempt(row: Attempt) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "quiz": row.quiz,
        "quiz_version": row.version_id,
        "cycle": row.cycle,
        "number": row.number,
        "state": row.state,
        "where": row.origin,
        "started_at": _instant(row.started_at),
        "deadline": _instant(row.deadline),
        "extra_time": row.extra_time,
        "finished_at": _instant(row.finished_at),
        "questions": _JSON.validate_json(row.form),
        "answers": [
            {
                "position": answer.position,
                "answer": _JSON.validate_json(answer.response),
                "language": answer.language,
                "at": _instant(answer.at),
            }
            for answer in AnswerEvent.objects.filter(attempt=row).order_by("id")
        ],
        "result": _JSON.validate_json(row.result) if row.result else None,
        "passed": row.passed,
        "earlier_results": [
            {"until": _instant(old.until), "result": _JSON.validate_json(old.result)}
            for old in SupersededResult.objects.filter(attempt=row).order_by("number")
        ],
    }


def _decisions(rows: "QuerySet[Decision]") -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.id),
            "at": _instant(row.at),
            "scope": row.scope,
            "scope_version": row.scope_version,
            "facts": _JSON.validate_json(row.facts),
            "answer": _JSON.validate_json(row.answer),
        }
        for row in rows.order_by("at")
    ]


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
