"""``empower-lms sweep``: what a platform's task queue does, by command."""

from pathlib import Path

import click

from empower_lms.cli.home_option import home_option, open_records

SWEEPS = ("close", "grades", "remind", "deprovision", "report", "forget")


@click.command()
@click.option("--only", type=click.Choice(SWEEPS), multiple=True, help="Do this part only; repeat it.")
@click.option("--preview", is_flag=True, help="Only count what would be done.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
@home_option
def sweep(only: tuple[str, ...], preview: bool, as_json: bool, home: Path | None) -> int:
    """Close tries whose time is up, publish grades, send letters, announce lapsed grants, delete what is old.

    Meant for every night. Running it twice, or stopping it half-way, sends nothing twice. Exits with 1 when
    something failed: the next run tries again.
    """
    open_records(home)

    import json

    from django.utils import timezone

    from empower_lms.cli.language import message_locale
    from empower_lms.records.api import Sweep, run_sweeps
    from empower_lms.records.reports import report_sweeps

    results = run_sweeps([Sweep(name) for name in only] or list(Sweep), now=timezone.now(), preview=preview)
    if as_json:
        click.echo(json.dumps({name: step.model_dump(exclude={"next"}) for name, step in results.items()}, indent=2))
    else:
        for line in report_sweeps(results, message_locale()):
            click.echo(line)
    return 1 if any(step.failed for step in results.values()) else 0
