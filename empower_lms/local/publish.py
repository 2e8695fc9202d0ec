"""Publishing into the local LMS: built packages and scope cards of one catalogue."""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from empower_lms.authoring.build import write_packages
from empower_lms.domain.course import Catalogue
from empower_lms.records.api import Publication, publish_scopes


def migrate() -> None:
    """Bring the database to this program's version."""
    call_command("migrate", interactive=False, verbosity=0)


def publish_catalogue(catalogue: Catalogue, packages: Path, *, published_by: str, now: datetime) -> Publication:
    """Publish the scope cards, and if none conflicts build and serve the courses.

    Courses that left the catalogue are no longer served; what learners did in them stays recorded.
    """
    with transaction.atomic():
        publication = publish_scopes(catalogue.scopes, published_by=published_by, now=now)
    if publication.conflicts:
        return publication
    built = {package.path.name for package in write_packages(catalogue, packages)}
    for path in packages.glob("*.tar.gz"):
        if path.name not in built:
            path.unlink()
    return publication
