"""The form of each kind of question."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from empower_lms.domain.objective import Bloom, Objective
from empower_lms.domain.pillar import Practice
from empower_lms.domain.question import BoundaryCaseKind, OptionRole
from empower_lms.domain.questions.decision_case import MAX_CASE_STEPS, MAX_CHOICES
from empower_lms.domain.questions.matching import MAX_PROMPTS
from empower_lms.domain.questions.ordering import MAX_STEPS
from empower_lms.domain.questions.short_text import MAX_ACCEPTED, MAX_PATTERNS
from empower_lms.domain.translation import noop as _
from empower_xblocks.studio.forms import Choice, Control, Entry, Rows, Spec

KIND_NAMES: Mapping[str, str] = {
    "single": _("Single choice"),
    "multi": _("Several right options"),
    "numeric": _("Number"),
    "matching": _("Matching"),
    "ordering": _("Ordering"),
    "classification": _("Sorting into groups"),
    "text": _("Short text"),
    "boundary": _("Boundary cases of a scope"),
    "case": _("Decision case"),
}

KIND_HINTS: Mapping[str, str] = {
    "single": _("One option is right."),
    "multi": _("Two or more options are right, but never all."),
    "numeric": _("A number with a unit and a tolerance."),
    "matching": _("Each line has one partner; one or two partners are left over."),
    "ordering": _("Steps are brought into the right order."),
    "classification": _("Cases are sorted into two to four groups."),
    "text": _("A few typed words, compared with the variants that you accept."),
    "boundary": _("Cases just below, at and above a limit; the same options for all of them."),
    "case": _("A story of several steps, in which each decision leads to the next event."),
}

_Name = TypeVar("_Name", bound=str)

ROLES = (
    Choice(value="", label=_("no role")),
    Choice(value=OptionRole.OVER.value, label=_("goes too far")),
    Choice(value=OptionRole.UNDER.value, label=_("asks or does too little")),
    Choice(value=OptionRole.COMMUNICATION.value, label=_("right act, wrong communication")),
)

LEVELS = {
    Bloom.REMEMBER: _("remember"),
    Bloom.UNDERSTAND: _("understand"),
    Bloom.APPLY: _("apply"),
    Bloom.ANALYSE: _("analyse"),
    Bloom.EVALUATE: _("evaluate"),
    Bloom.CREATE: _("create"),
}

PRACTICES = {
    Practice.INCIDENT: _("Incident"),
    Practice.CHANGE: _("Change"),
    Practice.REQUEST: _("Request"),
    Practice.PROBLEM: _("Problem"),
    Practice.MAJOR_INCIDENT: _("Major incident"),
    Practice.SUPPLIER: _("Supplier"),
    Practice.BUDGET: _("Budget"),
}

BOUNDARY_CASES = {
    BoundaryCaseKind.BELOW: _("just below the limit"),
    BoundaryCaseKind.AT: _("exactly at the limit"),
    BoundaryCaseKind.ABOVE: _("just above the limit"),
    BoundaryCaseKind.SPLIT: _("split into several orders"),
    BoundaryCaseKind.OTHER_UNIT: _("in another unit or currency"),
}


def list_choices(names: Mapping[_Name, str], none: str = "") -> tuple[Choice, ...]:
    """Offer values under their names; ``none`` names the choice of nothing."""
    first = (Choice(value="", label=none),) if none else ()
    return first + tuple(Choice(value=str(value), label=label) for value, label in names.items())


_TEXT = Entry(name="text", label=_("Text"), is_localized=True, is_short=True)
_FEEDBACK = Entry(
    name="feedback",
    label=_("Feedback"),
    control=Control.PROSE,
    is_localized=True,
    help=_("Shown in practice after the answer, and after a passed certification."),
)
_ROLE = Entry(name="role", label=_("What choosing it shows"), control=Control.CHOICE, choices=ROLES)
_CORRECT = Entry(name="correct", label=_("This is right"), control=Control.FLAG)


def _wrong_role(refers_to: str) -> Entry:
    return Entry(name="roles", label=_("What another group shows"), control=Control.ROLES, refers_to=refers_to)


def _moved(name: str, label: str) -> Entry:
    return Entry(name=name, label=label, control=Control.CHOICE, choices=ROLES)


_SURPLUS_ROLE = _ROLE.model_copy(update={"help": _("Only for a partner that is left over.")})
_SURPLUS_FEEDBACK = _FEEDBACK.model_copy(update={"help": _("Only for a partner that is left over.")})

_OPTIONS = Rows(
    name="options",
    label=_("Options"),
    row=_("Option {n}"),
    entries=(_TEXT, _CORRECT, _ROLE, _FEEDBACK),
    has_letters=True,
    help=_("Options are shuffled for each learner."),
)


def _misconceptions(what: Entry | Rows) -> Rows:
    return Rows(
        name="misconceptions",
        label=_("Wrong answers that you expect"),
        row=_("Wrong answer {n}"),
        entries=(what, _ROLE, _FEEDBACK),
    )


_PARTS: Mapping[str, Spec] = {
    "single": (_OPTIONS,),
    "multi": (_OPTIONS,),
    "numeric": (
        Entry(
            name="answer",
            label=_("Right answer"),
            help=_("Number and unit with a decimal point, such as 720 EUR or 1.5 h."),
        ),
        Entry(
            name="tolerance", label=_("Tolerance"), help=_("How far off still counts, in the same unit. 0 is exact.")
        ),
        _FEEDBACK,
        _misconceptions(Entry(name="answer", label=_("Answer"))),
    ),
    "matching": (
        Rows(
            name="partners",
            label=_("Partners"),
            row=_("Partner {n}"),
            entries=(_TEXT, _SURPLUS_ROLE, _SURPLUS_FEEDBACK),
            has_letters=True,
            help=_("Write more partners than lines: otherwise the last pair is free."),
        ),
        Rows(
            name="prompts",
            label=_("Lines to match"),
            row=_("Line {n}"),
            entries=(
                _TEXT,
                Entry(name="partner", label=_("Its partner"), control=Control.CHOICE, refers_to="partners"),
                _FEEDBACK,
            ),
            has_letters=True,
            most=MAX_PROMPTS,
        ),
    ),
    "ordering": (
        Rows(
            name="steps",
            label=_("Steps"),
            row=_("Step {n}"),
            entries=(_TEXT, _moved("early", _("Too early shows")), _moved("late", _("Too late shows")), _FEEDBACK),
            has_letters=True,
            most=MAX_STEPS,
            help=_("Write the steps in the right order; they are shuffled for each learner."),
        ),
    ),
    "classification": (
        Rows(
            name="groups",
            label=_("Groups"),
            row=_("Group {n}"),
            entries=(_TEXT,),
            has_letters=True,
            most=4,
            help=_("Their order carries meaning and is never shuffled."),
        ),
        Rows(
            name="cases",
            label=_("Cases"),
            row=_("Case {n}"),
            entries=(
                _TEXT,
                Entry(name="group", label=_("Its group"), control=Control.CHOICE, refers_to="groups"),
                _wrong_role("groups"),
                _FEEDBACK,
            ),
            has_letters=True,
        ),
    ),
    "text": (
        Rows(
            name="accepted",
            label=_("Accepted answers"),
            row=_("Variant {n}"),
            entries=(_TEXT,),
            is_bare=True,
            most=MAX_ACCEPTED,
            help=_("Capitals, accents, hyphens, blanks and final punctuation make no difference."),
        ),
        Rows(
            name="patterns",
            label=_("Patterns"),
            row=_("Pattern {n}"),
            entries=(_TEXT,),
            is_bare=True,
            most=MAX_PATTERNS,
            help=_("Regular expressions for what no list of variants can hold. Most questions need none."),
        ),
        _FEEDBACK,
        _misconceptions(Rows(name="texts", label=_("Variants"), row=_("Variant {n}"), entries=(_TEXT,), is_bare=True)),
    ),
    "boundary": (
        Entry(name="scope", label=_("Scope"), help=_("The id of the card, such as CHG-1.")),
        Entry(name="scope_version", label=_("Version of the card"), control=Control.NUMBER),
        _OPTIONS.model_copy(update={"entries": (_TEXT, _ROLE, _FEEDBACK), "most": 6}),
        Rows(
            name="cases",
            label=_("Cases"),
            row=_("Case {n}"),
            entries=(
                Entry(
                    name="case",
                    label=_("Where it lies"),
                    control=Control.CHOICE,
                    choices=list_choices(BOUNDARY_CASES, _("choose")),
                ),
                Entry(name="text", label=_("Text"), control=Control.PROSE, is_localized=True),
                Entry(name="key", label=_("The right option"), control=Control.CHOICE, refers_to="options"),
                Entry(name="rationale", label=_("Why"), control=Control.PROSE, is_localized=True),
            ),
            has_letters=True,
            help=_("One of them stands on each form."),
        ),
    ),
    "case": (
        Rows(
            name="steps",
            label=_("Steps"),
            row=_("Step {n}"),
            entries=(
                Entry(name="id", label=_("Name of the step"), help=_("Small letters and hyphens, such as first-call.")),
                Entry(name="event", label=_("What happens"), control=Control.PROSE, is_localized=True),
                Rows(
                    name="choices",
                    label=_("Decisions"),
                    row=_("Decision {n}"),
                    entries=(
                        _TEXT,
                        _CORRECT,
                        _ROLE,
                        Entry(name="consequence", label=_("What follows"), control=Control.PROSE, is_localized=True),
                        _FEEDBACK,
                        Entry(name="next", label=_("It leads to"), control=Control.CHOICE, refers_to="steps"),
                    ),
                    has_letters=True,
                    most=MAX_CHOICES,
                ),
            ),
            most=MAX_CASE_STEPS,
            help=_("The first step begins the case. Decisions lead forward, never back."),
        ),
    ),
}


def question_spec(kind: str, objectives: Sequence[Objective], locale: str) -> Spec:
    """Return the form of a kind of question; its objective is one of the quiz."""
    names = {objective.id: f"{objective.id}: {objective.text.to(locale)}" for objective in objectives}
    return (
        Entry(
            name="id",
            label=_("Id"),
            help=_("Small letters with one dot, such as scope.freeze-day. It stays as it is: records name it."),
        ),
        Entry(name="objective", label=_("Objective"), control=Control.CHOICE, choices=list_choices(names, _("choose"))),
        Entry(
            name="stem",
            label=_("The case and the question"),
            control=Control.PROSE,
            is_localized=True,
            help=_("Markdown: **strong**, lists, tables, quotes."),
        ),
        *_PARTS[kind],
        Entry(
            name="rationale",
            label=_("Why"),
            control=Control.PROSE,
            is_localized=True,
            help=_("One short paragraph with the principle behind the answer. It is shown after a pass."),
        ),
        Entry(
            name="critical",
            label=_("Critical: whoever gets it wrong does not pass"),
            control=Control.FLAG,
        ),
        Entry(
            name="bloom",
            label=_("Level"),
            control=Control.CHOICE,
            choices=list_choices(LEVELS, _("that of the objective")),
        ),
        Entry(name="practice", label=_("Practice"), control=Control.CHOICE, choices=list_choices(PRACTICES, _("none"))),
        Entry(name="clause", label=_("Clause of a scope card"), help=_("Such as CHG-1.not-in-freeze.")),
        Entry(
            name="enemies",
            label=_("Never on a form with"),
            control=Control.LINES,
            help=_("One question id per line: questions that give each other's answer away."),
        ),
        Entry(name="sources", label=_("Sources"), control=Control.LINES, help=_("One per line.")),
    )
