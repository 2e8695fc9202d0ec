"""``empower-lms strength``: what it takes to pass the certification quizzes of a catalogue."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from empower_lms.cli.catalogue import load_and_report
from empower_lms.domain.translation import noop as _

if TYPE_CHECKING:
    from empower_lms.assessment.strength import StrengthReport
    from empower_lms.domain.course import Catalogue

GRADES = ("A", "B", "C", "F")


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
@click.option(
    "--min-grade", type=click.Choice(GRADES, case_sensitive=False), default="B", show_default=True,
    help="Exit with 1 when a quiz is worse. Grants accept A and B.",
)  # fmt: skip
@click.option(
    "--svg", "folder", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Write the chart of every quiz into this folder.",
)  # fmt: skip
def strength(path: Path | None, as_json: bool, min_grade: str, folder: Path | None) -> int:
    """Say who would pass the certification quizzes in PATH: guessers, people who know some, people who know it.

    Every quiz is graded for its tier, A to F; what is weak comes with its cheapest fix.
    """
    loaded, findings = load_and_report(path)
    if loaded.catalogue is None:
        if as_json:
            click.echo(json.dumps({"schema": 1, "quizzes": [], **json.loads(findings.as_json())}, indent=2))
        else:
            findings.print_findings()
            findings.print_summary()
        return 1

    from empower_lms.assessment.strength import Grade

    reports = list(_assess(loaded.catalogue))
    weak = [report for report in reports if not report.grade.is_at_least(Grade(min_grade.upper()))]
    if folder is not None:
        _write_charts(reports, folder)
    if as_json:
        _print_json(reports, min_grade.upper())
    else:
        _print_reports(reports, weak, min_grade.upper())
    return int(bool(weak))


def _assess(catalogue: "Catalogue") -> "Iterable[StrengthReport]":
    from empower_lms.assessment.strength import assess_strength
    from empower_lms.authoring.olx.documents import quiz_document

    for course in catalogue.courses:
        for quiz in course.quizzes:
            if quiz.is_certification:
                yield assess_strength(quiz_document(course, quiz))


def _write_charts(reports: "Sequence[StrengthReport]", folder: Path) -> None:
    from empower_lms.cli.language import message_locale
    from empower_lms.rendering.strength import render_chart

    folder.mkdir(parents=True, exist_ok=True)
    for report in reports:
        chart = render_chart(report, message_locale(), standalone=True)
        (folder / f"{report.quiz}.svg").write_text(chart, encoding="utf-8")


def _print_json(reports: "Sequence[StrengthReport]", min_grade: str) -> None:
    from empower_lms.cli.language import message_locale
    from empower_lms.rendering.strength.lines import represent_report

    quizzes = [represent_report(report, message_locale()) for report in reports]
    value = {"schema": 1, "min_grade": min_grade, "quizzes": quizzes}
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _print_reports(reports: "Sequence[StrengthReport]", weak: "Sequence[StrengthReport]", min_grade: str) -> None:
    from empower_lms.cli.language import message_catalogue, message_locale
    from empower_lms.cli.report import printable
    from empower_lms.rendering.strength.lines import report_lines

    text = message_catalogue()
    for report in reports:
        for line in report_lines(report, message_locale()):
            click.echo(printable(line))
        click.echo()
    if not reports:
        click.echo(text.gettext(_("There is no certification quiz.")))
    elif weak:
        line = text.gettext(_("Certification quizzes: {all}, worse than {grade}: {weak} ({names})."))
        names = ", ".join(report.quiz for report in weak)
        click.echo(line.format(all=len(reports), grade=min_grade, weak=len(weak), names=names))
    else:
        line = text.gettext(_("Certification quizzes: {all}, all of them {grade} or better."))
        click.echo(line.format(all=len(reports), grade=min_grade))
