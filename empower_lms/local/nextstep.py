"""The one obvious next step for a learner: a pure choice among what is open."""

from collections.abc import Sequence

from empower_lms.certification.outlook import Outlook
from empower_lms.certification.status import ScopeState
from empower_lms.domain.base import Value


class CourseProgress(Value):
    """How far somebody is in a course. ``resume`` is the unit to go on with."""

    course: str
    title: str
    pillar: str
    url: str
    done: int
    total: int
    resume_title: str
    resume_url: str
    is_started: bool

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total


class NextStep(Value):
    """What to do now: a kind that the page words, and where it leads."""

    kind: str
    subject: str
    url: str
    count: int = 1


def choose_next_step(
    progress: Sequence[CourseProgress], outlook: Outlook, *, scope_url: str, to_sign: int = 0, sponsor_url: str = ""
) -> NextStep | None:
    """Pick one step: first what only a signature is missing for, then learning that is under way, then new learning.

    ``to_sign`` is how many scopes of other people wait for this person's signature.
    """
    for status in outlook.scopes:
        if status.pending is not None:
            return NextStep(kind="countersign", subject=status.scope.id, url=scope_url.format(scope=status.scope.id))
    if to_sign:
        return NextStep(kind="sign", subject="", url=sponsor_url, count=to_sign)
    wanted = {
        need.need.course for status in outlook.scopes if status.state is ScopeState.NOT_READY for need in status.missing
    }
    open_courses = [course for course in progress if not course.is_complete]
    for course in sorted(open_courses, key=lambda c: (not c.is_started, c.course not in wanted)):
        kind = "continue" if course.is_started else "start"
        return NextStep(kind=kind, subject=course.title, url=course.resume_url)
    return None
