"""Questions back to text: what is written reads as the same question, or is not handed out."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from empower_lms.authoring.load import load_catalogue
from empower_lms.authoring.olx.documents import quiz_document
from empower_lms.authoring.question_forms import FORMS
from empower_lms.authoring.question_source import read_question
from empower_lms.authoring.question_writers import WRITERS, write_question
from empower_lms.authoring.quiz_text import read_quiz, write_quiz
from empower_lms.authoring.source import SourceFile
from empower_lms.authoring.yaml_reader import read_yaml
from empower_lms.authoring.yaml_writer import write_yaml
from empower_lms.domain.question import KINDS, Option, OptionRole, SingleChoice
from empower_lms.domain.text import LocalizedText
from tests.authoring.question_texts import GERMAN, TEXTS
from tests.strategies import questions, quiz_documents

LANGUAGES = ("en", "de")
SHIPPED = "courses"

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"))
    | st.sampled_from("\n{}[]#>-=~|*_:`'\"\\"),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip())


@st.composite
def wild_questions(draw):
    """Choices whose texts hold everything that the source format gives a meaning to."""

    def say():
        return LocalizedText({language: draw(words) for language in LANGUAGES})

    options = tuple(
        Option(
            id="abcd"[index],
            text=say(),
            correct=index == 0,
            role=draw(st.none() | st.sampled_from(OptionRole)) if index else None,
            feedback=draw(st.none() | st.builds(say)),
        )
        for index in range(draw(st.integers(2, 4)))
    )
    rationale = draw(st.none() | st.builds(say))
    return SingleChoice(id="demo.wild", objective="demo.o", stem=say(), options=options, rationale=rationale)


@settings(max_examples=200, deadline=None)
@given(questions("demo.q", "demo.o"))
def test_every_question_is_written_as_text_that_reads_as_itself(question):
    texts = write_question(question, LANGUAGES)
    assert texts is not None
    findings = []
    assert read_question(texts, "en", findings) == question
    assert write_question(read_question(texts, "en", []), LANGUAGES) == texts


def test_every_kind_has_a_writer():
    assert set(WRITERS) == set(KINDS) == set(FORMS)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(wild_questions())
def test_whatever_a_text_holds_it_is_never_written_as_another_question(question):
    texts = write_question(question, LANGUAGES)
    assert texts is None or read_question(texts, "en", []) == question


@pytest.mark.parametrize("path", TEXTS)
def test_questions_with_rows_keep_roles_and_feedback(path):
    texts = {"en": TEXTS[path], "de": GERMAN[path]}
    question = read_question(texts, "en", findings := [])
    assert question is not None, findings
    written = write_question(question, LANGUAGES)
    assert written is not None
    assert read_question(written, "en", []) == question


def shipped_quizzes():
    from importlib.resources import as_file, files

    with as_file(files("empower_lms.courses")) as folder:
        catalogue = load_catalogue(folder).catalogue
    assert catalogue is not None
    return [quiz_document(course, quiz) for course in catalogue.courses for quiz in course.quizzes]


def test_the_shipped_quizzes_are_written_in_the_source_format_and_read_as_themselves():
    for document in shipped_quizzes():
        texts = write_quiz(document, LANGUAGES)
        read = read_quiz(texts, LANGUAGES, expected=document)
        assert read.document == document, read.diagnostics
        assert write_quiz(read.document, LANGUAGES) == texts
        assert "===== question as data =====" not in texts["en"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quiz_documents())
def test_every_quiz_is_written_as_text_that_reads_as_itself(document):
    read = read_quiz(write_quiz(document, LANGUAGES), LANGUAGES, expected=document)
    assert read.document == document, read.diagnostics


QUIZ = """\
===== quiz =====
course: demo
objectives:
  - {id: demo.o, bloom: apply, text: {en: Decide, de: Entscheiden}}
quiz:
  id: demo.quiz
  mode: practice
  title: {en: Practice, de: Übung}
  strata:
    - {id: all, objectives: [demo.o], count: 1}
===== question =====
---
id: demo.one
objective: demo.o
---
What now?

- [x] Ask.
- [ ] {over} Act.
"""
QUIZ_DE = """\
===== question =====
---
id: demo.one
---
Was nun?

- [x] Fragen.
- [ ] {over} Handeln.
"""


def find(text=QUIZ, german=QUIZ_DE):
    read = read_quiz({"en": text, "de": german}, LANGUAGES)
    return [f"{one.place.file}:{one.place.line} {one.code}" for one in read.diagnostics if one.severity == "error"]


def test_a_text_that_an_author_writes_is_read():
    assert find() == []


@pytest.mark.parametrize(
    ("english", "german", "finding"),
    [
        (QUIZ.replace("===== quiz =====\n", ""), QUIZ_DE, "en:1 TXT001"),
        (QUIZ.replace("===== question =====", "===== questoin ====="), QUIZ_DE, "en:11 TXT002"),
        (QUIZ, "", "en:12 TXT003"),
        (QUIZ, QUIZ_DE.replace("demo.one", "demo.two"), "de:2 TXT004"),
        (QUIZ + QUIZ[QUIZ.index("===== question") :], QUIZ_DE, "en:21 TXT005"),
        (QUIZ.replace("[x]", "[y]"), QUIZ_DE, "en:18 QST003"),
        (QUIZ, QUIZ_DE.replace("[x]", "[ ]"), "de:7 LNG004"),
        (QUIZ.replace("mode: practice", "mode: practise"), QUIZ_DE, "en:7 FLD003"),
        (QUIZ.replace("count: 1", "count: 2"), QUIZ_DE, "en:9 FLD005"),
        (QUIZ.replace("What now?", "What <b>now</b>?"), QUIZ_DE, "en:16 MD001"),
        (QUIZ.replace(", de: Übung", ""), QUIZ_DE, "en:8 LNG007"),
        (QUIZ.replace("  mode: practice", "  mode: [practice"), QUIZ_DE, "en:8 YAM001"),
    ],
)
def test_a_mistake_in_the_text_of_a_quiz_is_found_in_its_line(english, german, finding):
    assert finding in find(english, german)


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.recursive(
            words
            | st.integers(-999, 999)
            | st.booleans()
            | st.sampled_from(["y", "n", "no", "012", "1_0", "1:20", "~"]),
            lambda inner: (
                st.lists(inner, min_size=1, max_size=4)
                | st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, min_size=1, max_size=4)
            ),
            max_leaves=12,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_yaml_that_we_write_is_yaml_that_we_read(data):
    findings = []
    tree = read_yaml(SourceFile("en", write_yaml(data)), findings)
    assert tree is not None, (findings, write_yaml(data))
    assert tree.data == data
    assert findings == []
