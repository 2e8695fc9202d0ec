"""``manage.py verify_ledger``: look for altered or missing entries."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from empower_lms.records import api
from empower_lms.records.reports import report_verification


class Command(BaseCommand):
    help = "Look for altered, missing and reordered ledger entries, and print the anchor to keep outside."

    def handle(self, *args: Any, **options: Any) -> None:
        verification = api.verify_ledger()
        self.stdout.writelines(f"{line}\n" for line in report_verification(verification, str))
        if verification.findings:
            raise CommandError(f"{len(verification.findings)} findings")
