"""Reports about tries and voided questions: what commands say, one sentence a line."""

from collections.abc import Callable, Iterable, Iterator

from empower_lms.domain.translation import noop as _
from empower_lms.records.api import AffectedAttempt, PersonTries, VoidingPlan, VoidingReport
from empower_lms.records.wording import EFFECTS, NEEDS, TRY_STATES

Translate = Callable[[str], str]


def report_tries(person: PersonTries, translate: Translate) -> Iterator[str]:
    """Say where each of a person's tries is, newest first, and what they wait for."""
    if person.extra_time:
        yield translate(_("Extra time: {percent} per cent")).format(percent=person.extra_time)
    for need in person.needs:
        yield f"{need.quiz}: {translate(NEEDS[need.kind])}"
    for one in person.tries:
        certified = f" ({translate(_('certified'))})" if one.is_certified else ""
        yield f"{one.started_at:%Y-%m-%d %H:%M}  {one.quiz}  {translate(TRY_STATES[one.state])}{certified}  {one.id}"


def report_voiding_plan(plan: VoidingPlan, translate: Translate) -> Iterator[str]:
    """Say what a remedy would change, person by person."""
    yield translate(_("{asked} ended tries were asked {question}, {running} are under way.")).format(
        asked=plan.asked, question=plan.question, running=plan.running
    )
    yield from _name_affected(plan.affected, translate)
    if plan.losses:
        yield translate(_("{count} certificates would stay unless you withdraw them as well (--withdraw).")).format(
            count=len(plan.losses)
        )
    yield translate(_("Nothing was written. Apply it with --apply, your name and a reason."))


def report_voiding(report: VoidingReport, translate: Translate) -> Iterator[str]:
    """Say what was changed, and what was kept."""
    yield translate(_("{count} results were changed.")).format(count=len(report.changed))
    yield from _name_affected(report.changed, translate)
    if report.kept:
        yield translate(_("{count} people keep a pass that they would have lost.")).format(count=len(report.kept))
        yield from _name_affected(report.kept, translate)
    yield translate(_("Let the course team rescore the quiz in the LMS, so that its grade book hears of it."))


def _name_affected(affected: Iterable[AffectedAttempt], translate: Translate) -> Iterator[str]:
    for one in affected:
        name = one.name or translate(_("account retired"))
        lost = f" [{', '.join(one.scopes_lost)}]" if one.scopes_lost else ""
        yield f"  {name}: {one.quiz}, {translate(EFFECTS[one.effect])}{lost}"
