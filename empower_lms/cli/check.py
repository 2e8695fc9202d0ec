"""``empower-lms check``: read a catalogue and name every mistake."""

from pathlib import Path

import click

from empower_lms.cli.catalogue import load_and_report


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
@click.option("--strict", is_flag=True, help="Count warnings as findings, too.")
def check(path: Path | None, as_json: bool, strict: bool) -> int:
    """Read the catalogue in PATH and name every mistake with file, line and column.

    Without PATH the current folder is read, or 'courses' below it. Exits with 1 when there are errors.
    """
    from empower_lms.domain.diagnostic import has_errors

    loaded, report = load_and_report(path)
    if as_json:
        click.echo(report.as_json())
    else:
        report.print_findings()
        report.print_summary()
    return int(has_errors(loaded.diagnostics) or (strict and bool(loaded.diagnostics)))
