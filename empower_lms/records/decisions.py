"""Decisions: may this person do this now? Asked, answered from the ledger, and recorded.

The answer fails closed: what can't be read or recorded is refused. Only the rights that everybody
has (S0: stop, warn, ask, raise) are granted whatever happens.
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction
from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from empower_lms.certification.decide import (
    Decision,
    Granted,
    Reason,
    ReasonCode,
    Refused,
    decide,
    examine,
)
from empower_lms.domain.base import Value
from empower_lms.domain.digest import canonical_json
from empower_lms.domain.scope import Scope
from empower_lms.records import models
from empower_lms.records.holders import ensure_holder, find_active_user, parse_uuid
from empower_lms.records.ledger import read_ledger
from empower_lms.records.register import (
    Register,
    RegisterUnreadable,
    read_register,
    recall_free_scope,
    scope_version,
)
from empower_lms.records.typed import storable

logger = logging.getLogger(__name__)

MAX_TEXT = 200

_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)
_UNREADABLE = (DatabaseError, RegisterUnreadable, ValidationError)


class RequestChanged(Exception):
    """The same idempotency key came with another question."""


class RecordedDecision(Value):
    """An answer as it was recorded.

    ``id`` is missing only for the two answers that can be given without a working database: a
    refusal because of it, and a right that everybody has.
    """

    id: str | None
    decision: Decision
    scope_id: str
    scope: Scope | None
    at: AwareDatetime
    facts: dict[str, str | bool | int] = Field(default_factory=dict)
    """What was said about the case."""

    @property
    def is_granted(self) -> bool:
        return isinstance(self.decision, Granted)


class _Case(Value):
    """A question with everything about it that came from outside made storable."""

    asked_by: str | None
    holder: str
    scope: str
    facts: dict[str, str | bool | int]
    request_key: str | None
    at: AwareDatetime


def decide_case(
    asked_by: str | None,
    holder: str,
    scope_id: str,
    facts: Mapping[str, object],
    *,
    now: datetime,
    request_key: str = "",
) -> RecordedDecision:
    """Answer whether a person may do something now, and record question and answer.

    Opens its own transaction. Bad input is refused with a reason, never raised.

    Args:
        asked_by: the asking user's id; nothing for an operator at the command line.
        holder: the username of the person that it is about.
        facts: by fact id, as text, whole number or yes-no.
        request_key: an idempotency key; the same question asked again gets the recorded answer.

    Raises:
        RequestChanged: when ``request_key`` was used for another question.
    """
    case = _read_case(asked_by, holder, scope_id, facts, request_key, now)
    try:
        with transaction.atomic():
            return _find_answer(case) or _answer(case)
    except IntegrityError:
        # Another request with the same key was answered in between.
        with suppress(*_UNREADABLE), transaction.atomic():
            answered = _find_answer(case)
            if answered is not None:
                return answered
    except _UNREADABLE:
        logger.exception("a decision on scope %s could not be read or recorded", case.scope)
    return _answer_without_records(case)


def may_ask_for(user: AbstractBaseUser | AnonymousUser, holder: str) -> bool:
    """Everybody asks for themselves; asking for others is a permission."""
    has_permission = getattr(user, "has_perm", None)
    is_permitted = has_permission is not None and has_permission("empower_records.ask_decisions")
    return user.is_authenticated and (user.get_username() == holder or bool(is_permitted))


def read_decision(user_id: str, decision_id: str) -> tuple[RecordedDecision, str] | None:
    """Return a recorded answer and whom it is about, for who asked and for who it is about; else nothing."""
    parsed = parse_uuid(decision_id)
    row = models.Decision.objects.select_related("holder__user").filter(id=parsed).first() if parsed else None
    if row is None:
        return None
    about = str(row.holder.user_id) if row.holder else ""
    return (_to_value(row), _asked_about(row)) if user_id in {str(row.asked_by_id), about} else None


def _read_case(
    asked_by: str | None, holder: str, scope_id: str, facts: Mapping[str, object], request_key: str, now: datetime
) -> _Case:
    key = hashlib.sha256(storable(f"{asked_by}|{request_key}").encode()).hexdigest() if request_key else None
    return _Case(
        asked_by=asked_by,
        holder=storable(holder)[:150],
        scope=storable(scope_id)[:20],
        facts={storable(str(fact))[:MAX_TEXT]: _read_raw(value) for fact, value in facts.items()},
        request_key=key,
        at=now.astimezone(UTC),
    )


def _read_raw(value: object) -> str | bool | int:
    """Keep yes-no and whole numbers; anything else becomes the text that a reason can quote."""
    if isinstance(value, bool) or (isinstance(value, int) and abs(value) < 10**18):
        return value
    return storable("" if value is None else str(value))[:MAX_TEXT]


def _answer(case: _Case) -> RecordedDecision:
    register = read_register(now=case.at)
    scope = register.scope(case.scope)
    user = find_active_user(case.holder)
    holder = ensure_holder(str(user.pk)) if user is not None else None
    return _record(case, _decide(case, register, scope, holder), scope, holder)


def _decide(case: _Case, register: Register, scope: Scope | None, holder: models.Holder | None) -> Decision:
    reasons: list[Reason] = []
    if scope is None:
        code = ReasonCode.NOT_IN_EFFECT if case.scope in register.known else ReasonCode.UNKNOWN_SCOPE
        reasons.append(Reason(code=code))
    elif not scope.is_gated:
        return _grant_to_everybody(scope)
    if holder is None:
        reasons.append(Reason(code=ReasonCode.UNKNOWN_HOLDER, given=case.holder[:80]))
    if scope is None or holder is None:
        return _refuse(case, scope, reasons)
    ledger = read_ledger(holder)
    if not ledger.is_intact:
        logger.error("the ledger of holder %s does not hold together; verify-ledger says where", holder.key)
        return _refuse(case, scope, [Reason(code=ReasonCode.RECORDS_UNAVAILABLE)])
    return decide(scope, ledger.standing, case.facts, now=case.at)


def _grant_to_everybody(scope: Scope) -> Granted:
    return Granted(
        scope=scope.id,
        scope_version=scope.version,
        clauses=tuple(clause.id for clause in scope.checked_clauses),
        inform=tuple(clause.id for clause in scope.inform),
    )


def _refuse(case: _Case, scope: Scope | None, reasons: list[Reason]) -> Refused:
    """Refuse with every reason at once: those given, and what the card says about the facts."""
    about_case = examine(scope, case.facts) if scope is not None else ()
    return Refused(scope=case.scope, scope_version=scope.version if scope else None, reasons=(*reasons, *about_case))


def _answer_without_records(case: _Case) -> RecordedDecision:
    free = recall_free_scope(case.scope)
    decision = _grant_to_everybody(free) if free else _refuse(case, None, [Reason(code=ReasonCode.RECORDS_UNAVAILABLE)])
    return RecordedDecision(id=None, decision=decision, scope_id=case.scope, scope=free, at=case.at)


def _record(case: _Case, decision: Decision, scope: Scope | None, holder: models.Holder | None) -> RecordedDecision:
    row = models.Decision.objects.create(
        holder=holder,
        asked_holder="" if holder else case.holder,
        scope=case.scope,
        scope_version=decision.scope_version,
        facts=canonical_json(case.facts),
        outcome=decision.outcome,
        answer=canonical_json(_DECISION.dump_python(decision, mode="json")),
        asked_by_id=case.asked_by,
        at=case.at,
        request_key=case.request_key,
    )
    return RecordedDecision(
        id=str(row.id), decision=decision, scope_id=case.scope, scope=scope, at=case.at, facts=case.facts
    )


def _find_answer(case: _Case) -> RecordedDecision | None:
    """Find the answer that the same request got before."""
    if case.request_key is None:
        return None
    row = models.Decision.objects.select_related("holder__user").filter(request_key=case.request_key).first()
    if row is None:
        return None
    if (_asked_about(row), row.scope, row.facts) != (case.holder, case.scope, canonical_json(case.facts)):
        raise RequestChanged("this Idempotency-Key was used for another question")
    return _to_value(row)


def _asked_about(row: models.Decision) -> str:
    return row.holder.user.get_username() if row.holder and row.holder.user else row.asked_holder


def _to_value(row: models.Decision) -> RecordedDecision:
    scope = scope_version(row.scope, row.scope_version) if row.scope_version else None
    return RecordedDecision(
        id=str(row.id),
        decision=_DECISION.validate_json(row.answer),
        scope_id=row.scope,
        scope=scope,
        at=row.at,
        facts=json.loads(row.facts),
    )
