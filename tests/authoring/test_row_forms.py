"""Questions with rows and with typed words: from the text to a question, to what a form sends, and to points."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import grade
from empower_lms.assessment.reading import read_response
from empower_lms.assessment.responses import ResponseProblem
from empower_lms.authoring.example import write_example
from empower_lms.authoring.load import load_catalogue
from empower_lms.domain.question import AnyQuestion, Classification, Matching, OptionRole, Ordering, ShortText
from tests.answers import raw_answer, right_response, wrong_response
from tests.authoring.conftest import Workspace
from tests.authoring.question_texts import CLASSIFICATION, MATCHING, ORDERING, TEXT
from tests.authoring.row_mistakes import write_rows
from tests.row_quiz import row_questions

FRONT = "---\nid: goodwill.made\n{settings}---\n"
LEADING = "kind: {kind}\nobjective: goodwill.decide\n"


def test_a_matching_question_is_read_whole() -> None:
    question = row_questions()["matching"]
    assert isinstance(question, Matching)

    assert question.key == {"a": "a", "b": "b", "c": "c"}
    assert [partner.role for partner in question.surplus] == [OptionRole.OVER, OptionRole.UNDER]
    assert question.prompts[0].text.to("de") == "Eine Gutschrift über 40 EUR für unseren Fehler"
    assert question.partner("b").text.to("en") == "The account owner"
    assert question.surplus[0].feedback is not None
    assert question.surplus[0].feedback.to("en") == "Pressure changes no limit."


def test_an_ordering_question_is_read_whole() -> None:
    question = row_questions()["ordering"]
    assert isinstance(question, Ordering)

    assert question.key == ("a", "b", "c", "d")
    assert [(step.early, step.late) for step in question.steps[2:]] == [
        (None, OptionRole.OVER),
        (OptionRole.OVER, OptionRole.COMMUNICATION),
    ]
    assert question.steps[0].text.to("de") == "Herausfinden, wessen Fehler es war."


def test_a_classification_is_read_whole() -> None:
    question = row_questions()["classification"]
    assert isinstance(question, Classification)

    assert [group.text.to("de") for group in question.groups] == [
        "Ich entscheide",
        "Ich frage vorher",
        "Nicht mein Spielraum",
    ]
    assert question.key == {"a": "a", "b": "b", "c": "c", "d": "a"}
    assert question.cases[2].roles == {"a": OptionRole.OVER, "b": OptionRole.COMMUNICATION}


def test_a_short_text_is_read_whole() -> None:
    question = row_questions()["text"]
    assert isinstance(question, ShortText)

    assert [words.to("en") for words in question.accepted] == [
        "the account owner",
        "owner of the account",
        "key account manager",
    ]
    assert [words.to("de") for words in question.accepted][2] == "Key-Account-Management"
    assert [sorted(words.languages) for words in question.misconceptions[1].texts] == [["de", "en"], ["en"]]
    assert question.accepts("account HOLDERS")
    assert question.accepts("Kundenbetreuung")
    assert question.recognise("Niemanden") is question.misconceptions[1]


@pytest.mark.parametrize("kind", ["matching", "ordering", "classification", "text"])
def test_what_is_right_earns_the_point_and_what_is_wrong_does_not(kind: str) -> None:
    question = row_questions()[kind]
    item = FormItem(position=1, question=question.id, version="v", stratum="s", options=question.part_ids[::-1])
    for response, points in ((right_response(question, item), 1), (wrong_response(question, item), 0)):
        read = read_response(question, item, raw_answer(question, item, response))
        assert not isinstance(read, ResponseProblem)
        assert grade(question, item, read) == points


def test_answers_may_run_over_several_lines(workspace: Workspace) -> None:
    write_rows(workspace, MATCHING, ORDERING, CLASSIFICATION)
    workspace.edit(MATCHING, "EUR 70 for our own fault => The", "EUR 70 for our\n  own fault => The")
    workspace.edit(ORDERING, "whose fault it is.", "whose\n   fault it is.")
    workspace.edit(CLASSIFICATION, "late delivery of ours\n  > Below", "late delivery\n  of ours\n  > Below")

    assert workspace.findings() == []


def test_a_list_in_the_case_is_no_answer(workspace: Workspace) -> None:
    write_rows(workspace, MATCHING, TEXT)
    for path in (MATCHING, TEXT):
        for language in ("en", "de"):
            stem = "**GWC-1**." if path == MATCHING else "?\n"
            workspace.edit(path.replace(".en.", f".{language}."), stem, f"{stem}\n\n- one\n- two\n\n")

    assert workspace.findings() == []


def test_languages_need_not_accept_the_same_number_of_words(workspace: Workspace) -> None:
    write_rows(workspace, TEXT)
    workspace.edit(TEXT, "= key account manager\n", "").edit(TEXT, " | no one", "")

    assert workspace.findings() == []


@pytest.mark.parametrize(
    ("path", "old", "new", "finding"),
    [
        (ORDERING, "3. {late: over} Die", "3. {late: comm} Die", "10:1 LNG004"),
        (ORDERING, "4. {early: over, late: comm} Dem", "4. {late: comm, early: over} Dem", ""),
        (MATCHING, "- => {over} Du,", "- => {under} Du,", "12:1 LNG004"),
        (MATCHING, "über 70 EUR", "über 80 EUR", "8:1 LNG005"),
        (CLASSIFICATION, "- [ask] {inside", "- [outside] {inside", "12:1 LNG004"),
        (CLASSIFICATION, "30 EUR", "31 EUR", "10:1 LNG005"),
        (TEXT, "- den Kunden {over}", "- den Kunden {under}", "11:1 LNG004"),
        (TEXT, "- niemanden {under}\n  > Irgendjemand kann immer entscheiden.\n", "", "11:1 LNG003"),
        (TEXT, "  > Die Karte nennt diese Person unter *darüber hinaus*.\n", "", "12:1 LNG009"),
        (TEXT, "~ /kunden", "~ /(?<!x)kunden", "8:1 QST017"),
    ],
)
def test_a_translation_changes_nothing_that_decides(
    workspace: Workspace, path: str, old: str, new: str, finding: str
) -> None:
    german = path.replace(".en.", ".de.")
    write_rows(workspace, path).edit(german, old, new)
    found = [f for f in workspace.findings() if f.startswith(german)]

    assert found == ([f"{german}:{finding}"] if finding else [])


@pytest.mark.parametrize(
    ("kind", "body", "codes"),
    [
        ("matching", "What?\n\n- one =>\n- => \n- two => 2\n", ["QST011", "QST011"]),
        ("matching", "What?\n\n- one => {over} 1\n- two => 2\n", ["QST013"]),
        ("matching", "What?\n\n- [x] one\n", ["QST008"]),
        ("matching", "What?\n\n- one\n  more => 1\n- two => 2\n- three => 3\n", ["QST012"]),
        ("ordering", "What?\n\n1. one\n2. two\n", ["FLD004"]),
        ("ordering", "What?\n\n1. one\n1. two\n1. three\n", ["QST014"]),
        ("ordering", "What?\n\n1. {soon: over} one\n2. two\n3. three\n", ["QST013"]),
        ("ordering", "What?\n\n1. {late: very} one\n2. two\n3. three\n", ["QST004"]),
        ("classification", "What?\n\n- [inside] one\n", ["FLD001"]),
        ("text", "What?\n\n~ /a/\n", ["QST001"]),
        ("text", "What?\n\n= a word\n- another\n", ["FLD001"]),
        ("text", "What?\n\n= a word\n~ pattern\n", ["QST017"]),
        ("text", "What?\n\n= a word |\n", ["QST011"]),
        ("text", "What?\n\n= " + "x" * 61 + "\n", ["QST018"]),
    ],
)
def test_mistakes_are_named_all_at_once(workspace: Workspace, kind: str, body: str, codes: list[str]) -> None:
    path = "goodwill/questions/practice/made.en.md"
    workspace.write(path, FRONT.format(settings=LEADING.format(kind=kind)) + body)
    workspace.write(path.replace(".en.", ".de."), FRONT.format(settings="") + body)
    found = [f.split()[1] for f in workspace.findings() if f.startswith(path)]

    assert [code for code in codes if code not in found] == []
    assert not [code for code in found if code.startswith("ITM")], "a broken question is not judged"


WORDS = st.text("abcdefgh äöü", min_size=3, max_size=12).map(str.strip).filter(lambda words: len(words) > 2)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A kind, a body as an author writes it, and what its parts are, in their right order."""
    kind = draw(st.sampled_from(["matching", "ordering", "classification", "text"]))
    parts = draw(st.lists(WORDS, min_size=4, max_size=7, unique_by=lambda words: words.replace(" ", "")))
    if kind == "matching":
        lines = [f"- {word} {number} => {word} to" for number, word in enumerate(parts)] + ["- => nothing"]
    elif kind == "ordering":
        lines = [f"{number}. {word}" for number, word in enumerate(parts, start=1)]
    elif kind == "classification":
        lines = [f"- [{'inside' if number % 2 else 'ask'}] {word}" for number, word in enumerate(parts)]
    else:
        lines = [f"= {' | '.join(parts[:3])}", f"- {parts[3]}"]
    return kind, "What?\n\n" + "\n".join(f"{line}\n  > Because." for line in lines) + "\n", parts


@given(written(), st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_is_written_is_what_is_asked_and_graded(
    tmp_path_factory: pytest.TempPathFactory, made: tuple[str, str, list[str]], data: st.DataObject
) -> None:
    kind, body, parts = made
    root = tmp_path_factory.mktemp("catalogue") / "c"
    write_example(root)
    groups = "groups:\n  inside: Inside\n  ask: Ask\n" if kind == "classification" else ""
    for language in ("en", "de"):
        settings_ = (LEADING.format(kind=kind) if language == "en" else "") + groups
        path = root / f"goodwill/questions/practice/made.{language}.md"
        path.write_text(FRONT.format(settings=settings_) + body, encoding="utf-8")
    catalogue = load_catalogue(root).catalogue
    # Nearly the same words, or an answer that is wrong as well, are found, as they should be.
    assume(catalogue is not None)
    assert catalogue is not None
    question = next(q for q in catalogue.courses[0].questions.practice if q.id == "goodwill.made")
    assert parts_of(question) == parts[: 3 if kind == "text" else None]
    order = tuple(data.draw(st.permutations(question.part_ids)))
    item = FormItem(position=1, question=question.id, version="v", stratum="s", options=order)
    for response, points in ((right_response(question, item), 1), (wrong_response(question, item), 0)):
        assert grade(question, item, read_response(question, item, raw_answer(question, item, response))) == points


def parts_of(question: AnyQuestion) -> list[str]:
    match question:
        case Matching():
            return [re.sub(r" \d+$", "", prompt.text.to("en")) for prompt in question.prompts]
        case Ordering():
            return [step.text.to("en") for step in question.steps]
        case Classification():
            return [case.text.to("en") for case in question.cases]
        case ShortText():
            return [words.to("en") for words in question.accepted]
    raise AssertionError(question.kind)


GUIDE = Path(__file__).parent.parent.parent / "docs" / "guide" / "source-format.md"
EXAMPLES = re.findall(
    r"```markdown\n(---\nid: scope\.[a-z0-9-]+\nkind: (?:matching|ordering|classification|text)\n.*?)```",
    GUIDE.read_text(encoding="utf-8"),
    re.DOTALL,
)


def test_the_guide_shows_each_kind() -> None:
    assert len(EXAMPLES) == 4


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("kind: ")[1].split("\n")[0])
def test_the_examples_of_the_guide_can_be_copied(workspace: Workspace, example: str) -> None:
    path = "goodwill/questions/practice/copied.en.md"
    text = example.replace("scope.", "goodwill.").replace("goodwill.locate", "goodwill.decide")
    text = re.sub(r"objective: .*", "objective: goodwill.decide", re.sub(r"clause: .*\n", "", text))
    workspace.write(path, text)
    groups = re.search(r"groups:\n(?:  .*\n)+", text)
    body = text.split("---\n", 2)[2]
    identity = re.search(r"id: .*\n", text)
    assert identity is not None
    german = f"---\n{identity[0]}{groups[0] if groups else ''}---\n{body}"
    workspace.write(path.replace(".en.", ".de."), german)

    assert [finding for finding in workspace.findings() if ".en." in finding] == []
