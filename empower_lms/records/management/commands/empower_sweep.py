"""``manage.py empower_sweep``: close tries, publish grades, remind, announce what has lapsed, report, forget."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from empower_lms.records import api
from empower_lms.records.locale import current_locale
from empower_lms.records.reports import report_sweeps


class Command(BaseCommand):
    help = (
        "Close tries whose time is up, publish grades, send reminders and monthly summaries, announce lapsed grants, "
        "delete what has passed its time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", action="append", choices=[sweep.value for sweep in api.Sweep])
        parser.add_argument("--preview", action="store_true", help="Only count what would be done.")

    def handle(self, *args: Any, **options: Any) -> None:
        sweeps = [api.Sweep(name) for name in options["only"] or ()] or list(api.Sweep)
        results = api.run_sweeps(sweeps, now=timezone.now(), preview=options["preview"])
        self.stdout.writelines(f"{line}\n" for line in report_sweeps(results, current_locale()))
        if any(step.failed for step in results.values()):
            raise CommandError("Something failed. The next run tries again; the log says why.")
