"""``empower-lms verify-ledger``: look for altered or missing ledger entries."""

from pathlib import Path

import click

from empower_lms.cli.home_option import home_option, open_records


@click.command("verify-ledger")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
@home_option
def verify_ledger(as_json: bool, home: Path | None) -> int:
    """Look for altered, missing and reordered entries. Exits with 1 when there are any.

    The anchor is one digest over all ledgers: keep it outside, and even a whole exchanged database is noticed.
    """
    open_records(home)

    from empower_lms.cli.language import message_catalogue
    from empower_lms.records.api import verify_ledger as verify
    from empower_lms.records.reports import report_verification

    verification = verify()
    if as_json:
        click.echo(verification.model_dump_json(indent=2))
    else:
        for line in report_verification(verification, message_catalogue().gettext):
            click.echo(line)
    return 1 if verification.findings else 0
