"""What every learner downloads."""

import gzip
import re
from importlib.resources import files

import pytest

from empower_xblocks.scenarios import sample_lesson, sample_quiz, sample_scope
from tests.xblocks.builders import make_block

PUBLIC = files("empower_xblocks") / "public"
BUDGET = 15 * 1024
"""The limit for all three blocks together, with every tool that an author can allow."""


STUDIO = {"studio.css", "studio.js"}
"""The editor's own files, which only authors load."""


def test_script_and_stylesheet_stay_small():
    names = sorted(file.name for file in PUBLIC.iterdir() if file.name not in STUDIO)
    assert names == ["answers.js", "calculator.js", "clock.js", "empower.css", "empower.js", "ordering.js"]
    total = sum(len(gzip.compress((PUBLIC / name).read_bytes())) for name in names)
    assert total <= BUDGET


def test_nothing_is_asked_of_another_host():
    for file in PUBLIC.iterdir():
        assert not re.search(r"https?://|@import|url\(", file.read_text())


def test_the_script_needs_no_library_and_no_eval():
    for file in PUBLIC.iterdir():
        script = file.read_text()
        assert not re.search(r"jquery|\$\(|eval\(|new Function|innerHTML|document\.write", script, re.IGNORECASE)


@pytest.mark.parametrize("document", [sample_lesson(), sample_quiz("practice"), sample_scope()])
def test_learners_load_nothing_of_the_editor(document):
    block = make_block(document)
    for fragment in (block.render("student_view", {}), block.author_view()):
        assert not any(name in str(one.data) for one in fragment.resources for name in STUDIO)
