"""Decision cases as text: every story can be written, and every mistake in one is found at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.authoring.front_matter import read_page
from empower_lms.authoring.pieces import Piece
from empower_lms.authoring.questions import build_question
from empower_lms.authoring.source import SourceFile
from empower_lms.authoring.sources import Sources
from empower_lms.domain.question import CaseChoice, DecisionCase
from tests.authoring.conftest import Workspace
from tests.authoring.edge_and_story import STORY, STORY_DE, STORY_TEXT, write_story
from tests.strategies import questions

EXTRA = "- [ ] {over} 10 EUR gutschreiben. -> note\n  > Es ist gebucht.\n  >> Der Fall zählt als Ganzes."


def write(story: DecisionCase, language: str) -> str:
    """Write a story as an author would."""
    settings = f"kind: case\nobjective: {story.objective}\n" if language == "en" else ""
    settings += "critical: true\n" if story.critical and language == "en" else ""
    steps = "\n".join(
        f"## {step.id}\n\n{step.event.to(language)}\n\n"
        + "\n".join(_write_choice(choice, language) for choice in step.choices)
        + "\n"
        for step in story.steps
    )
    return f"---\nid: {story.id}\n{settings}---\n{story.stem.to(language)}\n\n{steps}"


def _write_choice(choice: CaseChoice, language: str) -> str:
    role = f"{{{choice.role}}} " if choice.role else ""
    feedback = f"\n  >> {choice.feedback.to(language)}" if choice.feedback else ""
    line = f"- [{'x' if choice.correct else ' '}] {role}{choice.text.to(language)} -> {choice.next or 'end'}"
    return f"{line}\n  > {choice.consequence.to(language)}{feedback}"


def read(texts: dict[str, str]):
    diagnostics = []
    piece = Piece("demo.q")
    for language, text in texts.items():
        piece.pages[language] = read_page(SourceFile(f"demo/story.{language}.md", text), diagnostics)
    return build_question(piece, "en", Sources(), diagnostics), diagnostics


@given(story=questions("demo.q", "demo.o", ("case",)))
def test_every_story_can_be_written_and_is_read_as_it_was_meant(story):
    read_back, diagnostics = read({language: write(story, language) for language in ("en", "de")})
    assert diagnostics == []
    assert read_back == story
    assert read_back.version == story.version


@given(text=st.text(alphabet="#->x[] {}abc\n`>", max_size=200))
def test_no_text_stops_the_reader(text):
    question, diagnostics = read({"en": f"---\nid: demo.q\nkind: case\nobjective: demo.o\n---\nScene.\n{text}"})
    assert question is not None or diagnostics


def test_a_valid_story_has_nothing_to_correct(workspace):
    assert write_story(workspace).findings() == []


def test_all_mistakes_are_told_at_once(workspace: Workspace):
    broken = (
        STORY_TEXT.replace("- [x] Credit EUR 45 now. -> second", "- [ ] Credit EUR 45 now. -> secnd")
        .replace("  > It is booked.\n", "")
        .replace("Go home. -> end", "Go home.")
        .replace("It is 17:00.\n", "")
    )
    workspace.write(STORY, broken)
    write_german = write_story(workspace).write(STORY, broken)
    assert [finding.removeprefix(f"{STORY}:") for finding in write_german.findings() if STORY in finding] == [
        "10:1 QST056",
        "14:1 QST053",
        "32:1 QST059",
        "35:1 QST060",
        "41:1 QST058",
    ]


@pytest.mark.parametrize("arrow", ["->", "→"])
def test_an_arrow_may_be_typed_or_drawn(workspace, arrow):
    write_story(workspace).write(STORY, STORY_TEXT.replace("->", arrow))
    assert workspace.findings() == []


def test_a_decision_and_its_consequence_may_have_several_lines(workspace):
    write_story(workspace)
    story = next(
        question
        for question in workspace.load().catalogue.course_by_id["goodwill"].questions.practice
        if isinstance(question, DecisionCase)
    )
    over = story.step("call").choice("b")
    assert over.text.to("en") == "Credit both charges,\nEUR 90 in all."
    assert over.next == "note"
    assert story.step("call").choice("c").next is None


def test_a_step_may_show_code_and_lists(workspace):
    for path in (STORY, STORY_DE):
        write_story(workspace) if path == STORY else None
        text = (workspace.root / path).read_text(encoding="utf-8")
        workspace.write(
            path, text.replace("## second\n", "## second\n\n- one\n- two\n\n```\n## no step\n- [x] none\n```\n")
        )
    assert workspace.findings() == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{over} Beide", "{under} Beide", "LNG004"),
        ("- [x] Die Kundenbetreuung", "- [ ] Die Kundenbetreuung", "LNG004"),
        ("  > Es ist gebucht.\n", "", "LNG009"),
        ("  >> Der Fall zählt als Ganzes.\n", "", "LNG009"),
        ("Zweimal abgebucht, je 45 EUR.", "Zweimal abgebucht, je 54 EUR.", "LNG005"),
        (f"{EXTRA}\n", "", "LNG003"),
        ("### Warum\n\nDie Karte zählt je Fall.\n", "", "LNG009"),
        ("-> second", "-> note", "LNG021"),
        ("## second", "## third", "LNG020"),
    ],
)  # fmt: skip
def test_a_translation_changes_nothing_that_decides(workspace, old, new, code):
    write_story(workspace).edit(STORY_DE, old, new)
    found = workspace.findings()
    assert [finding.rsplit(" ", 1)[1] for finding in found] == [code]
    assert found[0].startswith(STORY_DE)


def test_missing_feedback_and_twins_are_found_at_each_step(workspace):
    write_story(workspace)
    for path, line in ((STORY, "  >> The case counts as a whole.\n"), (STORY_DE, "  >> Der Fall zählt als Ganzes.\n")):
        workspace.edit(path, line, "")
    workspace.edit(STORY_DE, "10 EUR gutschreiben.", "Selbst gutschreiben.")
    workspace.edit(STORY, "Credit EUR 10.", "Ask the account owner for some money.")
    workspace.edit(STORY, "- [x] Ask the account owner.", "- [x] Ask the account owner for money.")
    assert workspace.findings() == [f"{STORY}:32:1 ITM005", f"{STORY}:32:1 ITM006"]


@given(story=questions("demo.q", "demo.o", ("case",)), data=st.data())
def test_random_walks_end_and_are_right_only_when_every_decision_is(story, data):
    path: tuple[str, ...] = ()
    all_right = True
    for _ in range(len(story.steps)):
        step = story.walk(path)[1]
        if step is None:
            break
        choice = data.draw(st.sampled_from(step.choices))
        all_right = all_right and choice.correct
        path = (*path, choice.id)
    taken, open_step = story.walk(path)
    assert open_step is None
    assert all(choice.correct for _step, choice in taken) is all_right
    with pytest.raises(ValueError, match="no decision"):
        story.walk((*path, "a"))
