"""``empower-lms build``: one Open edX package per course."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from empower_lms.cli.catalogue import load_and_report
from empower_lms.domain.translation import noop as _

if TYPE_CHECKING:
    from empower_lms.authoring.build import BuiltPackage
    from empower_lms.cli.report import Report


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("packages"), show_default=True,
    help="The folder for the packages.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
def build(path: Path | None, output: Path, as_json: bool) -> int:
    """Check the catalogue in PATH and build <course>.tar.gz for every course, ready to import in Studio.

    The same text gives the same bytes on every machine. With an error nothing is written.
    """
    from empower_lms.authoring.build import write_packages

    loaded, report = load_and_report(path)
    built = write_packages(loaded.catalogue, output) if loaded.catalogue is not None else []
    if as_json:
        click.echo(report.as_json([_describe(package) for package in built]))
    else:
        _print(report, built, is_built=loaded.catalogue is not None)
    return int(loaded.catalogue is None)


def _describe(package: "BuiltPackage") -> dict[str, object]:
    return {
        "course": package.course,
        "path": package.path.as_posix(),
        "size": package.size,
        "sha256": package.sha256,
    }


def _print(report: "Report", built: "list[BuiltPackage]", *, is_built: bool) -> None:
    report.print_findings()
    if report.diagnostics:
        report.print_summary()
    if not is_built:
        click.echo(report.text.gettext(_("Nothing was built. Correct the errors first.")))
    for package in built:
        line = report.text.gettext(_("Built {path} ({size} bytes)."))
        click.echo(line.format(path=package.path.as_posix(), size=package.size))
