"""``manage.py register``: publish the scope cards of a catalogue."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from empower_lms.authoring.load import load_catalogue
from empower_lms.records import api
from empower_lms.records.reports import report_publication


class Command(BaseCommand):
    help = "Publish the scope cards of a catalogue: a changed card needs a higher version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("catalogue", type=Path)
        parser.add_argument("--published-by", default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_catalogue(options["catalogue"])
        if loaded.catalogue is None:
            raise CommandError("The catalogue has errors. 'empower-lms check' names every one of them.")
        with api.records.transaction():
            publication = api.publish_scopes(
                loaded.catalogue.scopes,
                published_by=options["published_by"] or getpass.getuser(),
                now=timezone.now(),
            )
        lines = report_publication(publication, str)
        if publication.conflicts:
            raise CommandError("\n".join(lines))
        self.stdout.writelines(f"{line}\n" for line in lines)
