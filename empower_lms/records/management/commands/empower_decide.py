"""``manage.py empower_decide``: ask whether a person may do something now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from empower_lms.records import api
from empower_lms.records.locale import current_locale
from empower_lms.records.reports import report_answer


class Command(BaseCommand):
    help = "Ask whether a person may do something now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--holder", required=True)
        parser.add_argument("--scope", required=True)
        parser.add_argument("--fact", action="append", default=[], metavar="NAME=VALUE")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = (fact.partition("=") for fact in options["fact"])
        facts = {name.strip(): value for name, _, value in pairs}
        recorded = api.decide_case(None, options["holder"], options["scope"], facts, now=timezone.now())
        self.stdout.writelines(f"{line}\n" for line in report_answer(recorded, current_locale()))
