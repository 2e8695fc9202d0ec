"""Classification: ``groups:`` in the front matter, and ``- [inside] case`` for each case.

The short words of the groups are the same in every language; behind them stands what learners read.
``- [ask] {inside: over} case`` says what sorting the case into another group shows.
"""

import re
from collections.abc import Iterable, Iterator
from string import ascii_lowercase
from typing import Any

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.entries import Entry, EntryBody, EntryForm, place_entries, read_role_map
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.ordering import read_shown_map, show_role_map
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import SourceFile, report
from empower_lms.authoring.yaml_reader import Path
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import MAX_OPTIONS, Classification

_CASE = re.compile(r"^[-*+] {1,3}\[([^\]]*)\](?!\()\s*(?:\{([^}]*)\}\s*)?(.*)$")
_WORD = re.compile(r"^[a-z][a-z0-9-]{0,29}$")


class ClassificationForm(EntryForm):
    """Cases, each with the word of its group."""

    kind = "classification"
    model = Classification
    settings = frozenset({"groups"})
    translated = frozenset({"groups"})
    root = ("cases",)
    lines = "'- [group]'"
    at_most = MAX_OPTIONS
    has_options = True

    def begin(
        self, source: SourceFile, number: int, line: str, *, is_first: bool
    ) -> tuple[Entry, list[Diagnostic]] | None:
        case = _CASE.match(line)
        if case is None:
            return None
        # Which words are groups is known to ``check``; a role names any word but the case's own group.
        words = _named_words(case[2], case[1].strip())
        example = "{word of a wrong group: over}"
        roles, findings = read_role_map(source, number, line, case[2], words, example)
        return Entry(number, f"[{case[1].strip()}]", TextPart(number, [case[3]]), show_role_map(roles)), findings

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        findings = list(check_groups(body.page))
        yield from findings
        yield from super().check(body)
        if not findings:
            for entry in body.entries:
                yield from _check_words(entry, body.page)

    def compare(self, leading: EntryBody, translated: EntryBody, comparison: Comparison) -> Iterator[Diagnostic]:
        findings = list(check_groups(translated.page))
        expected, found = list(groups_of(leading.page)), list(groups_of(translated.page))
        if not findings and expected != found:
            place = translated.page.settings.place("groups")
            params = {"found": ", ".join(found), "expected": ", ".join(expected)}
            names = {"first": comparison.first, "file": comparison.leading.path}
            findings = [report(kinds.OTHER_GROUPS, place, **params, **names)]
        yield from findings
        yield from super().compare(leading, translated, comparison)

    def places(self, body: EntryBody) -> Iterator[tuple[Path, int, int]]:
        return place_entries((("cases", index), entry) for index, entry in enumerate(body.entries))

    def data(self, family: Family[EntryBody]) -> dict[str, Any]:
        words = list(groups_of(family.leading.page))
        ids = {word: ascii_lowercase[index] for index, word in enumerate(words)}
        titles = {language: groups_of(body.page) for language, body in family.bodies.items()}
        groups = [
            {"id": ids[word], "text": {language: title[word] for language, title in titles.items()}} for word in words
        ]
        cases = [
            {
                "id": ascii_lowercase[index],
                "text": self.text_of(family, index),
                "group": ids[_word_of(entry)],
                "feedback": self.feedback_of(family, index),
                "roles": {ids[word]: role for word, role in read_shown_map(entry.role).items()},
            }
            for index, entry in enumerate(family.leading.entries)
        ]
        return {"groups": groups, "cases": cases}


def groups_of(page: Page) -> dict[str, str]:
    """Return the groups of a language in their order, by their short word."""
    groups = page.settings.data.get("groups")
    return groups if isinstance(groups, dict) else {}


def check_groups(page: Page) -> Iterator[Diagnostic]:
    """Check the front matter of one language for two to four groups, each with a word and a title."""
    settings = page.settings
    groups = settings.data.get("groups")
    if groups is None:
        yield report(kinds.MISSING_FIELD, settings.place(), field="groups")
        return
    if not isinstance(groups, dict):
        yield report(kinds.GROUP_WORD, settings.place("groups"), word=groups)
        return
    if not 2 <= len(groups) <= 4:
        problem = f"2 to 4 groups are needed, {len(groups)} found"
        yield report(kinds.WRONG_FORM, settings.place("groups"), field="groups", problem=problem)
    for word, title in groups.items():
        if not _WORD.match(word):
            yield report(kinds.GROUP_WORD, settings.place("groups", word), word=word)
        elif not isinstance(title, str) or not title.strip():
            problem = "text is expected; put it into quotes if it looks like a number"
            yield report(kinds.WRONG_FORM, settings.place("groups", word), field=word, problem=problem)


def _check_words(entry: Entry, page: Page) -> Iterable[Diagnostic]:
    groups = groups_of(page)
    allowed = ", ".join(groups)
    if entry.is_unclear:
        return
    for word in (_word_of(entry), *read_shown_map(entry.role)):
        if word not in groups:
            line = page.source.lines[entry.line - 1]
            place = page.source.place(entry.line, line.find(word) + 1 if word else line.index("[") + 1)
            yield report(kinds.UNKNOWN_GROUP, place, word=word, allowed=allowed)


def _word_of(entry: Entry) -> str:
    return entry.mark.strip("[]")


def _named_words(roles: str | None, own: str) -> frozenset[str]:
    named = (part.partition(":")[0].strip() for part in (roles or "").split(","))
    return frozenset(word for word in named if word and word != own)
