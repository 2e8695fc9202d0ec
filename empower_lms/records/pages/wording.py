"""What pages say about states and about what could not be done."""

from collections.abc import Iterable, Mapping

from empower_lms.certification.commands import CommandRefused
from empower_lms.certification.status import ScopeState
from empower_lms.domain.translation import noop as _
from empower_lms.records.api import CourseState, GrantRefused, SponsorRefused

SPONSOR_STATES: dict[ScopeState, str] = {
    ScopeState.FREE: _("Always free"),
    ScopeState.NOT_READY: _("Not ready yet"),
    ScopeState.READY: _("Ready for your signature"),
    ScopeState.DECLINED: _("Declined"),
    ScopeState.SIGNED: _("Signed: waiting for the holder"),
    ScopeState.ON_PROBATION: _("In force, on probation"),
    ScopeState.ACTIVE: _("In force"),
    ScopeState.DUE: _("In force, renewal due"),
    ScopeState.LAPSED: _("Lapsed"),
    ScopeState.SUSPENDED: _("Suspended"),
}

COURSE_STATES: dict[CourseState, str] = {
    CourseState.NOT_BEGUN: _("Not begun"),
    CourseState.BEGUN: _("Has begun"),
    CourseState.CERTIFIED: _("Certified"),
    CourseState.ENDING: _("Certified, renewal due"),
    CourseState.EXPIRED: _("Expired"),
}

REFUSED: dict[CommandRefused | GrantRefused | SponsorRefused, str] = {
    CommandRefused.OWN_GRANT: _("Nobody signs for themselves. Ask your own sponsor."),
    CommandRefused.NOT_READY: _("This can't be done now: a certificate is missing, or the grant has ended meanwhile."),
    CommandRefused.NOT_GATED: _("Everybody has this right already. There is nothing to sign."),
    CommandRefused.NO_GRANT: _("There is no grant that this could change."),
    CommandRefused.ALREADY_DONE: _("This has already been done. Nothing was changed."),
    CommandRefused.NOT_SUSPENDED: _("The grant is not suspended, so there is nothing to lift."),
    CommandRefused.REASON_NEEDED: _("Write down the reason: the other person reads it."),
    GrantRefused.NOT_YOUR_PERSON: _("You are not the sponsor of this person."),
    GrantRefused.NO_SUCH_SCOPE: _("There is no such scope in effect today."),
    GrantRefused.CARD_CHANGED: _("The card has changed since you opened it. Read the new version and sign again."),
    GrantRefused.STATEMENT_NEEDED: _("Tick the statement first: it is what you sign."),
    GrantRefused.RECORDS_BROKEN: _(
        "The records of this person failed their integrity check, so nothing was written. Tell whoever runs the system."
    ),
    SponsorRefused.NOT_STAFF: _("Only a training admin assigns sponsors."),
    SponsorRefused.NO_SUCH_PERSON: _("There is nobody with this name. Check the spelling of both names."),
    SponsorRefused.OWN_SPONSOR: _("Nobody is their own sponsor. Choose another person."),
}

UNREADABLE = _("This form came without its content, so nothing was changed. Fill it in and send it again.")


def title_courses(courses: Iterable[str], titles: Mapping[str, str]) -> str:
    """List courses by their titles."""
    return ", ".join(titles.get(course, course) for course in courses)
