"""Split a Markdown file into front matter and body without losing a line number."""

from dataclasses import dataclass

from empower_lms.authoring.kinds import files as kinds
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.yaml_reader import Tree, read_yaml
from empower_lms.domain.diagnostic import Diagnostic

FENCE = "---"


@dataclass(frozen=True)
class Page:
    """One Markdown file: its settings, and the body that begins at ``body_line`` (counting from 1)."""

    source: SourceFile
    settings: Tree
    body_line: int

    @property
    def body_lines(self) -> list[str]:
        return self.source.lines[self.body_line - 1 :]

    @property
    def body(self) -> str:
        return "\n".join(self.body_lines)


def read_page(source: SourceFile, diagnostics: list[Diagnostic]) -> Page | None:
    """Read the front matter of a lesson or question."""
    lines = source.lines
    if lines[0].rstrip() != FENCE:
        diagnostics.append(report(kinds.NO_FRONT_MATTER, source.place()))
        return None
    end = next((number for number in range(1, len(lines)) if lines[number].rstrip() == FENCE), None)
    if end is None:
        diagnostics.append(report(kinds.OPEN_FRONT_MATTER, source.place()))
        return None
    settings = read_yaml(source, diagnostics, text="\n".join(lines[1:end]) + "\n", first_line=2)
    if settings is None:
        return None
    page = Page(source, settings, body_line=end + 2)
    if not page.body.strip():
        diagnostics.append(report(kinds.NO_TEXT, source.place(end + 1)))
        return None
    return page
