"""Strength for readers: the report as a section of a page, and its chart."""

from markupsafe import Markup

from empower_lms.assessment.strength.report import StrengthReport
from empower_lms.rendering.environment import render
from empower_lms.rendering.strength.chart import render_chart
from empower_lms.rendering.strength.wording import (
    ASSUMPTIONS,
    word_advice,
    word_finding,
    word_grade,
    word_measure,
    word_persona,
    word_repair,
    word_tries,
)

__all__ = ["render_chart", "render_strength"]


def render_strength(report: StrengthReport, locale: str) -> Markup:
    """Render a report as a section with headings from level 3 on: grade, findings with fixes, figures, chart."""
    return render(
        "strength/report.html.j2",
        locale,
        report=report,
        grade=word_grade(report, locale),
        findings=[
            (finding, word_finding(finding, locale), word_advice(finding, locale)) for finding in report.findings
        ],
        repair=word_repair(report.repair, locale) if report.repair and len(report.findings) > 1 else (),
        personas=[(result, *word_persona(result, locale)) for result in report.personas],
        measures=[(measure, *word_measure(measure, locale)) for measure in report.measures],
        tries=word_tries(report.tries, locale),
        chart=render_chart(report, locale),
        assumptions=ASSUMPTIONS,
    )
