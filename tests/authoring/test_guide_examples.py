"""The examples of the guide for authors are read by the program itself."""

import re
from pathlib import Path

import pytest

from empower_lms.authoring.question_forms.boundary_text import EdgeSettings
from empower_lms.authoring.question_source import read_question
from empower_lms.domain.question import Boundary, DecisionCase
from tests.authoring.conftest import Workspace

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "source-format.md"
KINDS = {"boundary": Boundary, "case": DecisionCase}


def example_of(kind: str, *, is_written_out: bool = False) -> str:
    blocks = re.findall(r"```markdown\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (block,) = (
        block for block in blocks if f"\nkind: {kind}\n" in block and ("\ncomputed:\n" in block) is is_written_out
    )
    return str(block)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_is_a_question_with_nothing_to_correct(workspace: Workspace, kind: str) -> None:
    text = example_of(kind)
    _, front, body = text.split("---\n", 2)
    identity = front.partition("\n")[0]
    workspace.write(f"goodwill/questions/practice/guide-{kind}.en.md", text)
    workspace.write(f"goodwill/questions/practice/guide-{kind}.de.md", f"---\n{identity}\n---\n{body}")

    assert workspace.findings() == []
    catalogue = workspace.load().catalogue
    assert catalogue is not None
    practice = catalogue.course_by_id["goodwill"].questions.practice
    assert any(isinstance(question, KINDS[kind]) for question in practice)


def test_the_example_that_is_written_out_is_a_question_of_a_stored_quiz() -> None:
    question = read_question({"en": example_of("boundary", is_written_out=True)}, "en", findings := [])
    assert findings == []
    assert isinstance(question, Boundary)
    assert [(case.case, case.key) for case in question.cases] == [("below", "a"), ("above", "b")]


def test_every_setting_of_a_boundary_question_is_in_the_guide() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert all(f"{name}:" in guide for name in EdgeSettings.model_fields)
