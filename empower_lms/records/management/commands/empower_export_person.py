"""``manage.py empower_export_person``: everything that is stored about one person."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from empower_lms.records import api


class Command(BaseCommand):
    help = "Write everything that is stored about a person as JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        data = api.export_person(options["username"])
        if data is None:
            raise CommandError(f"There is nobody named {options['username']} here.")
        self.stdout.write(json.dumps(data, indent=2, ensure_ascii=False))
