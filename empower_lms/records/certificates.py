"""Certificates as their holders show them: what was asked, what was right, and what that says."""

from fractions import Fraction

from pydantic import AwareDatetime

from empower_lms.assessment.judge import Result
from empower_lms.assessment.strength import pass_probability
from empower_lms.domain.base import Value
from empower_lms.domain.text import LocalizedText
from empower_lms.records import models
from empower_lms.records.holders import parse_uuid
from empower_lms.records.quiz_versions import read_version

WEAK, STRONG = Fraction(6, 10), Fraction(9, 10)
"""Shares of the topic that the claim of a certificate compares (validity brief, section 17)."""


class CertificateProof(Value):
    """A certificate with the evidence that its claim is made of."""

    model_config = Value.model_config | {"arbitrary_types_allowed": True}

    id: str
    course: str
    quiz: LocalizedText
    tier: str
    version: str
    issued_at: AwareDatetime
    expires_at: AwareDatetime
    languages: tuple[str, ...]
    result: Result
    weak_knows: Fraction = WEAK
    weak_passes: Fraction
    strong_knows: Fraction = STRONG
    strong_passes: Fraction


def read_certificate(user_id: str, certificate_id: str) -> CertificateProof | None:
    """Read somebody's own certificate; nobody else sees how many points there were."""
    parsed = parse_uuid(certificate_id)
    if parsed is None:
        return None
    row = models.Certificate.objects.select_related("attempt").filter(id=parsed, holder__user_id=user_id).first()
    if row is None:
        return None
    document = read_version(row.attempt.version_id)
    languages = models.AnswerEvent.objects.filter(attempt=row.attempt).values_list("language", flat=True)
    return CertificateProof(
        id=str(row.id),
        course=row.course,
        quiz=document.quiz.title,
        tier=row.tier,
        version=document.digest[:12],
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        languages=tuple(sorted(set(languages))),
        result=Result.model_validate_json(row.attempt.result),
        weak_passes=pass_probability(document, WEAK),
        strong_passes=pass_probability(document, STRONG),
    )
