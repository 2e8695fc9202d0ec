"""Ordering: a numbered list in the right order; ``{early: over, late: comm}`` says what moving a step shows."""

import re
from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.question_forms.entries import Entry, EntryBody, EntryForm, place_entries, read_role_map
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import Ordering
from empower_lms.domain.questions.ordering import MAX_STEPS

EARLY, LATE = "early", "late"

_STEP = re.compile(r"^(\d{1,3})[.)] {1,3}(?:\{([^}]*)\}\s*)?(.*)$", re.ASCII)


class OrderingForm(EntryForm):
    """Steps, numbered in their right order."""

    kind = "ordering"
    model = Ordering
    root = ("steps",)
    lines = "'1.', '2.' and so on"
    at_most = MAX_STEPS

    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        step = _STEP.match(line)
        if step is None:
            return None
        roles, findings = read_role_map(source, number, line, step[2], (EARLY, LATE), "{early: over} or {late: comm}")
        return Entry(number, f"{int(step[1])}.", TextPart(number, [step[3]]), show_role_map(roles)), findings

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        yield from super().check(body)
        for expected, entry in enumerate(body.entries, start=1):
            if not entry.is_unclear and entry.mark != f"{expected}.":
                found = entry.mark.rstrip(".")
                yield report(kinds.STEP_NUMBER, body.page.source.place(entry.line), found=found, expected=expected)
                return

    def places(self, body: EntryBody) -> Iterator[tuple[Path, int, int]]:
        return place_entries((("steps", index), entry) for index, entry in enumerate(body.entries))

    def data(self, family: Family[EntryBody]) -> dict[str, Any]:
        steps = [
            {
                "id": ascii_lowercase[index],
                "text": self.text_of(family, index),
                **read_shown_map(entry.role),
                "feedback": self.feedback_of(family, index),
            }
            for index, entry in enumerate(family.leading.entries)
        ]
        return {"steps": steps}


def show_role_map(roles: dict[str, str]) -> str | None:
    """Write roles as the author would, always in the same order."""
    return ", ".join(f"{word}: {roles[word]}" for word in sorted(roles)) or None


def read_shown_map(roles: str | None) -> dict[str, str]:
    """Read what ``show_role_map`` wrote."""
    return dict(part.split(": ", 1) for part in roles.split(", ")) if roles else {}
