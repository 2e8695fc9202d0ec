"""``empower-lms export-person``: everything that is stored about one person."""

from pathlib import Path

import click

from empower_lms.cli.home_option import home_option, open_records


@click.command("export-person")
@click.argument("username")
@home_option
def export_person(username: str, home: Path | None) -> int:
    """Write everything that is stored about USERNAME as JSON. Exits with 1 when there is nobody of that name."""
    open_records(home)

    import json

    from empower_lms.cli.language import message_catalogue
    from empower_lms.domain.translation import noop as _
    from empower_lms.records.api import export_person as export

    data = export(username)
    if data is None:
        click.echo(message_catalogue().gettext(_("There is nobody named {name} here.")).format(name=username), err=True)
        return 1
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))
    return 0
