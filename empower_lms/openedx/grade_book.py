"""The platform's grade book: results that no request of their learner has published."""

import logging

from empower_lms.assessment.attempts import Attempt
from empower_lms.openedx import compat
from empower_lms.records.api import GradeBook

LOG = logging.getLogger(__name__)


class PlatformGradeBook(GradeBook):
    """Lets the quiz's own block publish, loaded for the learner as the platform's *Rescore* does.

    So weight, extensions, frozen grades, overrides of subsections and completion follow the platform's rules, and a
    grade that the course team set those of the block.
    """

    def publish(self, user_id: str, origin: str, attempt: Attempt | None) -> None:
        block = compat.load_block(user_id, origin)
        if block is None:
            LOG.info("A result for %s is not published: block, account or enrolment are gone.", origin)
            return
        compat.begin_grade_event()
        if attempt is None:
            block.withdraw_result()
        else:
            block.publish_result(attempt)
        block.save()
