"""``empower-lms new``: a small catalogue to start from."""

from pathlib import Path

import click

from empower_lms.domain.translation import noop as _


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> int:
    """Write a small, valid catalogue in English and German into FOLDER, with comments that explain it.

    Nothing is ever overwritten: the folder must be empty or new.
    """
    from empower_lms.authoring.example import FolderNotEmptyError, write_example
    from empower_lms.cli.language import message_catalogue

    text = message_catalogue()
    try:
        written = write_example(folder)
    except FolderNotEmptyError:
        message = text.gettext(_("'{folder}' is not empty, and nothing is overwritten. Name a new folder."))
        raise click.UsageError(message.format(folder=folder)) from None
    for path in written:
        click.echo(path.as_posix())
    click.echo(text.gettext(_("Written. Next: empower-lms check {folder}")).format(folder=folder.as_posix()))
    return 0
