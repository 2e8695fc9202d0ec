"""Matching: ``- prompt => partner``, and ``- => {over} partner`` for a partner that belongs to no prompt."""

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
from empower_lms.domain.question import MAX_OPTIONS, Matching

ARROW = "=>"
ASKED = "asked"
"""The order in which the pairs are asked, by their number; left out, it is that of the lines."""

PAIR, SURPLUS = "… => …", "=> …"
SURPLUS_ROLE = "'- => {over} partner', with a partner that belongs to nothing"

_LINE = re.compile(r"^[-*+] {1,3}(\S.*)$")
_ROLE = re.compile(r"^\{([^}]*)\}\s*")


class MatchingForm(EntryForm):
    """Pairs, and surplus partners."""

    kind = "matching"
    model = Matching
    root = ("prompts",)
    lines = "'- prompt => partner'"
    at_most = MAX_OPTIONS
    own_settings = frozenset({ASKED})

    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        found = _LINE.match(line)
        # A list of the stem has no arrows; behind the first pair every list item is one.
        if found is None or (is_first and ARROW not in line):
            return None
        prompt, _, partner = found[1].partition(ARROW)
        role = _ROLE.match(partner.strip())
        if role is None:
            return Entry(number, PAIR if prompt.strip() else SURPLUS, TextPart(number, [found[1]])), []
        if prompt.strip():
            place = source.place(number, line.index("{", line.index(ARROW)) + 1)
            finding = report(kinds.ROLE_FORM, place, role=role[1], form=SURPLUS_ROLE)
            return Entry(number, PAIR, TextPart(number, [found[1]])), [finding]
        word, findings = read_role(source, number, line, role[1])
        text = TextPart(number, [f"{ARROW} {_ROLE.sub('', partner.strip())}"])
        return Entry(number, SURPLUS, text, word), findings

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        yield from super().check(body)
        for number, line in enumerate(body.stem.lines[1:], start=1):
            # The first pair runs over two lines, so it was taken for a list of the case.
            if ARROW in line and _LINE.match(body.stem.lines[number - 1]):
                text = body.stem.lines[number - 1]
                yield report(kinds.NO_ARROW, body.page.source.place(body.page.body_line + number - 1), text=text)

    def check_entry(self, entry: Entry, source: SourceFile) -> Iterator[Diagnostic]:
        if ARROW not in entry.text.text:
            yield report(kinds.NO_ARROW, source.place(entry.line), text=entry.text.text)
            return
        prompt, partner = split_pair(entry)
        if not partner or not (prompt or entry.mark == SURPLUS):
            yield report(kinds.EMPTY_OPTION, source.place(entry.line))

    def check_family(self, family: Family[EntryBody]) -> Iterator[Diagnostic]:
        asked = family.settings.data.get(ASKED)
        pairs = [number for number, _entry in enumerate(_pairs(family.leading), start=1)]
        if asked is not None and not (isinstance(asked, list) and sorted(map(str, asked)) == sorted(map(str, pairs))):
            yield report(kinds.ASKED_ORDER, family.settings.place(ASKED), count=len(pairs))

    def places(self, body: EntryBody) -> Iterator[tuple[Path, int, int]]:
        yield from place_entries((("prompts", index), entry) for index, entry in enumerate(_pairs(body)))
        for path, line, column in place_entries((("partners", n), entry) for n, entry in enumerate(body.entries)):
            if path[-1] != "feedback" or body.entries[int(path[1])].mark == SURPLUS:
                yield path, line, column

    def data(self, family: Family[EntryBody]) -> dict[str, Any]:
        prompts: list[dict[str, Any]] = []
        partners: list[dict[str, Any]] = []
        for index, entry in enumerate(family.leading.entries):
            pairs = {language: split_pair(body.entries[index]) for language, body in family.bodies.items()}
            partner = {"id": ascii_lowercase[index], "text": {name: pair[1] for name, pair in pairs.items()}}
            feedback = self.feedback_of(family, index)
            if entry.mark == PAIR:
                text = {language: pair[0] for language, pair in pairs.items()}
                prompts.append({"text": text, "partner": partner["id"], "feedback": feedback})
                partners.append(partner)
            else:
                partners.append({**partner, "role": entry.role, "feedback": feedback})
        asked = family.settings.data.get(ASKED) or range(1, len(prompts) + 1)
        ordered = [prompts[int(number) - 1] for number in asked]
        return {
            "prompts": [{"id": letter} | prompt for letter, prompt in zip(ascii_lowercase, ordered, strict=False)],
            "partners": partners,
        }


def _pairs(body: EntryBody) -> list[Entry]:
    return [entry for entry in body.entries if entry.mark == PAIR]


def split_pair(entry: Entry) -> tuple[str, str]:
    """Return prompt and partner; the prompt of a surplus partner is empty."""
    prompt, _, partner = entry.text.text.partition(ARROW)
    return prompt.strip(), partner.strip()
