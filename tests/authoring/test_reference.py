"""The reference page of findings."""

from pathlib import Path

from empower_lms.authoring.kinds import ALL_KINDS
from empower_lms.authoring.reference import render_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "diagnostics.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render_reference()


def test_every_kind_has_an_entry() -> None:
    page = render_reference()

    assert [kind.code for kind in ALL_KINDS if f"### {kind.code} " not in page] == []
