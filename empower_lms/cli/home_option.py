"""The option that says whose records a command works on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

home_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="The folder of the local LMS; '.empower' by default. DJANGO_SETTINGS_MODULE names another platform.",
)


def open_records(home: Path | None) -> None:
    """Set Django up for the local LMS in ``home``, or for the platform that the environment names."""
    import os

    from empower_lms.local.boot import configure
    from empower_lms.local.database import is_in_home
    from empower_lms.local.home import Home

    if not os.environ.get("DJANGO_SETTINGS_MODULE"):
        place = Home(root=home.resolve()) if home is not None else Home.from_environment()
        if is_in_home(os.environ) and not place.database.exists():
            raise click.ClickException(
                f"There are no records in '{place.root}'. Start the local LMS once with 'empower-lms serve', "
                "or name its folder with --home."
            )
    configure(home)
