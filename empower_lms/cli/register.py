"""``empower-lms register``: publish the scope cards of a catalogue."""

from pathlib import Path

import click

from empower_lms.cli.catalogue import load_and_report
from empower_lms.cli.home_option import home_option, open_records


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@home_option
def register(path: Path | None, home: Path | None) -> int:
    """Publish the scope cards of the catalogue in PATH. A changed card needs a higher version."""
    loaded, report = load_and_report(path)
    report.print_findings()
    if loaded.catalogue is None:
        report.print_summary()
        return 1
    open_records(home)

    import getpass

    from django.utils import timezone

    from empower_lms.cli.language import message_catalogue
    from empower_lms.records.api import publish_scopes, records
    from empower_lms.records.reports import report_publication

    with records.transaction():
        publication = publish_scopes(loaded.catalogue.scopes, published_by=getpass.getuser(), now=timezone.now())
    for line in report_publication(publication, message_catalogue().gettext):
        click.echo(line, err=bool(publication.conflicts))
    return 1 if publication.conflicts else 0
