"""Diagnostics: a user's mistake as a value, with its place and a way out."""

from collections.abc import Callable, Iterable
from enum import StrEnum

from pydantic import Field

from empower_lms.domain.base import Value


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Place(Value):
    """Where in the source: lines and columns count from 1; ``excerpt`` is the line itself."""

    file: str
    line: int = Field(default=1, ge=1)
    column: int = Field(default=1, ge=1)
    excerpt: str = ""


class DiagnosticKind(Value):
    """One way in which a catalogue can be wrong; ``message`` and ``hint`` are templates."""

    code: str = Field(pattern=r"^[A-Z]{2,4}[0-9]{3}$")
    severity: Severity
    title: str
    message: str
    hint: str
    explanation: str


class Diagnostic(Value):
    """One finding. The text is made from the kind's template, in the reader's language."""

    kind: DiagnosticKind
    place: Place
    params: dict[str, str] = Field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.kind.code

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    def message(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.kind.message).format(**self.params)

    def hint(self, translate: Callable[[str], str] = str) -> str:
        return translate(self.kind.hint).format(**self.params)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sort by file, line and column, as somebody fixes them; drop exact repeats."""
    unique = {_reading_key(diagnostic): diagnostic for diagnostic in diagnostics}
    return tuple(unique[key] for key in sorted(unique))


def _reading_key(diagnostic: Diagnostic) -> tuple[str, int, int, str, tuple[tuple[str, str], ...]]:
    place = diagnostic.place
    return (place.file, place.line, place.column, diagnostic.code, tuple(sorted(diagnostic.params.items())))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
