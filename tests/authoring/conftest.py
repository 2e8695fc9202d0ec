"""A small valid catalogue that tests change in one place and load again."""

from pathlib import Path

import pytest

from empower_lms.authoring.example import write_example
from empower_lms.authoring.load import Loaded, load_catalogue


class Workspace:
    """The example catalogue on disk; every change names exactly the text that it replaces."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def edit(self, path: str, old: str, new: str) -> "Workspace":
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        return self.write(path, text.replace(old, new))

    def write(self, path: str, content: str | bytes) -> "Workspace":
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def remove(self, path: str) -> "Workspace":
        (self.root / path).unlink()
        return self

    def load(self) -> Loaded:
        return load_catalogue(self.root)

    def findings(self) -> list[str]:
        """Every finding as ``file:line:column CODE``, as people read them."""
        return [
            f"{finding.place.file}:{finding.place.line}:{finding.place.column} {finding.code}"
            for finding in self.load().diagnostics
        ]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    write_example(tmp_path / "catalogue")
    return Workspace(tmp_path / "catalogue")
