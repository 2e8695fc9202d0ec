"""The report as lines for a terminal, and as the stable form for machines."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from empower_lms.assessment.strength.findings import Finding
from empower_lms.assessment.strength.report import PersonaResult, StrengthReport
from empower_lms.assessment.strength.solver import Fix
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.formats import format_chance
from empower_lms.rendering.strength.wording import (
    word_advice,
    word_finding,
    word_grade,
    word_measure,
    word_persona,
    word_repair,
    word_tries,
)
from empower_lms.rendering.translation import phrases

_DESIGN = _("{length} questions from a pool of {pool}, {cut} right to pass, {tries}.")


def report_lines(report: StrengthReport, locale: str) -> Iterator[str]:
    """Yield the report line by line: grade, personas, figures, and what is weak with its fix."""
    text = phrases(locale)
    tries = word_tries(report.tries, locale)
    yield f"{report.quiz}: {report.title.to(locale)}"
    yield "  " + text.gettext(_DESIGN).format(length=report.length, pool=report.pool, cut=report.cut, tries=tries)
    yield "  " + " ".join(word_grade(report, locale))
    yield "  " + " · ".join(f"{tier} {grade}" for tier, grade in report.grades.items())
    yield ""
    head = (text.gettext(_("Somebody who …")), text.gettext(_("First try")), tries)
    rows = [
        (word_persona(result, locale)[1], format_chance(result.first, locale), format_chance(result.all, locale))
        for result in report.personas
    ]
    yield from _table([head, *rows])
    yield ""
    head = (text.gettext(_("Figures for tier {tier}")).format(tier=report.tier), "", text.gettext(_("Should be")))
    yield from _table(
        [head, *(_mark_missed(measure.is_met, word_measure(measure, locale)) for measure in report.measures)]
    )
    for finding in report.findings:
        yield ""
        yield f"  {finding.id} {word_finding(finding, locale)}"
        if advice := word_advice(finding, locale):
            yield "    → " + " ".join(advice)
    if report.repair is not None and len(report.findings) > 1:
        yield ""
        yield "  " + " ".join(word_repair(report.repair, locale))


def _mark_missed(is_met: bool, cells: tuple[str, str, str]) -> tuple[str, str, str]:
    name, value, bound = cells
    return name, value, bound if is_met else f"{bound}  ✗"


def _table(rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """Align the first column to the left and numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for name, value, last in rows:
        yield f"  {name:<{widths[0]}}  {value:>{widths[1]}}  {last}".rstrip()


def represent_report(report: StrengthReport, locale: str) -> dict[str, Any]:
    """Represent a report for machines. Names and ids are stable; sentences are in the reader's language."""
    return {
        "course": report.course,
        "quiz": report.quiz,
        "version": report.digest,
        "tier": report.tier,
        "grade": report.grade,
        "grades": dict(report.grades),
        "carries": report.carries,
        "length": report.length,
        "cut": report.cut,
        "tries": report.tries,
        "pool": report.pool,
        "feedback": report.feedback,
        "parts": [part.model_dump(mode="json") for part in report.parts],
        "personas": [_represent_persona(result) for result in report.personas],
        "measures": [
            {
                "row": measure.row,
                "value": _number(measure.value),
                "bound": _number(measure.bound),
                "met": measure.is_met,
            }
            for measure in report.measures
        ],
        "cohorts": [
            {
                "beta": [errors.cohort.a, errors.cohort.b],
                "standard": _number(errors.standard),
                "false_certificates": _number(errors.false_certificates),
                "false_refusals": _number(errors.false_refusals),
            }
            for errors in report.errors
        ],
        "findings": [_represent_finding(finding, locale) for finding in report.findings],
        "repair": _represent_fix(report.repair),
    }


def _represent_persona(result: PersonaResult) -> dict[str, Any]:
    shown = {
        "persona": result.persona,
        "knows": _number(result.knows),
        "first": _number(result.first),
        "all": _number(result.all),
        "strategy": result.strategy,
        "language": result.language,
        "right": None if result.right is None else _number(result.right),
        "objective": result.objective,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _represent_finding(finding: Finding, locale: str) -> dict[str, Any]:
    return {
        "id": finding.id,
        "row": finding.row,
        "message": word_finding(finding, locale),
        "advice": " ".join(word_advice(finding, locale)),
        "fix": _represent_fix(finding.fix),
        "after": None if finding.after is None else _number(finding.after),
    }


def _represent_fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "length": fix.length,
        "cut": fix.cut,
        "tries": fix.tries,
        "parts": [part.model_dump(mode="json") for part in fix.parts],
        "families_to_write": fix.families,
    }


def _number(value: Fraction) -> float | int:
    """Round to six significant digits: JSON has no fractions."""
    return int(value) if value.denominator == 1 else float(f"{float(value):.6g}")
