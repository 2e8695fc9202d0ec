"""People for a demonstration: two learners, a sponsor, a training admin and a system that asks.

Their passwords are random, made once, kept in a file that only the owner of the home can read.
"""

import json
import secrets
from datetime import datetime
from typing import Literal

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from pydantic import TypeAdapter
from rest_framework.authtoken.models import Token

from empower_lms.domain.base import Value
from empower_lms.domain.translation import noop as _
from empower_lms.local.home import Home, write_private
from empower_lms.records.api import assign_sponsor

Role = Literal["learner", "sponsor", "admin", "system"]

ROLE_NAMES: dict[str, str] = {
    "learner": _("learner"),
    "sponsor": _("sponsor"),
    "admin": _("training admin"),
    "system": _("system with a token"),
}


class DemoPerson(Value):
    """Somebody to sign in as. A system has a token instead of a password."""

    role: Role
    username: str
    first_name: str
    last_name: str
    secret: str


_CAST: tuple[tuple[Role, str, str, str], ...] = (
    ("learner", "alex", "Alex", "Okafor"),
    ("learner", "mira", "Mira", "Sommer"),
    ("sponsor", "sam", "Sam", "Rivera"),
    ("admin", "toni", "Toni", "Berg"),
    ("system", "itsm", "ITSM", "System"),
)
_PEOPLE = TypeAdapter(list[DemoPerson])


def seed_demo(home: Home, *, now: datetime) -> list[DemoPerson]:
    """Create the demo people that are not there yet, and return them all with their secrets."""
    drafts = [
        DemoPerson(role=role, username=name, first_name=first, last_name=last, secret=secrets.token_hex(20)[:length])
        for role, name, first, last in _CAST
        for length in [40 if role == "system" else 12]
    ]
    write_private(home.demo_people, json.dumps([person.model_dump() for person in drafts], indent=2) + "\n")
    people = _PEOPLE.validate_json(home.demo_people.read_text(encoding="utf-8"))
    with transaction.atomic():
        accounts = {person.username: _ensure_account(person) for person in people}
        admin = next(accounts[person.username] for person in people if person.role == "admin")
        for sponsor in (person for person in people if person.role == "sponsor"):
            for learner in (person for person in people if person.role == "learner"):
                assign_sponsor(admin, accounts[sponsor.username], accounts[learner.username], now=now)
    return people


def _ensure_account(person: DemoPerson) -> str:
    """Create an account unless it exists; one that exists is left as it is. Return its id."""
    users = get_user_model()
    user, created = users.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "is_staff": person.role == "admin",
            "is_superuser": person.role == "admin",
        },
    )
    if created and person.role == "system":
        user.set_unusable_password()
        user.user_permissions.add(
            Permission.objects.get(codename="ask_decisions", content_type__app_label="empower_records")
        )
        Token.objects.create(user=user, key=person.secret)
    elif created:
        user.set_password(person.secret)
    if created:
        user.save()
    return str(user.pk)
