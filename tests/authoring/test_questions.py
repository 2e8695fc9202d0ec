"""From Markdown to questions: what is read, and what false alarms are not raised."""

import pytest

from empower_lms.domain.question import MultiSelect, Numeric, OptionRole, SingleChoice
from tests.authoring.conftest import Workspace

SINGLE = "goodwill/questions/certification/over-the-limit.en.md"


def test_a_single_choice_question_is_read_whole(workspace: Workspace) -> None:
    catalogue = workspace.load().catalogue
    assert catalogue is not None
    question = next(q for q in catalogue.courses[0].questions.certification if q.id == "goodwill.over-the-limit")
    assert isinstance(question, SingleChoice)

    assert question.key == {"b"}
    assert [option.role for option in question.options] == [OptionRole.OVER, None, OptionRole.OVER, OptionRole.UNDER]
    assert question.stem.to("de").startswith("Du hast **GWC-1**")
    assert question.options[0].text.to("en") == "Credit EUR 70, since the fault is plainly ours."
    assert question.options[0].feedback is not None
    assert question.options[0].feedback.to("de") == "Der Fehler ist die eine Frage der Karte, die Summe die andere."
    assert question.rationale is not None
    assert question.rationale.to("en") == "The limit is per case. Splitting a sum is going over it."
    assert question.clause == "GWC-1.amount"


def test_a_numeric_question_is_read_whole(workspace: Workspace) -> None:
    catalogue = workspace.load().catalogue
    assert catalogue is not None
    question = next(q for q in catalogue.courses[0].questions.certification if q.id == "goodwill.how-much-is-left")
    assert isinstance(question, Numeric)

    assert str(question.answer) == "15 EUR"
    assert question.tolerance == 0
    assert [(str(m.answer), m.role) for m in question.misconceptions] == [("50 EUR", "over"), ("0 EUR", "under")]
    assert question.feedback is not None
    assert question.feedback.to("de") == "50 − 35: Die Grenze zählt den ganzen Fall."


def test_a_multi_select_question_has_several_keys(workspace: Workspace) -> None:
    catalogue = workspace.load().catalogue
    assert catalogue is not None
    (question,) = catalogue.courses[0].questions.practice
    assert isinstance(question, MultiSelect)

    assert question.key == {"a", "b"}


def test_options_and_feedback_may_run_over_several_lines(workspace: Workspace) -> None:
    workspace.edit(SINGLE, "while the customer waits.", "while\n  the customer waits.")
    workspace.edit(SINGLE, "Two credits for one case are", "Two credits\n  > for one case are")
    catalogue = workspace.load().catalogue
    assert catalogue is not None
    question = next(q for q in catalogue.courses[0].questions.certification if isinstance(q, SingleChoice))

    assert question.options[1].text.to("en") == "Ask the account owner for EUR 70 while\nthe customer waits."
    assert question.options[2].feedback is not None
    assert question.options[2].feedback.to("en") == "Two credits\nfor one case are one credit above the limit."


def test_no_right_option_is_shown_at_the_options(workspace: Workspace) -> None:
    for language in ("en", "de"):
        workspace.edit(SINGLE.replace(".en.", f".{language}."), "[x]", "[ ]")

    assert workspace.findings() == [f"{SINGLE}:9:1 FLD005"]


def test_a_list_in_the_case_is_no_option(workspace: Workspace) -> None:
    for language in ("en", "de"):
        path = SINGLE.replace(".en.", f".{language}.")
        workspace.edit(path, "**GWC-1**", "**GWC-1**\n\n- one\n- [two](https://example.org)\n\n")

    assert workspace.findings() == []


def test_files_may_be_renamed_without_effect(workspace: Workspace) -> None:
    before = workspace.load().catalogue
    for language in ("en", "de"):
        path = workspace.root / SINGLE.replace(".en.", f".{language}.")
        path.rename(path.with_name(f"overdone-{language}.{language}.md"))

    assert workspace.load().catalogue == before


@pytest.mark.parametrize(
    "stem",
    [
        "The change did not work. What do you do now?",
        'Your team says: "What do you think?" What do you do now?',
        "Which step do you **not** take?",
        "They ask what you think of it. Which card decides?",
    ],
)
def test_good_questions_raise_no_alarm(workspace: Workspace, stem: str) -> None:
    old = "(credits up to EUR 50). Our fault cost a customer EUR 70, and they want it back today. What do you do now?"
    workspace.edit(SINGLE, old, f"(credits up to EUR 50). EUR 70. {stem}")

    assert workspace.findings() == []


def test_options_that_differ_in_a_number_or_a_negation_are_different(workspace: Workspace) -> None:
    for language in ("en", "de"):
        path = SINGLE.replace(".en.", f".{language}.")
        text = (workspace.root / path).read_text(encoding="utf-8")
        lines = text.split("\n")
        ticks = [number for number, line in enumerate(lines) if line.startswith("- [")]
        for number, amount in zip(ticks, ("30", "40", "50", "60"), strict=True):
            lines[number] = f"{lines[number].split(']')[0]}] Credit EUR {amount} and write a note into the ticket."
        workspace.write(path, "\n".join(lines))

    assert workspace.findings() == []


def test_enemies_can_make_a_draw_impossible(workspace: Workspace) -> None:
    workspace.edit(SINGLE, "practice: request\n", "practice: request\nenemies: [goodwill.how-much-is-left]\n")

    assert workspace.findings() == ["goodwill/course.yaml:28:9 QIZ001"]
