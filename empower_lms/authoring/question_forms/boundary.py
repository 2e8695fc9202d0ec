"""Boundary questions: the author tells the situation, the cases are computed from the limit of a scope card.

``- [inside]`` marks the option that is right inside the limit, ``- [outside]`` the one that is right outside. A heading
with the name of a case (``### split``) begins the author's own sentence for it.
"""

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from pydantic import ValidationError

from empower_lms.authoring.front_matter import Page
from empower_lms.authoring.kinds import edges as kinds
from empower_lms.authoring.kinds import quiz_text as text_kinds
from empower_lms.authoring.kinds import structure as structure_kinds
from empower_lms.authoring.question_forms.boundary_checks import check_card, check_texts, explain_no_limit
from empower_lms.authoring.question_forms.boundary_stored import COMPUTED, check_stored, is_stored, stored_data
from empower_lms.authoring.question_forms.boundary_text import (
    PLACE,
    BoundaryBody,
    EdgeSettings,
    are_cases,
    find_limit,
    names_of,
    read_sections,
    rule_of,
    settings_of,
)
from empower_lms.authoring.question_forms.choice import OptionsForm
from empower_lms.authoring.question_forms.compare import Comparison
from empower_lms.authoring.question_forms.edge_wording import EdgeWriter
from empower_lms.authoring.question_forms.entries import EntryBody
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.source import report
from empower_lms.authoring.validation import explain_invalid
from empower_lms.certification.edge_cases import EdgeCase, compute_edge_cases
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.question import Boundary, OptionRole

INSIDE, OUTSIDE = "[inside]", "[outside]"
WRITTEN_OUT_LINES = "'- [below, at]' or '- [ ]'"

_USUAL_ROLES = {INSIDE: OptionRole.OVER, OUTSIDE: OptionRole.UNDER}


class BoundaryForm(OptionsForm):
    """Options for inside and outside, around cases that the card gives."""

    kind = "boundary"
    model = Boundary
    own_settings = frozenset(EdgeSettings.model_fields) | {COMPUTED}
    marks = frozenset({"inside", "outside", ""})
    lines = "'- [inside]', '- [outside]' or '- [ ]'"
    at_most = 6

    def read_mark(self, written: str) -> str | None:
        """Take the names of cases, too: a question that is written out says in which of them an option is right."""
        return ", ".join(names_of(written)) if are_cases(written) else super().read_mark(written)

    def read(self, page: Page, diagnostics: list[Diagnostic]) -> BoundaryBody:
        plain = super().read(page, diagnostics)
        body = BoundaryBody(page, plain.stem, entries=plain.entries)
        if plain.rationale is not None:
            read_sections(body, plain.rationale, diagnostics)
        return body

    def check(self, body: EntryBody) -> Iterator[Diagnostic]:
        yield from super().check(body)
        source = body.page.source
        is_written_out = is_stored(body)
        lines = WRITTEN_OUT_LINES if is_written_out else self.lines
        for entry in body.entries:
            of_the_other_way = entry.mark in {INSIDE, OUTSIDE} if is_written_out else are_cases(entry.mark[1:-1])
            if of_the_other_way:
                place = source.place(entry.line)
                yield report(structure_kinds.UNKNOWN_MARK, place, mark=entry.mark[1:-1], lines=lines)
        if is_written_out:
            return
        for mark in (INSIDE, OUTSIDE):
            marked = [entry for entry in body.entries if entry.mark == mark]
            if body.entries and len(marked) != 1:
                line = marked[1].line if marked else body.entries[0].line
                yield report(kinds.EDGE_OPTIONS, source.place(line), mark=mark, count=len(marked))

    def compare(self, leading: EntryBody, translated: EntryBody, comparison: Comparison) -> Iterator[Diagnostic]:
        yield from super().compare(leading, translated, comparison)
        if isinstance(leading, BoundaryBody) and isinstance(translated, BoundaryBody):
            for name in {**leading.sentences, **translated.sentences}:
                ours, theirs = leading.sentences.get(name), translated.sentences.get(name)
                lines = (ours.line - 1 if ours else 0, theirs.line - 1 if theirs else 0)
                yield from comparison.presence(f"sentence '{name}'", ours, theirs, *lines)

    def check_family(self, family: Family[EntryBody]) -> Iterator[Diagnostic]:
        settings = family.settings
        if is_stored(family.leading):
            yield from check_stored(family)
            return
        if family.register.is_alone and not family.register.scopes:
            yield report(text_kinds.NO_CARDS, settings.place("clause"), clause=settings.data.get("clause", "–"))
            return
        try:
            own = settings_of(family)
        except ValidationError as error:
            yield from explain_invalid(error, settings, EdgeSettings)
            return
        if settings.data.get("clause") is None:
            yield report(structure_kinds.MISSING_FIELD, settings.place(), field="clause")
            return
        yield from check_texts(family, own)
        found = find_limit(family)
        if found is None:
            yield from explain_no_limit(family)
            return
        yield from check_card(family, own, *found)

    def data(self, family: Family[EntryBody]) -> dict[str, Any] | None:
        if is_stored(family.leading):
            return stored_data(family) | {"options": self._stored_options(family)}
        found = find_limit(family)
        if found is None:
            return None
        scope, limit = found
        own = settings_of(family)
        writers = {language: EdgeWriter(scope, limit, language, own.units) for language in family.bodies}
        cases = [
            case for case in compute_edge_cases(scope, limit, own.wanted, rule_of(own)) if isinstance(case, EdgeCase)
        ]
        if not cases:
            return None
        return {
            "stem": _fill(family.texts({language: body.stem for language, body in family.bodies.items()}), writers),
            "rationale": _fill(
                family.texts({language: body.rationale for language, body in family.bodies.items()}), writers
            ),
            "scope": scope.id,
            "scope_version": scope.version,
            "card": scope.digest,
            "options": self._options(family, writers),
            "cases": [self._case(family, index, case, writers, own) for index, case in enumerate(cases)],
        }

    def _stored_options(self, family: Family[EntryBody]) -> list[dict[str, Any]]:
        return [
            {
                "id": ascii_lowercase[index],
                "text": self.text_of(family, index),
                "role": entry.role,
                "feedback": self.feedback_of(family, index),
            }
            for index, entry in enumerate(family.leading.entries)
        ]

    def _options(self, family: Family[EntryBody], writers: dict[str, EdgeWriter]) -> list[dict[str, Any]]:
        return [
            {
                "id": ascii_lowercase[index],
                "text": _fill(self.text_of(family, index), writers),
                "role": entry.role or _USUAL_ROLES.get(entry.mark),
                "feedback": _fill(self.feedback_of(family, index), writers),
            }
            for index, entry in enumerate(family.leading.entries)
        ]

    def _case(
        self,
        family: Family[EntryBody],
        index: int,
        case: EdgeCase,
        writers: dict[str, EdgeWriter],
        own: EdgeSettings,
    ) -> dict[str, Any]:
        mark = INSIDE if case.is_inside else OUTSIDE
        key = next(number for number, entry in enumerate(family.leading.entries) if entry.mark == mark)
        sentences = {
            language: body.sentences.get(case.case)
            for language, body in family.bodies.items()
            if isinstance(body, BoundaryBody)
        }
        written = family.texts(sentences) or {}
        return {
            "id": ascii_lowercase[index],
            "case": case.case,
            "given": case.given,
            "text": {
                language: _put(written[language], writer.places(case)) if language in written else writer.sentence(case)
                for language, writer in writers.items()
            },
            "key": ascii_lowercase[key],
            "rationale": {language: writer.rationale(case, own.together) for language, writer in writers.items()},
        }


def _fill(texts: dict[str, str] | None, writers: dict[str, EdgeWriter]) -> dict[str, str] | None:
    if texts is None:
        return None
    return {language: _put(text, writers[language].places()) for language, text in texts.items()}


def _put(text: str, places: dict[str, str]) -> str:
    """Put values into their places; the place of the case is filled when the variant is known."""
    return PLACE.sub(lambda found: places.get(found[1], found[0]), text)
