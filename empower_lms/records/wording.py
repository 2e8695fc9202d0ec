"""What pages and commands say about tries, help and voided questions."""

from empower_lms.assessment.attempts import AttemptState
from empower_lms.assessment.scoring import Remedy
from empower_lms.assessment.voiding import Effect
from empower_lms.domain.translation import noop as _
from empower_lms.records.api import HelpRefused, NeedKind

TRY_STATES: dict[AttemptState, str] = {
    AttemptState.OPEN: _("Under way"),
    AttemptState.HANDED_IN: _("Handed in"),
    AttemptState.TIMED_OUT: _("Time was up"),
    AttemptState.VOIDED: _("Reset: counts for nothing"),
}

NEEDS: dict[NeedKind, str] = {
    NeedKind.TALK: _("Waits for a talk about what was missing, or for reading the lessons again."),
    NeedKind.OBSTACLE: _("Stands still. Training, tools or instructions: find out together what is in the way."),
}

EFFECTS: dict[Effect, str] = {
    Effect.NONE: _("unchanged"),
    Effect.POINTS: _("other points, same outcome"),
    Effect.PASSES: _("passes now"),
    Effect.FAILS: _("passes no longer"),
    Effect.RETEST: _("may try again, without counting"),
    Effect.RETEST_PASSED: _("has to earn the pass again"),
}

REMEDIES: dict[Remedy, str] = {
    Remedy.CREDIT: _("Credit: everybody gets the point, nobody loses."),
    Remedy.DROP: _("Drop: the question is left out, the standard stays."),
    Remedy.RETEST: _("Retest: whose outcome hangs on it may try again."),
}

HELP_REFUSED: dict[HelpRefused, str] = {
    HelpRefused.NOT_ALLOWED: _("Only a training admin, or in some cases the person's sponsor, does this."),
    HelpRefused.OWN_ATTEMPT: _("Nobody does this for themselves. Ask your own sponsor, or another training admin."),
    HelpRefused.NO_SUCH_PERSON: _("There is nobody with this username. Check the spelling; capital letters count."),
    HelpRefused.NO_SUCH_QUIZ: _("This person has not begun this quiz, so there is nothing to open."),
    HelpRefused.REASON_NEEDED: _("Write down the reason: the other person reads it."),
    HelpRefused.NO_OBSTACLE: _("There is no obstacle any more. Perhaps somebody else removed it."),
    HelpRefused.OUT_OF_RANGE: _("Extra time is a whole number from 0 to 300 per cent."),
}

NOT_RESET = _("This try was not reset: it was reset before, or a certificate rests on it.")
DONE = _("Done. It is stored with your name and the reason.")
CLOSED = _("{count} tries were closed.")
