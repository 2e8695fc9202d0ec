"""Quiz versions: the documents that attempts were drawn from."""

from functools import lru_cache

from empower_lms.assessment.scoring import AS_AUTHORED, Scoring
from empower_lms.domain.digest import digest_of_text
from empower_lms.domain.documents import QuizDocument, keep_identity, read_document
from empower_lms.records.models import QuizVersion, ScoringVersion
from empower_lms.records.transactions import require_transaction


class QuizVersionAltered(Exception):
    """A stored quiz document is not the one that its digest names."""


def keep_version(document: QuizDocument) -> QuizVersion:
    """Keep the document that an attempt is drawn from. Runs in the caller's transaction."""
    require_transaction()
    version, _ = QuizVersion.objects.get_or_create(
        digest=document.digest, defaults={"quiz": document.quiz.id, "document": document.to_json()}
    )
    return version


@lru_cache(maxsize=256)
def read_version(digest: str) -> QuizDocument:
    """Read a kept document. It never changes, so a process reads each one once.

    Raises:
        QuizVersion.DoesNotExist: when nothing was kept under this digest.
        QuizVersionAltered: when the stored text was touched.
    """
    text = QuizVersion.objects.get(digest=digest).document
    document: QuizDocument = read_document(QuizDocument, text)
    if document.digest != digest and digest_of_text(text) == digest:
        # Written before a field existed that has its default here: what was kept is untouched.
        document = keep_identity(document, digest)
    if document.digest != digest:
        raise QuizVersionAltered(f"the quiz version {digest} is not the one that was kept")
    return document


def read_scoring(digest: str, number: int | None = None) -> Scoring:
    """Read a scoring version of a quiz version: the newest one, or the one that a result was computed with.

    Raises:
        LookupError: when there is no scoring version of this number.
    """
    rows = ScoringVersion.objects.filter(version_id=digest)
    if number == 0:
        return AS_AUTHORED
    row = (rows.order_by("-number") if number is None else rows.filter(number=number)).first()
    if row is None and number is not None:
        raise LookupError(f"the quiz version {digest} has no scoring version {number}")
    return Scoring.model_validate_json(row.scoring) if row is not None else AS_AUTHORED
