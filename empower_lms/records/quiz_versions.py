"""Quiz versions: the documents that attempts were drawn from."""

from functools import lru_cache

from empower_lms.domain.documents import QuizDocument, read_document
from empower_lms.records.models import QuizVersion
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
    document: QuizDocument = read_document(QuizDocument, QuizVersion.objects.get(digest=digest).document)
    if document.digest != digest:
        raise QuizVersionAltered(f"the quiz version {digest} is not the one that was kept")
    return document
