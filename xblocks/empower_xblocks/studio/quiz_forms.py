"""The forms of a quiz itself: its settings and its blueprint."""

from collections.abc import Sequence

from empower_lms.domain.objective import Objective
from empower_lms.domain.quiz import Feedback, Layout, PartialCredit, QuizMode, Tool
from empower_lms.domain.tier import Tier
from empower_lms.domain.translation import noop as _
from empower_xblocks.studio.forms import Choice, Control, Entry, Rows, Section, Spec
from empower_xblocks.studio.question_forms import LEVELS, list_choices

_DURATION = _("Such as 30m, 24h or 7d.")

CUT = Entry(
    name="cut",
    label=_("Right answers needed to pass"),
    control=Control.NUMBER,
    help=_("A practice quiz has none: leave 0."),
)

OBJECTIVES = Rows(
    name="objectives",
    label=_("Objectives"),
    row=_("Objective {n}"),
    entries=(
        Entry(name="id", label=_("Id"), help=_("Small letters with one dot, such as scope.locate.")),
        Entry(name="bloom", label=_("Level"), control=Control.CHOICE, choices=list_choices(LEVELS)),
        Entry(name="text", label=_("What learners can do afterwards"), is_localized=True, is_short=True),
    ),
    most=30,
)

TIERS = {
    Tier.S0: _("S0: never gated"),
    Tier.S1: _("S1: small and easily undone"),
    Tier.S2: _("S2: noticeable, can be undone"),
    Tier.S3: _("S3: expensive or hard to undo"),
    Tier.S4: _("S4: irreversible, legal or safety"),
}

SETTINGS: Spec = (
    Entry(name="title", label=_("Title"), is_localized=True),
    Entry(
        name="intro",
        label=_("Introduction"),
        control=Control.PROSE,
        is_localized=True,
        help=_("Shown before the start."),
    ),
    Entry(
        name="mode",
        label=_("Kind of quiz"),
        control=Control.CHOICE,
        choices=(
            Choice(value=QuizMode.PRACTICE.value, label=_("Practice: feedback at once, counts nothing")),
            Choice(value=QuizMode.CERTIFICATION.value, label=_("Certification: result at the end, counts")),
        ),
    ),
    Entry(
        name="tier",
        label=_("Tier"),
        control=Control.CHOICE,
        choices=list_choices(TIERS),
        help=_("How much can go wrong with the decisions that the certificate opens."),
    ),
    CUT,
    Section(
        name="retake",
        label=_("Tries"),
        entries=(
            Entry(
                name="tries",
                label=_("Tries in a row"),
                control=Control.NUMBER,
                help=_("Empty means as often as you like, which only practice may have."),
            ),
            Entry(name="wait", label=_("Wait between two tries"), help=_DURATION),
            Entry(name="blocks", label=_("How many such rounds"), control=Control.NUMBER),
            Entry(name="next_block", label=_("Wait for the next round"), help=_DURATION),
            Entry(
                name="remediation",
                label=_("Before the next round, what was missing has to be read again or talked about"),
                control=Control.FLAG,
            ),
            Entry(name="pause", label=_("Pause after the last round"), help=_DURATION),
        ),
    ),
    Entry(
        name="layout",
        label=_("Layout"),
        control=Control.CHOICE,
        choices=(
            Choice(value=Layout.ONE.value, label=_("One question at a time")),
            Choice(value=Layout.ALL.value, label=_("All questions on one page")),
        ),
    ),
    Entry(
        name="partial_credit",
        label=_("Several right options, some of them found"),
        control=Control.CHOICE,
        choices=(
            Choice(value="", label=_("as is usual for the tier")),
            Choice(value=PartialCredit.NONE.value, label=_("count as wrong")),
            Choice(value=PartialCredit.PS50.value, label=_("count half when more than half is right")),
        ),
    ),
    Entry(
        name="feedback",
        label=_("When answers and reasons are shown"),
        control=Control.CHOICE,
        choices=(
            Choice(value="", label=_("as is usual for this kind of quiz")),
            Choice(value=Feedback.AT_ONCE.value, label=_("after each answer (practice only)")),
            Choice(value=Feedback.AT_END.value, label=_("at the end (practice only)")),
            Choice(value=Feedback.AFTER_PASS.value, label=_("after a pass")),
            Choice(value=Feedback.NEVER.value, label=_("never")),
        ),
    ),
    Entry(
        name="time_limit",
        label=_("Time limit"),
        help=_("Such as 45m or 2h. Empty means that there is none."),
    ),
    Entry(
        name="with_stance",
        label=_("Ask with each answer how sure the learner is: ask, decide and inform, decide alone"),
        control=Control.FLAG,
    ),
    Entry(
        name="confident_errors",
        label=_("Confidently wrong answers that still pass"),
        control=Control.NUMBER,
        help=_("Only with the question above. Empty shows them as feedback and changes no result."),
    ),
    Entry(
        name="tools",
        label=_("What learners may use"),
        control=Control.SEVERAL,
        choices=(
            Choice(value=Tool.CALCULATOR.value, label=_("Calculator")),
            Choice(value=Tool.GLOSSARY.value, label=_("Glossary")),
        ),
    ),
    Rows(
        name="glossary",
        label=_("Glossary"),
        row=_("Word {n}"),
        entries=(
            Entry(name="term", label=_("Word"), is_localized=True, is_short=True),
            Entry(name="meaning", label=_("Meaning"), is_localized=True, is_short=True),
        ),
        most=40,
    ),
)


def block_spec(*, is_graded: bool) -> Spec:
    """Return what belongs to the block and not to its document."""
    name = Entry(name="display_name", label=_("Name in the course outline"))
    weight = Entry(
        name="weight",
        label=_("Weight"),
        help=_("How much this quiz counts among the graded units of its subsection."),
    )
    return (name, weight) if is_graded else (name,)


def blueprint_spec(objectives: Sequence[Objective], locale: str) -> Spec:
    """Return the form of the draw: the objectives, and how many questions come from which of them."""
    known = tuple(
        Choice(value=objective.id, label=f"{objective.id}: {objective.text.to(locale)}") for objective in objectives
    )
    return (
        CUT,
        Rows(
            name="strata",
            label=_("Parts of the draw"),
            row=_("Part {n}"),
            entries=(
                Entry(name="id", label=_("Name"), help=_("Small letters and hyphens, such as locate.")),
                Entry(name="objectives", label=_("Objectives"), control=Control.SEVERAL, choices=known),
                Entry(name="count", label=_("Questions drawn"), control=Control.NUMBER),
                Entry(
                    name="at_least",
                    label=_("At least right"),
                    control=Control.NUMBER,
                    help=_("0 sets no minimum for this part."),
                ),
            ),
            most=20,
        ),
        OBJECTIVES,
    )
