"""What can be wrong with questions that are computed from the limit of a scope card."""

from empower_lms.authoring.kinds.define import error, warning
from empower_lms.certification.edge_cases import EdgeProblem
from empower_lms.domain.translation import noop as _

EDGE_PROBLEMS = {
    EdgeProblem.NOTHING_BELOW: "nothing is left below the limit",
    EdgeProblem.NO_CURRENCY: "only money can be in another currency; other units can be converted",
    EdgeProblem.SAME_CURRENCY: "'other_unit' is the currency of the limit",
    EdgeProblem.DECIDED_ELSEWHERE: "something else on the card decides it ({reasons})",
}

NO_LIMIT = error(
    "QST030",
    "Clause that is no limit",
    _("'{id}' is no limit, so nothing lies just below or above it."),
    _("The limits of this card are: {limits}. Ask about another clause with a single choice."),
    "Boundary questions are computed from a number on the card.",
)
FREE_CARD = error(
    "QST031",
    "Card that is everybody's",
    _("'{scope}' is free for everybody, so no case is outside of it."),
    _("Name a limit of a card with tier S1 or above."),
    "A right with tier S0 is never refused, whatever the card says.",
)
EDGE_OPTIONS = error(
    "QST032",
    "Not exactly one option for inside and for outside",
    _("Exactly one option is marked '{mark}', not {count}."),
    _("Mark what is right inside the limit with '- [inside]', and what is right outside with '- [outside]'."),
    "Which of the two is right is computed for each case; every other option is wrong in all of them.",
)
UNKNOWN_PLACE = error(
    "QST033",
    "Unknown place",
    _("There is no place '{{{name}}}' here."),
    _("Use one of: {known}. A brace that is meant as text is written '\\{{'."),
    "Places are filled with amounts of the card. A wrong name would be shown to learners as it stands.",
)
NO_AMOUNT = error(
    "QST034",
    "Sentence without the amount",
    _("The sentence for '{case}' does not tell the amount."),
    _("Write {{amount}} where the amount belongs; in 'split' also {{part}} and {{count}}."),
    "Without the amount nobody can tell the cases apart.",
)
UNKNOWN_CASE = error(
    "QST035",
    "Heading that is neither a case nor the explanation",
    _("'{name}' is no case, and the explanation has a heading already or would be mistaken for a case."),
    _("The nearest case: {nearest}. Cases are below, at, above, split and other-unit."),
    "Below the options a heading names a case, or begins the explanation.",
)
CASE_TWICE = error(
    "QST036",
    "Two sentences for one case",
    _("The case '{case}' has a sentence already."),
    _("Keep one of the two."),
    "Each case is told once.",
)
CASE_NOT_WANTED = error(
    "QST037",
    "Sentence for a case that is not made",
    _("The case '{case}' is not made; the question has: {cases}."),
    _("Add it to 'cases:' in the front matter, or delete the sentence."),
    "A sentence that nobody ever reads is a mistake.",
)
NO_CASE = error(
    "QST038",
    "Case that can't be made",
    _("The case '{case}' can't be made from the limit {limit}: {problem}."),
    _("Take the case out of 'cases:', or name another limit."),
    "A case must be decided by the limit that the question is about, and by nothing else on the card.",
)
SPLIT_WITHOUT_WORDS = error(
    "QST039",
    "Split case without the words of the card",
    _("Nothing says that the parts of a split case count together."),
    _("Quote the words of the card under 'together:', one line per language, or leave the case 'split' out."),
    "Whether two small orders are one large one is not a matter of taste: the card has to say it.",
)
NOT_ON_THE_CARD = error(
    "QST040",
    "Words that are not on the card",
    _("'{words}' does not stand on the card {scope}."),
    _("Quote the card word by word: its action, a clause, or the question for a fact. Else leave 'split' out."),
    "The key of a split case rests on these words. When the card changes, so does the question.",
)
SAME_ANSWER = error(
    "QST041",
    "All cases have the same answer",
    _("All cases of this question have the same answer."),
    _("Add a case from the other side of the limit to 'cases:'."),
    "Whoever met one of the cases would know the others.",
)
UNIT_NAME = error(
    "QST042",
    "Unit without a name",
    _("There are no words for the unit '{unit}' in '{language}'."),
    _("Write one and many under 'units:', such as {language}: [box, boxes]."),
    "Amounts are written out in every language; the card knows the unit by one name only.",
)
NO_WORDS = error(
    "QST043",
    "No words in a language",
    _("Computed cases can be told in English and German only, not in '{language}'."),
    _("Write a single choice in place of the boundary question."),
    "The worked explanations come from the program, which speaks these two languages.",
)
OTHER_STEP = error(
    "QST044",
    "Step that does not fit the limit",
    _("The step '{step}' does not fit the limit {limit}."),
    _("Write an amount above zero in the unit of the limit, or leave 'step:' out."),
    "The step is how far the neighbours of the limit lie from it.",
)
LIMIT_WRITTEN_OUT = warning(
    "QST045",
    "Limit written out",
    _("The limit stands here as '{text}'."),
    _("Write {{limit}}. It is filled with the amount of the card, in the reader's language."),
    "When the limit on the card changes, a number that is written out stays and the question lies.",
)
WRITTEN_OUT = error(
    "QST046",
    "Cases that are written out",
    _("The cases of this question are written out. In a catalogue they come from the card."),
    _(
        "Delete 'computed:', mark the options '- [inside]' and '- [outside]', and write {{limit}} and {{amount}} in "
        "place of the numbers."
    ),
    "Studio writes a question out because it has no card at hand. In a file, what is right must never be older than "
    "the card.",
)

EDGE_KINDS = (
    NO_LIMIT,
    FREE_CARD,
    EDGE_OPTIONS,
    UNKNOWN_PLACE,
    NO_AMOUNT,
    UNKNOWN_CASE,
    CASE_TWICE,
    CASE_NOT_WANTED,
    NO_CASE,
    SPLIT_WITHOUT_WORDS,
    NOT_ON_THE_CARD,
    SAME_ANSWER,
    UNIT_NAME,
    NO_WORDS,
    OTHER_STEP,
    LIMIT_WRITTEN_OUT,
    WRITTEN_OUT,
)
