"""What can be wrong with fields, questions and translations: one course piece at a time."""

from empower_lms.authoring.kinds.define import error, warning
from empower_lms.domain.translation import noop as _

MISSING_FIELD = error(
    "FLD001",
    "Missing field",
    _("'{field}' is missing."),
    _("Add a line '{field}: ...' here."),
    "docs/guide/source-format.md shows every field with an example.",
)
UNKNOWN_FIELD = error(
    "FLD002",
    "Unknown field",
    _("There is no field '{field}' here."),
    _("The nearest known: {nearest}."),
    "Unknown fields are refused, because a field with a typo would otherwise be lost in silence.",
)
UNKNOWN_VALUE = error(
    "FLD003",
    "Value not in the list",
    _("'{value}' is not a value of '{field}'."),
    _("Use one of: {allowed}."),
    "Some fields take one of a few words.",
)
WRONG_FORM = error(
    "FLD004",
    "Value of the wrong form",
    _("'{field}' has the wrong form: {problem}."),
    _("docs/guide/source-format.md shows how it is written."),
    "For example text where a number belongs, or an id with capitals or blanks.",
)
BROKEN_RULE = error(
    "FLD005",
    "Values that don't fit together",
    _("This does not fit together: {problem}."),
    _("Change one of the values that the message names."),
    "Each value is fine alone, but together they make no sense: a cut above the number of questions, for example.",
)
NO_OPTIONS = error(
    "QST001",
    "Question without answers",
    _("Below the question there are no answers."),
    _("Write one line for each answer. Here it begins with {lines}."),
    "A question needs answers to choose from, to sort or to compare with; docs/guide/source-format.md shows each kind.",
)
STRAY_LINE = error(
    "QST002",
    "Line that belongs to nothing",
    _("This line is neither an answer nor its feedback nor a heading."),
    _("Begin an answer with {lines}, its feedback with '  >', and the explanation with '### Why'."),
    "After the first answer come answers, their feedback and then the explanation under a heading.",
)
UNKNOWN_MARK = error(
    "QST003",
    "Unknown mark",
    _("'[{mark}]' is not a mark."),
    _("Begin the line with {lines}."),
    "The mark is the key of the question, so there is no room for guessing.",
)
UNKNOWN_ROLE = error(
    "QST004",
    "Unknown role",
    _("'{{{role}}}' is not a role of an option."),
    _("Use {{over}}, {{under}} or {{comm}}, or leave the role out."),
    "{over} goes too far, {under} asks or does too little, {comm} is the right act with the wrong communication.",
)
TOO_MANY_OPTIONS = error(
    "QST005",
    "Too many answers",
    _("The question has {count} answers; {limit} is the most that is shown."),
    _("Keep the ones that somebody without the knowledge would really choose."),
    "Three or four good options tell more than a long list.",
)
ANSWER_COUNT = error(
    "QST006",
    "Not exactly one answer",
    _("A numeric question has exactly one line '= value unit', not {count}."),
    _("Keep one, for example '= 720 EUR ± 0'."),
    "The line says what is right and how far off an answer may be.",
)
UNCLEAR_AMOUNT = error(
    "QST007",
    "Amount that can't be read",
    _("'{text}' is not an amount: {problem}."),
    _("Write number and unit with a decimal point and no thousands separator: 1680.50 EUR"),
    "1.000 is one in English and a thousand in German. In answer lines only the decimal point is allowed.",
)
OTHER_KIND = error(
    "QST008",
    "Answer of another kind",
    _("This line belongs to a {found} question, but the question is {kind}."),
    _("Change 'kind:' in the front matter, or write the line in the other form."),
    "Options begin with '- [ ]', amounts with '=' or '-'.",
)
NO_STEM = error(
    "QST009",
    "Question without a case",
    _("There is no text above the first option."),
    _("Tell the case and ask the question before the options."),
    "Nobody can answer options alone.",
)
SAME_AMOUNT = error(
    "QST010",
    "Wrong answer twice",
    _("The wrong answer '{amount}' is listed twice."),
    _("Keep one of the two."),
    "Only the first feedback would be shown.",
)
EMPTY_OPTION = error(
    "QST011",
    "Option without text",
    _("The option has no text."),
    _("Write what a person would do or say, or delete the line."),
    "An empty option can't be read out or chosen with sense.",
)
NO_ARROW = error(
    "QST012",
    "Pair without =>",
    _("'{text}' has no '=>', so nobody knows what belongs together."),
    _("Write '- prompt => partner', or '- => partner' for a partner that belongs to nothing."),
    "A line of a matching question is a pair, or a surplus partner.",
)
ROLE_FORM = error(
    "QST013",
    "Role of the wrong form",
    _("'{{{role}}}' is not how a role is written here."),
    _("Here it is written {form}."),
    "Where one line can be wrong in several ways, the role says for which of them it stands.",
)
STEP_NUMBER = error(
    "QST014",
    "Step out of order",
    _("This step has the number {found}, but {expected} comes next."),
    _("Number the steps in their right order, and use no numbered list above them."),
    "The order of the lines is the key; the numbers make sure that nobody moved a line by mistake.",
)
UNKNOWN_GROUP = error(
    "QST015",
    "Unknown group",
    _("'[{word}]' is not a group of this question."),
    _("Use one of: {allowed}. They stand under 'groups:' in the front matter."),
    "Each case begins with the short word of the group that it belongs to.",
)
GROUP_WORD = error(
    "QST016",
    "Group without a short word",
    _("'{word}' can't be the short word of a group."),
    _("Write 'groups:' with lines such as 'inside: Inside my scope': lower case and hyphens in front of the colon."),
    "The short word marks the cases, so it is the same in every language. Learners read what stands behind the colon.",
)
UNCLEAR_PATTERN = error(
    "QST017",
    "Pattern that can't be used",
    _("The pattern can't be used: {problem}."),
    _("Write a regular expression of RE2 between slashes, such as '~ /(the )?incident lead(er)?/'."),
    "RE2 knows no look-around and no back references, and so no pattern can keep a server busy.",
)
UNTYPABLE = error(
    "QST018",
    "Words that nobody can type",
    _("'{text}' can't be an answer: {problem}."),
    _("Shorten it to a few words."),
    "Answers are short, and punctuation alone is no answer.",
)
FEEDBACK_TWICE = error(
    "QST019",
    "Feedback twice",
    _("The feedback for right answers stands on line {first} already."),
    _("Keep one of the two."),
    "All accepted answers share one feedback.",
)
ALSO_ACCEPTED = error(
    "QST020",
    "Wrong answer that is accepted",
    _("The wrong answer '{text}' is accepted as well, because of {other}."),
    _("Decide which of the two it is."),
    "Case, accents, hyphens, blanks and an article make no difference, and an answer counts in every language.",
)
MISSING_LANGUAGE_FILE = error(
    "LNG001",
    "Language missing",
    _("'{id}' has no file for '{language}'."),
    _("Write '{file}' with the same id and structure."),
    "Every lesson and question exists in all languages of the catalogue.",
)
ORPHAN_LANGUAGE_FILE = error(
    "LNG002",
    "Translation of nothing",
    _("'{id}' exists in '{language}', but not in '{first}', which leads."),
    _("Write '{file}', or correct the id."),
    "Keys and structure are read from the first language of catalogue.yaml.",
)
OPTION_COUNT = error(
    "LNG003",
    "Other number of answers",
    _("There are {found} answers here, but {expected} in '{first}'."),
    _("Translate the options one by one, in the same order."),
    "Options are matched by position.",
)
OTHER_MARK = error(
    "LNG004",
    "Other mark or role",
    _("The option is marked '{found}' here, but '{expected}' in '{first}'."),
    _("Copy the mark and the role from '{file}'."),
    "A translation must not change what is right.",
)
OTHER_NUMBERS = warning(
    "LNG005",
    "Other numbers",
    _("The numbers here are {found}, but {expected} in '{first}'."),
    _("Compare the two texts. German writes 1.000,5 where English writes 1,000.5."),
    "A case that differs in an amount has another answer.",
)
SETTING_IN_TRANSLATION = error(
    "LNG006",
    "Setting in a translation",
    _("'{field}' is a setting; it is read from the '{first}' file only."),
    _("Delete the line here."),
    "Settings stand in one place, so that languages can't disagree.",
)
LANGUAGE_MISSING_IN_TEXT = error(
    "LNG007",
    "Text missing in a language",
    _("This text is missing in: {languages}."),
    _("Add a line '{example}: ...'."),
    "Learners would see another language in the middle of a page.",
)
UNKNOWN_LANGUAGE = warning(
    "LNG008",
    "Language not in the catalogue",
    _("The catalogue does not list the language '{language}'."),
    _("Add it to 'languages:' in catalogue.yaml, or delete it here."),
    "Nobody would ever see this text.",
)
PART_IN_ONE_LANGUAGE = error(
    "LNG009",
    "Part only in one language",
    _("The {part} exists in {present}, but not in {absent}."),
    _("Write it in every language, or in none."),
    "Feedback and explanation are either there for everybody or for nobody.",
)
OTHER_AMOUNT = error(
    "LNG010",
    "Other answer",
    _("The answer is '{found}' here, but '{expected}' in '{first}'."),
    _("Copy the line from '{file}'. Answer lines are the same in every language."),
    "A translation must not change what is right.",
)
OTHER_GROUPS = error(
    "LNG011",
    "Other groups",
    _("The groups are {found} here, but {expected} in '{first}'."),
    _("Copy the short words from '{file}' in their order, and translate what stands behind the colons."),
    "Groups are matched by their short word.",
)
ASKED_ORDER = error(
    "QST021",
    "Order of other pairs",
    _("'asked' does not name each of the {count} pairs once."),
    _("Number the pairs from 1 in the order of their lines, such as [2, 1, 3], or leave 'asked' out."),
    "Pairs are asked in the order of their lines unless the question says otherwise.",
)

STRUCTURE_KINDS = (
    MISSING_FIELD,
    UNKNOWN_FIELD,
    UNKNOWN_VALUE,
    WRONG_FORM,
    BROKEN_RULE,
    NO_OPTIONS,
    STRAY_LINE,
    UNKNOWN_MARK,
    UNKNOWN_ROLE,
    TOO_MANY_OPTIONS,
    ANSWER_COUNT,
    UNCLEAR_AMOUNT,
    OTHER_KIND,
    NO_STEM,
    SAME_AMOUNT,
    EMPTY_OPTION,
    NO_ARROW,
    ROLE_FORM,
    STEP_NUMBER,
    UNKNOWN_GROUP,
    GROUP_WORD,
    UNCLEAR_PATTERN,
    UNTYPABLE,
    FEEDBACK_TWICE,
    ALSO_ACCEPTED,
    MISSING_LANGUAGE_FILE,
    ORPHAN_LANGUAGE_FILE,
    OPTION_COUNT,
    OTHER_MARK,
    OTHER_NUMBERS,
    SETTING_IN_TRANSLATION,
    LANGUAGE_MISSING_IN_TEXT,
    UNKNOWN_LANGUAGE,
    PART_IN_ONE_LANGUAGE,
    OTHER_AMOUNT,
    OTHER_GROUPS,
    ASKED_ORDER,
)
