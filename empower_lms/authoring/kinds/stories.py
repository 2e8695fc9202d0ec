"""What can be wrong with decision cases: stories whose steps lead to each other."""

from empower_lms.authoring.kinds.define import error
from empower_lms.domain.translation import noop as _

FEW_STEPS = error(
    "QST050",
    "Case without steps",
    _("A decision case has at least two steps, not {count}."),
    _("Begin each step with a heading: '## the-call'. For one decision a single choice is enough."),
    "The first text is the scene; each heading of level 2 begins an event with its decisions.",
)
STEP_NAME = error(
    "QST051",
    "Name of a step that can't be used",
    _("'{name}' can't be the name of a step."),
    _("Write small letters and hyphens, such as '{suggestion}'. 'end' is taken: it ends the case."),
    "Decisions lead to a step by its name. Learners never see it, so it is the same in every language.",
)
STEP_TWICE = error(
    "QST052",
    "Two steps with one name",
    _("There is a step '{name}' already."),
    _("Give one of the two another name."),
    "Nobody could tell which of the two a decision leads to.",
)
UNKNOWN_STEP = error(
    "QST053",
    "Decision that leads to nowhere",
    _("There is no step '{name}'."),
    _("The nearest: {nearest}. Write '-> end' where the case ends."),
    "Every decision leads to a step of the case or to its end.",
)
LEADS_BACK = error(
    "QST054",
    "Decision that leads back",
    _("From '{step}' this leads back to '{name}'."),
    _("Lead to a later step, or write the step again with what has changed by then."),
    "A case goes forward, so that it ends for everybody.",
)
UNREACHED_STEP = error(
    "QST055",
    "Step that nobody reaches",
    _("No decision leads to the step '{name}'."),
    _("Let a decision of an earlier step lead here with '-> {name}', or delete the step."),
    "The case begins with its first step; every other one has to be reached from there.",
)
NO_RIGHT_DECISION = error(
    "QST056",
    "Step without a right decision",
    _("No decision of the step '{name}' is right."),
    _("Mark the right one with '- [x]'. After a wrong turn there is one as well: what limits the damage."),
    "Whoever reaches the step has to be able to decide rightly.",
)
NO_WRONG_DECISION = error(
    "QST057",
    "Step without a wrong decision",
    _("Every decision of the step '{name}' is right, so it decides nothing."),
    _("Add what somebody without the knowledge would do, or tell the event in the consequence before."),
    "A step that can't be failed makes guessing easier and shows nothing.",
)
NO_TARGET = error(
    "QST058",
    "Decision that doesn't say where it leads",
    _("The decision does not say where it leads."),
    _("End the line with '-> ' and the name of a step, or with '-> end'."),
    "The arrow is what makes a story of the steps.",
)
NO_CONSEQUENCE = error(
    "QST059",
    "Decision without a consequence",
    _("The decision has no consequence."),
    _("Write what comes of it below the decision: '  > ...'. Why it was right or wrong stands behind '  >> ...'."),
    "People learn from what their decision leads to, before anybody says whether it was right.",
)
NO_EVENT = error(
    "QST060",
    "Step without an event",
    _("The step '{name}' tells no event."),
    _("Tell below the heading what happens, before the decisions."),
    "Nobody can decide without knowing what has happened.",
)
DECISION_COUNT = error(
    "QST061",
    "Too few or too many decisions",
    _("The step '{name}' has {count} decisions; there are 2 to {limit}."),
    _("Keep the ones that people would really take."),
    "One decision is none, and a long list can't be weighed.",
)
TOO_MANY_STEPS = error(
    "QST062",
    "Too many steps",
    _("The case has {count} steps; {limit} is the most."),
    _("Make two cases of it."),
    "A case is read on a phone, in one go.",
)
DECISION_OUTSIDE = error(
    "QST063",
    "Decision outside of a step",
    _("This decision belongs to no step."),
    _("Begin a step above it with a heading such as '## the-call'. The explanation comes last."),
    "The text above the first step is the scene; decisions follow an event.",
)
OTHER_STEPS = error(
    "LNG020",
    "Other steps",
    _("The steps are {found} here, but {expected} in '{first}'."),
    _("Copy the headings of the steps from '{file}'; they stand in the same order in every language."),
    "A translation must not change how the story goes.",
)
OTHER_TARGET = error(
    "LNG021",
    "Other way",
    _("The decision leads to '{found}' here, but to '{expected}' in '{first}'."),
    _("Copy the arrow and the name from '{file}'."),
    "A translation must not change how the story goes.",
)

STORY_KINDS = (
    FEW_STEPS,
    STEP_NAME,
    STEP_TWICE,
    UNKNOWN_STEP,
    LEADS_BACK,
    UNREACHED_STEP,
    NO_RIGHT_DECISION,
    NO_WRONG_DECISION,
    NO_TARGET,
    NO_CONSEQUENCE,
    NO_EVENT,
    DECISION_COUNT,
    TOO_MANY_STEPS,
    DECISION_OUTSIDE,
    OTHER_STEPS,
    OTHER_TARGET,
)
