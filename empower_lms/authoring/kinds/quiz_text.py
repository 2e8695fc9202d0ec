"""What can be wrong with the text of a whole quiz, as Studio shows it."""

from empower_lms.authoring.kinds.define import error
from empower_lms.domain.translation import noop as _

NO_SETTINGS = error(
    "TXT001",
    "Text without settings",
    _("The text does not begin with the settings of the quiz."),
    _("Put the line '{line}' first, and the settings below it."),
    "The settings are those that stand in course.yaml.",
)
UNKNOWN_SECTION = error(
    "TXT002",
    "Unknown section",
    _("'{line}' begins nothing that belongs here."),
    _("Sections begin with one of these lines: {known}"),
    "The text of a quiz has one section for its settings and one for each question.",
)
MISSING_TRANSLATION = error(
    "TXT003",
    "Question missing in a language",
    _("The question '{id}' is missing in the text for '{language}'."),
    _("Add a section with the same id there, and translate it part by part."),
    "Every question exists in all languages of the quiz.",
)
TRANSLATION_OF_NOTHING = error(
    "TXT004",
    "Translation of nothing",
    _("The question '{id}' stands here, but not in the text for '{first}', which leads."),
    _("Add it there, or delete it here."),
    "Keys and structure are read from the leading language.",
)
TWICE = error(
    "TXT005",
    "Question twice",
    _("The question '{id}' stands here twice."),
    _("Give one of the two another id."),
    "Records name questions by their id.",
)
OTHER_IDENTITY = error(
    "TXT006",
    "Other quiz",
    _("This is the text of '{found}', but the block holds '{expected}'."),
    _("Leave the id as it is: tries and certificates hang on it. For another quiz duplicate the block."),
    "A new id would leave every try of this quiz behind.",
)
NO_CARDS = error(
    "TXT007",
    "No card to compute cases from",
    _("The cases of this question come from the card of '{clause}', and no card can be read here."),
    _(
        "Write it into a file of the course and build the course, or write its cases out: 'computed:' in the front "
        "matter, '- [below, at]' for what is right, and a heading for each case."
    ),
    "What is right in a case is computed from the card, and never guessed.",
)
NOT_BOTH = error(
    "TXT008",
    "Cases that are written out and computed",
    _("'{field}' says how cases are computed, but they are written out under 'computed:'."),
    _("Delete one of the two."),
    "Whoever reads the text would not know which of them counts.",
)
CASE_ANSWERS = error(
    "TXT009",
    "Case without exactly one right option",
    _("{count} options are right in the case '{case}'; it has to be one."),
    _("Name the case in the brackets of one option, such as '- [below, at]'."),
    "Every case has one right answer.",
)
NO_SUCH_CASE = error(
    "TXT010",
    "Case that the question does not have",
    _("The question has no case '{case}'. It has: {cases}."),
    _("Name one of them here, or add the case with its amount under 'computed:'."),
    "A case is told, has an amount, and has a right answer.",
)
CASE_NOT_TOLD = error(
    "TXT011",
    "Case that is not told",
    _("The case '{case}' lacks its sentence or its worked explanation."),
    _("Write both below '### {case}': first the sentence, then the explanation in lines that begin with '>'."),
    "Learners read the sentence before they decide, and the explanation afterwards.",
)
