"""What can be wrong between the pieces of a catalogue, and with the craft of its questions."""

from empower_lms.authoring.kinds.define import error, warning
from empower_lms.domain.translation import noop as _

UNKNOWN_OBJECTIVE = error(
    "REF001",
    "Unknown objective",
    _("The course has no objective '{id}'."),
    _("The nearest known: {nearest}."),
    "Lessons, questions and the draw name objectives of their own course.",
)
UNKNOWN_CLAUSE = error(
    "REF002",
    "Unknown clause",
    _("No scope card has the clause '{id}'."),
    _("The nearest known: {nearest}."),
    "A question that tests a clause names it, so that a changed clause finds its questions.",
)
UNKNOWN_UNIT = error(
    "REF003",
    "Unknown unit",
    _("There is no {kind} '{id}'."),
    _("The nearest known: {nearest}."),
    "The outline places lessons and quizzes of its own course, and scope cards of the catalogue.",
)
UNKNOWN_COURSE = warning(
    "REF004",
    "Certificate from outside",
    _("The scope needs a certificate of the course '{course}', which is not in this catalogue."),
    _("Nobody can earn this scope here until the course exists. Correct the id if it is a typo."),
    "The course may stand in another catalogue; then this is fine.",
)
UNKNOWN_ENEMY = error(
    "REF005",
    "Unknown enemy",
    _("The course has no question '{id}'."),
    _("The nearest known: {nearest}."),
    "Enemies are questions that must not stand on the same form, because one gives away the other.",
)
DUPLICATE_ID = error(
    "IDS001",
    "Id used twice",
    _("The id '{id}' is already used in {other}."),
    _("Give one of the two another id. Keep the id of the one that learners have already met."),
    "Learners' records hang on ids, so two things can't share one.",
)
FOREIGN_ID = error(
    "IDS002",
    "Id of another course",
    _("The id '{id}' does not begin with '{course}.', the id of its course."),
    _("Write '{course}.{rest}'."),
    "The course id keeps ids apart between courses.",
)
MOVED_BUT_THERE = error(
    "IDS003",
    "Moved id still exists",
    _("'{id}' is listed as moved, but it still exists."),
    _("Delete the line under 'moved:', or give the piece its new id."),
    "An id that moved must not be used again.",
)
MOVED_TO_NOTHING = error(
    "IDS004",
    "Moved to an unknown id",
    _("'{old}' moved to '{new}', but there is no '{new}'."),
    _("Correct the new id, or write 'null' when the piece was removed on purpose."),
    "Learners' records follow the new id.",
)
SAME_URL_NAME = error(
    "IDS005",
    "Two ids with one address",
    _("'{id}' and '{other}' would both get the address '{url_name}' in the LMS."),
    _("Give one of them another id."),
    "Addresses in the LMS have no dots, so two different ids can fall together.",
)
NOT_PLACED = warning(
    "OUT001",
    "Not in the outline",
    _("The {kind} '{id}' is not in the outline, so no learner sees it."),
    _("Add '- {{kind: {kind}, ref: {id}}}' to a section of the outline."),
    "Only what the outline names is published.",
)
PLACED_TWICE = error(
    "OUT002",
    "Twice in the outline",
    _("'{id}' is already placed on line {first}."),
    _("Keep one of the two places."),
    "A unit has one address in the LMS, and progress is kept under it.",
)
SECTION_TWICE = error(
    "OUT003",
    "Two sections with one id",
    _("The section id '{id}' is already used on line {first}."),
    _("Give the section another id."),
    "The id is the section's address in the LMS.",
)
TITLE_TOO_LONG = warning(
    "OUT004",
    "Long title",
    _("The title has {length} characters; navigation shows about {limit}."),
    _("Shorten it. What is left out fits into the text."),
    "Long titles are cut off in the LMS, most of all on phones.",
)
DRAW_IMPOSSIBLE = error(
    "QIZ001",
    "Draw that can't be made",
    _("Part '{stratum}' draws {count} questions, but only {available} can stand on one form."),
    _("Write more questions for {objectives}, draw fewer, or loosen 'enemies:'."),
    "A quiz that can't draw its form can't be taken.",
)
POOL_TOO_SMALL = error(
    "QIZ002",
    "Pool too small for a second try",
    _(
        "Part '{stratum}' has {available} questions; {tries} tries of {count} need {needed}. "
        "A second try would repeat questions."
    ),
    _("Write {missing} more for {objectives}, or lower 'count' or 'tries'."),
    "Somebody who meets the same questions again shows memory, not knowledge.",
)
TOO_LITTLE_APPLICATION = warning(
    "QIZ003",
    "Too few cases",
    _("{share} % of the questions are at Apply or above; tier {tier} wants {wanted} %."),
    _("Turn some questions that ask for words into cases that ask for a decision."),
    "Knowing the words of a card does not show that somebody can use it.",
)
QUIZ_TOO_WEAK = error(
    "QIZ004",
    "No quiz is strong enough",
    _("The scope needs a certificate of '{course}' at {needed}, but its strongest certification quiz is {strongest}."),
    _("Raise the tier of the quiz (and its demands), or lower the need."),
    "Nobody could ever earn this scope.",
)
CARRIES_NO_GRANT = warning(
    "STR001",
    "Quiz too weak for grants",
    _("The quiz gets grade {grade} for tier {tier}, so grants of {tier} refuse the certificates earned with it."),
    _("Run 'empower-lms strength': it says who would pass without knowing enough, and names the cheapest fix."),
    "A certificate is worth what its quiz can tell. Grades A and B carry grants; C lets too many pass who know too "
    "little, F doesn't tell apart who knows and who does not.",
)
NO_LESSON = warning(
    "QIZ005",
    "Tested but not taught",
    _("The quiz tests '{objective}', but no lesson names it."),
    _("Add the objective to the lesson that teaches it, or write that lesson."),
    "A fair quiz tests what people had a chance to learn.",
)
INSIDE_REFUSED = error(
    "SCP001",
    "Inside example would be refused",
    _("The inside example would be refused: {reasons}."),
    _("Correct the facts of the example, or the clause."),
    "The example is run through the function that answers systems. A card that contradicts itself misleads people.",
)
OUTSIDE_GRANTED = error(
    "SCP002",
    "Outside example would be granted",
    _("The outside example would be granted."),
    _("Correct the facts of the example, or add the clause that excludes the case."),
    "The example is run through the function that answers systems. A card that contradicts itself misleads people.",
)
OUTSIDE_ELSEWHERE = error(
    "SCP003",
    "Outside example refused for another clause",
    _("The outside example is refused for {reasons}, not for '{clause}' alone."),
    _("Change the facts so that only the named clause decides, or name the other clause."),
    "The example teaches one clause. If another decides as well, people learn the wrong one.",
)
EXAMPLE_FACT = error(
    "SCP004",
    "Fact of an example can't be read",
    _("The fact '{fact}' of the example can't be used: {problem}."),
    _("Give every fact of the card once, in its own form: true, '90 EUR' or one of its choices."),
    "The example has to be decidable, so all facts are needed and none that the card does not know.",
)
ALL_OF_THE_ABOVE = error(
    "ITM001",
    "All of the above",
    _("The option says '{text}'."),
    _("Ask a multi-select question, or name one answer."),
    "Who recognises two right options knows the rest. Options are shuffled, too. (Rule I01)",
)
COMBINED_OPTIONS = error(
    "ITM002",
    "Option that combines options",
    _("The option refers to others: '{text}'."),
    _("Ask a multi-select question. Options are shuffled, so letters mean nothing."),
    "Combinations test reading and not knowledge. (Rule I03)",
)
LONGEST_IS_KEY = warning(
    "ITM003",
    "Longest option gives the key away",
    _(
        "In '{language}' the right option is the longest in {longest} of {questions} questions; "
        "{expected} would be chance."
    ),
    _("Shorten right options or make wrong ones as exact, in: {examples}."),
    "A person without knowledge who picks the longest option would score above chance (binomial test, p < .05). "
    "(Rule I04)",
)
NEGATIVE_STEM = warning(
    "ITM004",
    "Question asks for what is wrong",
    _("The question asks with '{word}', and nothing marks it."),
    _("Ask for what is right, or write the word in **bold**."),
    "Under pressure people read over a 'not', and then the answer shows nothing. (Rule I05)",
)
NEAR_DUPLICATE = error(
    "ITM005",
    "Answers nearly alike",
    _("This answer is nearly the same as answer {other}."),
    _("Make the difference plain, or drop one."),
    "Two answers that say the same can't both be wrong or right, so clever readers rule them out. (Rule I12)",
)
MISSING_FEEDBACK = warning(
    "ITM006",
    "No feedback or explanation",
    _("The {part} is missing."),
    _("Say in one or two sentences why. That is what people learn from."),
    "Feedback that says why is the strongest part of practice. (Rule I21)",
)
OPINION = error(
    "ITM007",
    "Question asks for an opinion",
    _("The question asks for an opinion: '{text}'."),
    _("Ask what the card, the rule or the facts say."),
    "An opinion can't be graded. (Rule I26)",
)
NO_SURPLUS = warning(
    "ITM008",
    "Last pair is free",
    _("Every partner belongs to a prompt, so the last pair is free. A blind guess is right 1 time in {odds}."),
    _("Add one or two partners that belong to nothing: '- => ...'."),
    "Whoever knows all pairs but one gets that one as well. Surplus partners keep every pair a question.",
)
EASILY_GUESSED = warning(
    "ITM009",
    "Easily guessed",
    _("A blind guess at these {part} is right 1 time in {odds}."),
    _("Add one or two; 1 time in 24 or less is worth its place."),
    "All rows have to be right together, so every row makes a guess much harder.",
)
UNUSED_GROUP = warning(
    "ITM010",
    "Group without a case",
    _("No case belongs to the group '{group}'."),
    _("Add a case that belongs there, or drop the group."),
    "A group that is never right is soon found out, and then it makes the others easier to guess.",
)
ANSWER_IN_STEM = warning(
    "ITM011",
    "Answer stands in the case",
    _("The accepted answer '{text}' stands in the text above it."),
    _("Say it in other words in the case, or ask a choice question."),
    "Whoever copies a word from the case shows that they can read. (Rule I08)",
)
PATTERN_TOO_WIDE = error(
    "ITM012",
    "Pattern that takes anything",
    _("The pattern /{pattern}/ accepts '{text}'."),
    _("Name the words that have to be there, without '.*' on both sides."),
    "A few words that are no answer to anything are tried on every pattern.",
)
SAME_VARIANT = warning(
    "ITM013",
    "Variant that adds nothing",
    _("'{text}' counts as the same as '{other}' anyway."),
    _("Delete it. Case, accents, hyphens, blanks between words, an article and punctuation make no difference."),
    "Variants are for other words, not for other spellings that are forgiven anyway.",
)

CATALOGUE_KINDS = (
    UNKNOWN_OBJECTIVE,
    UNKNOWN_CLAUSE,
    UNKNOWN_UNIT,
    UNKNOWN_COURSE,
    UNKNOWN_ENEMY,
    DUPLICATE_ID,
    FOREIGN_ID,
    MOVED_BUT_THERE,
    MOVED_TO_NOTHING,
    SAME_URL_NAME,
    NOT_PLACED,
    PLACED_TWICE,
    SECTION_TWICE,
    TITLE_TOO_LONG,
    DRAW_IMPOSSIBLE,
    POOL_TOO_SMALL,
    TOO_LITTLE_APPLICATION,
    QUIZ_TOO_WEAK,
    CARRIES_NO_GRANT,
    NO_LESSON,
    INSIDE_REFUSED,
    OUTSIDE_GRANTED,
    OUTSIDE_ELSEWHERE,
    EXAMPLE_FACT,
    ALL_OF_THE_ABOVE,
    COMBINED_OPTIONS,
    LONGEST_IS_KEY,
    NEGATIVE_STEM,
    NEAR_DUPLICATE,
    MISSING_FEEDBACK,
    OPINION,
    NO_SURPLUS,
    EASILY_GUESSED,
    UNUSED_GROUP,
    ANSWER_IN_STEM,
    PATTERN_TOO_WIDE,
    SAME_VARIANT,
)
