"""The local LMS's grade book: results that no request of their learner has published."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model

from empower_lms.assessment.attempts import Attempt
from empower_lms.local.content import current_content
from empower_lms.local.runtime import LocalRuntime
from empower_lms.records.api import GradeBook


class LocalGradeBook(GradeBook):
    """Lets the quiz's own block publish, as its learner's request would."""

    def publish(self, user_id: str, origin: str, attempt: Attempt | None) -> None:
        user = get_user_model().objects.filter(pk=user_id).first()
        content = current_content(Path(settings.EMPOWER_PACKAGES))
        if user is None or origin not in content.blocks:
            return
        block = LocalRuntime(content, user, csrf_token=str).block(origin)
        if attempt is None:
            block.withdraw_result()
        else:
            block.publish_result(attempt)
        block.save()
