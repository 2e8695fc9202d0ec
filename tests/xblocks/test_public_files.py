"""What every learner downloads."""

import gzip
import re
from importlib.resources import files

PUBLIC = files("empower_xblocks") / "public"
LEARNERS = ("answers.js", "calculator.js", "empower.css", "empower.js", "ordering.js")
AUTHORS = ("studio.css", "studio.js")
BUDGET = 15 * 1024
"""The limit for all three blocks together, with every tool that an author can allow."""


def test_what_learners_download_stays_small():
    assert sorted(file.name for file in PUBLIC.iterdir()) == sorted((*LEARNERS, *AUTHORS))
    total = sum(len(gzip.compress((PUBLIC / name).read_bytes())) for name in LEARNERS)
    assert total <= BUDGET


def test_nothing_is_asked_of_another_host():
    for file in PUBLIC.iterdir():
        assert not re.search(r"https?://|@import|url\(", file.read_text())


def test_the_script_needs_no_library_and_no_eval():
    for name in LEARNERS:
        script = (PUBLIC / name).read_text()
        assert not re.search(r"jquery|\$\(|eval\(|new Function|innerHTML|document\.write", script, re.IGNORECASE)
