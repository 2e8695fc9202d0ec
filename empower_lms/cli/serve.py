"""``empower-lms serve``: check, build, migrate, publish and serve a catalogue on this machine."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from empower_lms.cli.catalogue import load_and_report
from empower_lms.domain.translation import noop as _

if TYPE_CHECKING:
    from gettext import NullTranslations

    from empower_lms.local.demo import DemoPerson


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), default=Path(".empower"), show_default=True,
    help="The folder with the database and everything else that is kept.",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, envvar="PORT")
@click.option("--workers", type=click.IntRange(1, 16), default=1, show_default=True, help="Server processes.")
@click.option("--demo", is_flag=True, help="Create demo people and print how to sign in as them.")
def serve(path: Path | None, home: Path, host: str, port: int, workers: int, demo: bool) -> int:
    """Serve the catalogue in PATH in the embedded LMS, until Ctrl-C. Starting again keeps all records."""
    loaded, report = load_and_report(path)
    text = report.text
    report.print_findings()
    if loaded.catalogue is None:
        report.print_summary()
        click.echo(text.gettext(_("Nothing is served. Correct the errors first.")))
        return 1

    from django.db import connection
    from django.utils import timezone

    from empower_lms.local.boot import configure
    from empower_lms.local.home import Home

    place = Home(root=home.resolve())
    place.create()
    configure(place.root)

    from empower_lms.local.demo import seed_demo
    from empower_lms.local.publish import migrate, publish_catalogue
    from empower_lms.local.server import PortTaken, serve
    from empower_lms.records.reports import report_conflict

    migrate()
    publication = publish_catalogue(
        loaded.catalogue, place.packages, published_by=getpass.getuser(), now=timezone.now()
    )
    for conflict in publication.conflicts:
        click.echo(report_conflict(conflict, text.gettext), err=True)
    if publication.conflicts:
        return 1
    if demo:
        _print_people(seed_demo(place, now=timezone.now()), text)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"

    def announce() -> None:
        click.echo(text.gettext(_("Serving {address} – stop with Ctrl-C. Records are kept in {home}.")).format(
            address=address, home=home if connection.vendor == "sqlite" else _name_database(connection.settings_dict)
        ))  # fmt: skip

    try:
        serve(host=host, port=port, workers=workers, on_ready=announce)
    except PortTaken:
        message = text.gettext(
            _(
                "Port {port} is taken by another program. "
                "Choose another one, such as --port {other} (make demo PORT={other})."
            )
        )
        click.echo(message.format(port=port, other=port + 1 if port < 65535 else 8000), err=True)
        return 2
    return 0


def _name_database(settings: "dict[str, Any]") -> str:
    """Name a database as an operator knows it; its password stays where it is."""
    server = settings["HOST"] or settings.get("OPTIONS", {}).get("unix_socket", "") or "localhost"
    return f"{server}/{settings['NAME']}"


def _print_people(people: "list[DemoPerson]", text: "NullTranslations") -> None:
    from empower_lms.local.demo import ROLE_NAMES

    click.echo(text.gettext(_("Demo people (user name and password, or token):")))
    for person in people:
        click.echo(f"  {text.gettext(ROLE_NAMES[person.role]):<20} {person.username:<6} {person.secret}")
