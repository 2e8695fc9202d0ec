"""The memory of clean texts: faster, and never another result."""

from pathlib import Path

import pytest

from empower_lms.authoring.load import load_catalogue
from tests.authoring.conftest import Workspace

LESSON = "goodwill/lessons/card.en.md"


def codes(workspace: Workspace, cache: Path) -> list[str]:
    return [finding.code for finding in load_catalogue(workspace.root, cache=cache).diagnostics]


def test_a_mistake_after_a_clean_run_is_found(workspace: Workspace, tmp_path: Path) -> None:
    assert codes(workspace, tmp_path / "cache") == []
    workspace.edit(LESSON, "Go through", "Go <b>through")

    assert codes(workspace, tmp_path / "cache") == ["MD001"]


def test_a_mistake_stays_until_it_is_corrected(workspace: Workspace, tmp_path: Path) -> None:
    workspace.edit(LESSON, "Go through", "Go <b>through")

    assert codes(workspace, tmp_path / "cache") == ["MD001"]
    assert codes(workspace, tmp_path / "cache") == ["MD001"]


@pytest.mark.parametrize("content", [b"", b"\xff\x00\n", b"no digest\n" * 1000])
def test_a_broken_memory_is_passed_over(workspace: Workspace, tmp_path: Path, content: bytes) -> None:
    workspace.edit(LESSON, "Go through", "Go <b>through")
    codes(workspace, tmp_path / "cache")
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(content)

    assert codes(workspace, tmp_path / "cache") == ["MD001"]


def test_a_folder_that_cant_be_written_is_passed_over(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "cache").touch()

    assert codes(workspace, tmp_path / "cache") == []


def test_the_memory_holds_only_what_the_catalogue_still_has(workspace: Workspace, tmp_path: Path) -> None:
    codes(workspace, tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    before = set(file.read_text(encoding="ascii").split())
    workspace.edit(LESSON, "Go through", "Walk through")
    codes(workspace, tmp_path / "cache")
    after = set(file.read_text(encoding="ascii").split())

    assert len(before) == len(after) == 22
    assert len(before & after) == 21
