"""Findings as people and as machines read them."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

import click

from empower_lms.domain.diagnostic import Diagnostic, Severity
from empower_lms.domain.translation import noop as _

SCHEMA = 1
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_WINDOW = 110


@dataclass(frozen=True)
class Report:
    """Findings of one run; ``root`` is the catalogue that their paths are relative to."""

    root: str
    diagnostics: Sequence[Diagnostic]
    text: NullTranslations = field(default_factory=NullTranslations)

    def count(self, severity: Severity) -> int:
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    def path(self, file: str) -> str:
        """Return a path as one would type it from here."""
        return os.path.relpath(os.path.join(self.root, file)).replace(os.sep, "/")

    def as_json(self, packages: Sequence[dict[str, Any]] = ()) -> str:
        """Write the stable form for machines; messages stay in the user's language, codes never change."""
        entries = [
            {
                "code": diagnostic.code,
                "severity": diagnostic.severity.value,
                "file": self.path(diagnostic.place.file),
                "line": diagnostic.place.line,
                "column": diagnostic.place.column,
                "message": diagnostic.message(self.text.gettext),
                "hint": diagnostic.hint(self.text.gettext),
                "excerpt": diagnostic.place.excerpt,
            }
            for diagnostic in self.diagnostics
        ]
        value = {"schema": SCHEMA, "diagnostics": entries, "packages": list(packages)}
        return json.dumps(value, indent=2, ensure_ascii=False)

    def print_findings(self) -> None:
        """Print each finding with its line, and a caret under the column."""
        for diagnostic in self.diagnostics:
            self._print_finding(diagnostic)

    def _print_finding(self, diagnostic: Diagnostic) -> None:
        place = diagnostic.place
        label = click.style(
            f"{self.text.gettext(_LABELS[diagnostic.severity])} {diagnostic.code}",
            fg=_COLOURS[diagnostic.severity],
            bold=True,
        )
        where = f"{printable(self.path(place.file))}:{place.line}:{place.column}"
        click.echo(f"{where}: {label} {printable(diagnostic.message(self.text.gettext))}")
        if place.excerpt.strip():
            line, caret = cut_around(printable(place.excerpt), place.column)
            click.echo(f"    {line}\n    {' ' * (caret - 1)}^")
        click.echo(f"    {printable(diagnostic.hint(self.text.gettext))}\n")

    def print_summary(self) -> None:
        """Print one line with the counts."""
        errors, warnings = self.count(Severity.ERROR), self.count(Severity.WARNING)
        if not errors and not warnings:
            click.echo(click.style(self.text.gettext(_("Nothing to correct.")), fg="green"))
            return
        files = len({diagnostic.place.file for diagnostic in self.diagnostics})
        counted = self.text.gettext(_("Errors: {errors}, warnings: {warnings}, files: {files}."))
        colour = "red" if errors else "yellow"
        click.echo(click.style(counted.format(errors=errors, warnings=warnings, files=files), fg=colour))


_LABELS = {Severity.ERROR: _("error"), Severity.WARNING: _("warning"), Severity.INFO: _("note")}


def printable(text: str) -> str:
    """Replace what could steer a terminal; tabs and fixed blanks become one blank, so that carets stay in place."""
    return "".join(
        character if character.isprintable() else " " if character in "\t\xa0" else "\ufffd" for character in text
    )


def cut_around(line: str, column: int) -> tuple[str, int]:
    """Cut a long line to a window around a column; return it with the column inside the window."""
    column = min(column, len(line) + 1)
    if len(line) <= _WINDOW:
        return line, column
    start = max(0, min(column - _WINDOW // 2, len(line) - _WINDOW))
    shown = line[start : start + _WINDOW]
    before = "…" if start else ""
    after = "…" if start + _WINDOW < len(line) else ""
    return f"{before}{shown}{after}", column - start + len(before)
