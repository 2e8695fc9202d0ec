"""Outlooks: what people see of their own way, and sponsors of their people's."""

from datetime import datetime

from empower_lms.certification.outlook import Outlook
from empower_lms.certification.standing import Standing
from empower_lms.certification.status import assess_scope
from empower_lms.domain.scope import Scope
from empower_lms.records.holders import find_holder
from empower_lms.records.ledger import read_ledger
from empower_lms.records.register import scopes_in_effect


def read_outlook(user_id: str, *, now: datetime) -> Outlook:
    """Fold a learner's ledger and assess every scope in effect.

    From a ledger that does not hold together nothing follows but the rights that everybody has.
    """
    return assess_outlook(read_ledger(find_holder(user_id)).standing, scopes_in_effect(now=now), now=now)


def is_intact(user_id: str) -> bool:
    """Say whether a person's ledger holds together, so that a page can tell them why they have nothing."""
    return read_ledger(find_holder(user_id)).is_intact


def assess_outlook(standing: Standing, scopes: tuple[Scope, ...], *, now: datetime) -> Outlook:
    return Outlook(
        certificates=standing.certificates,
        scopes=tuple(assess_scope(scope, standing, now=now) for scope in scopes),
    )
