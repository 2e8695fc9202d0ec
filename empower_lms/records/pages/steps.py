"""The next step on the way to a scope, and which one of all to take first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from empower_lms.certification.status import NeedStatus, ScopeState, ScopeStatus
from empower_lms.domain.base import Value


class StepKind(StrEnum):
    """What a holder can do next, most urgent first."""

    COUNTERSIGN = "countersign"
    RENEW = "renew"
    LEARN = "learn"
    TALK = "talk"
    WAIT = "wait"
    ASK_FOR_SPONSOR = "ask-for-sponsor"
    NOT_OFFERED = "not-offered"
    STRONGER_QUIZ = "stronger-quiz"
    USE = "use"


class Step(Value):
    """One step: about a scope, and a course where there is one to take."""

    kind: StepKind
    scope: str
    title: str
    course: str = ""
    course_title: str = ""


def choose_step(
    status: ScopeStatus, *, has_sponsor: bool, locale: str, titles: Mapping[str, str], is_offered: Callable[[str], bool]
) -> Step:
    """Name the one thing to do next for a scope."""
    # What can be learned here comes first: a course that is not offered stops nobody from the others.
    missing = min(status.missing, key=lambda need: not is_offered(need.need.course), default=None)
    course = missing.need.course if missing else ""
    kind = _kind(status, missing, has_sponsor=has_sponsor)
    if kind in {StepKind.LEARN, StepKind.RENEW} and not is_offered(course):
        kind = StepKind.NOT_OFFERED
    return Step(
        kind=kind,
        scope=status.scope.id,
        title=status.scope.title.to(locale),
        course=course,
        course_title=titles.get(course, course),
    )


def first_step(statuses: Sequence[ScopeStatus], steps: Iterable[Step]) -> Step | None:
    """Pick the step to take first: what others wait for, then the shortest way to a new scope."""
    order = list(StepKind)
    ranked = sorted(
        (order.index(step.kind), len(status.missing), index, step)
        for index, (status, step) in enumerate(zip(statuses, steps, strict=True))
        if step.kind not in {StepKind.USE, StepKind.NOT_OFFERED, StepKind.STRONGER_QUIZ}
    )
    return ranked[0][3] if ranked else None


def _kind(status: ScopeStatus, missing: NeedStatus | None, *, has_sponsor: bool) -> StepKind:
    if status.pending is not None:
        return StepKind.COUNTERSIGN
    if status.state is ScopeState.SUSPENDED:
        return StepKind.TALK
    if missing is not None:
        if missing.certificate is None:
            return StepKind.LEARN
        return StepKind.STRONGER_QUIZ if missing.is_too_weak else StepKind.RENEW
    if status.state in {ScopeState.FREE, ScopeState.ACTIVE, ScopeState.ON_PROBATION}:
        return StepKind.USE
    if status.state is ScopeState.DECLINED:
        return StepKind.TALK
    return StepKind.WAIT if has_sponsor else StepKind.ASK_FOR_SPONSOR
