"""Source files as they were read, and how a finding points into them."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from empower_lms.domain.diagnostic import Diagnostic, DiagnosticKind, Place

MAX_EXCERPT = 300


@dataclass(frozen=True)
class SourceFile:
    """One text file; ``path`` is relative to the catalogue, with slashes on every system."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def place(self, line: int = 1, column: int = 1) -> Place:
        """Point at a line and column, both counting from 1."""
        line = min(max(line, 1), len(self.lines))
        return Place(file=self.path, line=line, column=max(column, 1), excerpt=self.lines[line - 1][:MAX_EXCERPT])


def report(kind: DiagnosticKind, place: Place, /, **params: object) -> Diagnostic:
    """Make a finding; every parameter is turned into text."""
    return Diagnostic(kind=kind, place=place, params={name: str(value)[:MAX_EXCERPT] for name, value in params.items()})


def nearest(name: str, known: Iterable[str], count: int = 3) -> str:
    """List the known names that look most like a wrong one; an en dash when there are none."""
    names = sorted(set(known))
    close = difflib.get_close_matches(name[:100], names, n=count, cutoff=0.4) or names[:count]
    return ", ".join(close) or "–"
