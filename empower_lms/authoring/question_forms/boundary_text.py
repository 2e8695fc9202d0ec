"""What the file of a boundary question says: settings, options, and the author's own sentences for some cases."""

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from empower_lms.authoring.kinds import edges as kinds
from empower_lms.authoring.question_forms.entries import EntryBody
from empower_lms.authoring.question_forms.form import Family
from empower_lms.authoring.question_forms.text_part import TextPart
from empower_lms.authoring.source import nearest, report
from empower_lms.certification.decide import examine
from empower_lms.certification.edge_cases import MAX_PARTS, EdgeRule
from empower_lms.domain.base import Value
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.ids import Language
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import BoundaryCaseKind
from empower_lms.domain.scope import Limit, Scope
from empower_lms.domain.text import LocalizedText

PLACE = re.compile(r"(?<!\\)\{([^{}]*)\}")
"""A place that is filled with something from the card: ``{limit}``."""

_HEADING = re.compile(r"^#{2,6}\s+(\S.*?)\s*#*$")
_CASES = [kind.value for kind in BoundaryCaseKind]


def names_of(words: str) -> list[str]:
    """Return the words of ``below, at``."""
    return [word.strip().lower() for word in words.split(",") if word.strip()]


def are_cases(words: str) -> bool:
    """Say whether these are names of cases and nothing else."""
    return bool(names_of(words)) and set(names_of(words)) <= set(_CASES)


class EdgeSettings(Value):
    """What the front matter of a boundary question says besides what every question has."""

    cases: tuple[BoundaryCaseKind, ...] = ()
    together: LocalizedText | None = None
    parts: int = Field(default=2, ge=2, le=MAX_PARTS)
    step: Quantity | None = None
    other_unit: str = ""
    units: dict[Language, tuple[str, str]] = Field(default_factory=dict)

    @property
    def wanted(self) -> tuple[BoundaryCaseKind, ...]:
        """The cases that the author lists; else the neighbours of the limit, and the split case where parts count."""
        if self.cases:
            return tuple(dict.fromkeys(self.cases))
        usual = (BoundaryCaseKind.BELOW, BoundaryCaseKind.AT, BoundaryCaseKind.ABOVE)
        return (*usual, BoundaryCaseKind.SPLIT) if self.together is not None else usual


@dataclass
class BoundaryBody(EntryBody):
    """Options, and the author's own sentences by the name of their case."""

    sentences: dict[str, TextPart] = field(default_factory=dict)


def settings_of(family: Family[Any]) -> EdgeSettings:
    data = family.settings.data
    return EdgeSettings.model_validate({name: data[name] for name in EdgeSettings.model_fields if name in data})


def rule_of(own: EdgeSettings) -> EdgeRule:
    return EdgeRule(step=own.step.amount if own.step else None, parts=own.parts, other_unit=own.other_unit)


def find_limit(family: Family[Any]) -> tuple[Scope, Limit] | None:
    """Return the card and the limit that the question names, if it can be asked about."""
    clause = str(family.settings.data.get("clause"))
    scope = family.register.scopes.get(clause.partition(".")[0])
    limit = next((one for one in scope.limits if one.id == clause), None) if scope is not None else None
    if scope is None or limit is None or not scope.is_gated or examine(scope, scope.inside.facts):
        return None
    return scope, limit


def read_sections(body: BoundaryBody, rest: TextPart, diagnostics: list[Diagnostic]) -> None:
    """Tell the sentences of cases from the explanation: a heading with names of cases begins a sentence for them."""
    source = body.page.source
    part: TextPart | None = None
    for number, line in enumerate(source.lines[rest.line - 2 :], start=rest.line - 1):
        heading = _HEADING.match(line)
        name = heading[1].lower() if heading else ""
        cases = [case.strip() for case in name.split(",")]
        is_explanation = part is not None and part is body.rationale
        if heading and set(cases) <= set(_CASES):
            part = TextPart(number + 1)
            for case in cases:
                if case in body.sentences:
                    diagnostics.append(report(kinds.CASE_TWICE, source.place(number), case=case))
                body.sentences.setdefault(case, part)
        elif heading and (any(map(_is_slip, cases)) or (body.rationale is not None and not is_explanation)):
            close = nearest(name, _CASES, 1)
            diagnostics.append(report(kinds.UNKNOWN_CASE, source.place(number), name=heading[1], nearest=close))
            part = TextPart(number + 1)
        elif heading and body.rationale is None:
            body.rationale = part = TextPart(number + 1)
        elif part is not None:
            part.lines.append(line)


def _is_slip(name: str) -> bool:
    return bool(difflib.get_close_matches(name, _CASES, n=1, cutoff=0.75))
