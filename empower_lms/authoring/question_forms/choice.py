"""Choice questions: ``- [x] right`` and ``- [ ] {over} wrong``."""

import re
from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.question_forms.entries import Entry, EntryBody, EntryForm, place_entries, read_role
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import MAX_OPTIONS, MultiSelect, SingleChoice

_OPTION = re.compile(r"^[-*+] {1,3}\[([^\]]*)\](?!\()\s*(?:\{([^}]*)\}\s*)?(.*)$")


class OptionsForm(EntryForm):
    """Options with a mark in brackets, one of ``marks``."""

    root = ("options",)
    marks = frozenset({"x", ""})
    lines = "'- [x]' or '- [ ]'"
    at_most = MAX_OPTIONS
    has_options = True

    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        option = _OPTION.match(line)
        if option is None:
            return None
        role, findings = read_role(source, number, line, option[2])
        mark = self.read_mark(option[1])
        if mark is None:
            place = source.place(number, line.index("[") + 1)
            findings.append(report(kinds.UNKNOWN_MARK, place, mark=option[1], lines=self.lines))
        return Entry(number, f"[{mark or ' '}]", TextPart(number, [option[3]]), role), findings

    def read_mark(self, written: str) -> str | None:
        """Return the one spelling of a mark, or nothing when it is none."""
        mark = written.strip().lower()
        return mark if mark in self.marks else None

    def places(self, body: EntryBody) -> Iterator[tuple[Path, int, int]]:
        return place_entries((("options", index), entry) for index, entry in enumerate(body.entries))


class _ChoiceForm(OptionsForm):
    def data(self, family: Family[EntryBody]) -> dict[str, Any]:
        options = [
            {
                "id": ascii_lowercase[index],
                "text": self.text_of(family, index),
                "correct": entry.mark == "[x]",
                "role": entry.role,
                "feedback": self.feedback_of(family, index),
            }
            for index, entry in enumerate(family.leading.entries)
        ]
        return {"options": options}


class SingleForm(_ChoiceForm):
    """One right option."""

    kind = "single"
    model = SingleChoice


class MultiForm(_ChoiceForm):
    """Several right options."""

    kind = "multi"
    model = MultiSelect
