"""A boundary question in the plain text of a quiz: written out as it is stored, or computed from the cards in force."""

import pytest

from empower_lms.authoring.question_forms.form import Register
from empower_lms.authoring.question_source import read_question
from empower_lms.authoring.question_writers import write_question
from empower_lms.domain.question import Boundary
from tests.authoring.conftest import Workspace
from tests.authoring.edge_and_story import EDGE_TEXT, EDGE_TEXT_DE, write_edge

LANGUAGES = ("en", "de")
SOURCE = {"en": EDGE_TEXT, "de": EDGE_TEXT_DE}


@pytest.fixture
def loaded(workspace: Workspace):
    catalogue = write_edge(workspace).load().catalogue
    assert catalogue is not None
    return catalogue


@pytest.fixture
def edge(loaded) -> Boundary:
    questions = loaded.course_by_id["goodwill"].questions.practice
    return next(question for question in questions if isinstance(question, Boundary))


@pytest.fixture
def cards(loaded) -> Register:
    return Register({scope.id: scope for scope in loaded.scopes}, is_alone=True)


def read(texts: dict[str, str], register: Register | None = None):
    findings = []
    question = read_question(texts, "en", findings, register)
    return question, [f"{one.place.file}:{one.place.line} {one.code}" for one in findings]


def test_a_computed_question_is_written_out_and_reads_as_itself(edge):
    texts = write_question(edge, LANGUAGES)
    assert read(texts) == (edge, [])
    assert texts["en"].startswith(
        f"""\
---
id: goodwill.edge
kind: boundary
objective: goodwill.decide
practice: request
clause: GWC-1.amount
computed:
  card: {edge.card}
  version: 1
  cases:
    below: 49.99 EUR
    at: 50 EUR
    above: 50.01 EUR
    split: 60 EUR
"""
    )
    options = [line for line in texts["en"].split("\n") if line.startswith("- [")]
    assert options == [
        "- [below, at] {over} Credit it, write it into the ticket, and tell the account owner today.",
        "- [above, split, other-unit] {under} Ask the account owner first.",
        "- [ ] {comm} Credit it; the account owner sees it in the monthly list.",
    ]
    assert "### split\n\nThey ask for 2 credits of €30 each" in texts["en"]
    assert "computed" not in texts["de"]


def test_the_source_of_an_author_is_computed_from_the_cards_in_force(edge, cards):
    question, findings = read(SOURCE, cards)
    assert (question, findings) == (edge, [])


def test_written_out_cases_stay_as_they_are_although_the_card_is_there(edge, cards):
    texts = write_question(edge, LANGUAGES)
    changed = {language: text.replace("each, one for", "each, and one for") for language, text in texts.items()}
    question, findings = read(changed, cards)
    assert findings == []
    assert question.card == edge.card
    assert "each, and one for" in question.cases[3].text.to("en")


def test_without_a_card_the_source_of_an_author_is_told_what_to_do():
    assert read(SOURCE) == (None, ["en:6 TXT007"])


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("  cases:\n", "  case:\n", "FLD"),
        ("  version: 1", "  version: 0", "FLD"),
        ("below: 49.99 EUR", "beneath: 49.99 EUR", "FLD"),
        ("  cases:\n", "cases: [below]\n  cases:\n", "YAM"),
        ("computed:\n", "together: {en: all in all}\ncomputed:\n", "TXT008"),
        ("- [below, at]", "- [below]", "TXT009"),
        ("- [ ] {comm}", "- [at] {comm}", "TXT009"),
        ("    split: 60 EUR\n", "", "TXT010"),
        ("### split\n", "### below\n", "QST036"),
        ("They ask for 2 credits of €30 each, one for each charge of the same case.", "", "TXT011"),
        ("- [below, at]", "- [inside]", "QST003"),
        ("- [below, at]", "- [beneath]", "QST003"),
        ("clause: GWC-1.amount\n", "", "FLD001"),
    ],
)
def test_a_mistake_in_cases_that_are_written_out_is_found(edge, old, new, finding):
    texts = write_question(edge, LANGUAGES)
    assert old in texts["en"]
    question, findings = read({language: text.replace(old, new, 1) for language, text in texts.items()})
    assert question is None
    assert any(finding in one and one.startswith("en:") for one in findings), findings


def test_a_case_that_a_translation_leaves_out_is_found_there(edge):
    texts = write_question(edge, LANGUAGES)
    begin = texts["de"].index("### split")
    end = texts["de"].index("### other-unit") if "### other-unit" in texts["de"] else texts["de"].index("### Warum")
    question, findings = read(texts | {"de": texts["de"][:begin] + texts["de"][end:]})
    assert question is None
    assert any(one.startswith("de:") for one in findings), findings
