"""Projections: certificates and grants as rows for lists, made from the ledger and never the other way round."""

from typing import Any
from uuid import UUID

from empower_lms.certification import standing as folded
from empower_lms.certification.standing import Standing
from empower_lms.records.models import Certificate, Grant, Holder
from empower_lms.records.transactions import require_transaction


def project_standing(holder: Holder, before: Standing, after: Standing) -> None:
    """Write the rows that an event changed."""
    require_transaction()
    for certificate in after.certificates:
        if certificate not in before.certificates:
            columns = {"holder": holder, **certificate_columns(certificate)}
            Certificate.objects.update_or_create(id=UUID(certificate.id), defaults=columns)
    for grant in after.grants:
        if grant not in before.grants:
            Grant.objects.update_or_create(id=UUID(grant.id), defaults={"holder": holder, **grant_columns(grant)})


def rebuild_projections(holder: Holder, standing: Standing) -> None:
    """Write one holder's rows afresh from what the ledger amounts to."""
    require_transaction()
    Certificate.objects.filter(holder=holder).delete()
    Grant.objects.filter(holder=holder).delete()
    project_standing(holder, Standing(), standing)


def certificate_columns(certificate: folded.Certificate) -> dict[str, Any]:
    return {
        "course": certificate.course,
        "quiz": certificate.quiz,
        "tier": str(certificate.tier),
        "attempt_id": UUID(certificate.attempt),
        "issued_at": certificate.issued_at,
        "expires_at": certificate.expires_at,
        "withdrawn_at": certificate.withdrawn_at,
    }


def grant_columns(grant: folded.Grant) -> dict[str, Any]:
    return {
        "scope": grant.scope,
        "scope_version": grant.scope_version,
        "sponsor": grant.sponsor,
        "signed_at": grant.signed_at,
        "expires_at": grant.expires_at,
        "countersigned_at": grant.countersigned_at,
        "confirmed_at": grant.confirmed_at,
        "suspended_at": grant.suspended_at,
    }
