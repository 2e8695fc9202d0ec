"""Sponsors: who may sign for whom."""

from datetime import UTC, datetime
from enum import StrEnum
from functools import reduce
from operator import or_

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q

from empower_lms.domain.base import Value
from empower_lms.records.holders import ensure_holder, find_active_user, person_name
from empower_lms.records.models import Holder, Sponsorship
from empower_lms.records.transactions import require_transaction


class SponsorRefused(StrEnum):
    """Why nobody's sponsor changed."""

    NOT_STAFF = "not-staff"
    NO_SUCH_PERSON = "no-such-person"
    OWN_SPONSOR = "own-sponsor"


class PersonRef(Value):
    """Somebody with an account."""

    user_id: str
    username: str
    name: str


class Person(PersonRef):
    """Somebody with an account, and who signs for them."""

    sponsors: tuple[PersonRef, ...] = ()


def assign_sponsor(staff_id: str, sponsor_id: str, person_id: str, *, now: datetime) -> SponsorRefused | None:
    """Let somebody sign for a person. Runs in the caller's transaction; twice is once."""
    require_transaction()
    refused = _check_assignment(staff_id, sponsor_id, person_id)
    if refused is None:
        Sponsorship.objects.get_or_create(
            sponsor=get_user_model().objects.get(pk=sponsor_id),
            holder=ensure_holder(person_id),
            defaults={"since": now.astimezone(UTC), "assigned_by_id": staff_id},
        )
    return refused


def remove_sponsor(staff_id: str, sponsor_id: str, person_id: str) -> SponsorRefused | None:
    """Take a person from a sponsor. What was signed stays signed."""
    require_transaction()
    refused = _check_assignment(staff_id, sponsor_id, person_id)
    if refused is None:
        Sponsorship.objects.filter(sponsor__pk=sponsor_id, holder__user_id=person_id).delete()
    return refused


def sponsored_holders(user_id: str) -> list[Holder]:
    """Return the people whose scopes somebody may sign, by name."""
    holders = Holder.objects.select_related("user").filter(
        sponsorships__sponsor__pk=user_id, user__isnull=False, user__is_active=True
    )
    return sorted(holders, key=lambda holder: (person_name(holder.user).casefold(), str(holder.key)))


def is_sponsor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Say whether somebody signs for anybody, for the navigation."""
    return user.pk is not None and Sponsorship.objects.filter(sponsor__pk=user.pk).exists()


def is_sponsor_of(user_id: str, holder: Holder) -> bool:
    """Say whether somebody signs for this person.

    Being a superuser is not enough: a signature is a promise of the person's own sponsor.
    """
    return Sponsorship.objects.filter(sponsor__pk=user_id, holder=holder).exists()


def sponsors_of(user_id: str) -> tuple[str, ...]:
    """Return the names of a person's sponsors."""
    rows = Sponsorship.objects.select_related("sponsor").filter(holder__user_id=user_id).order_by("sponsor__username")
    return tuple(person_name(row.sponsor) for row in rows)


def find_person(username: str) -> PersonRef | None:
    """Find somebody who may sign in by their exact username."""
    user = find_active_user(username)
    return _refer_to(user) if user is not None else None


def list_people(search: str = "", *, limit: int = 100) -> tuple[Person, ...]:
    """Return who may sign in, by username, with their sponsors; with ``search`` only those whose names contain it."""
    found = get_user_model().objects.filter(is_active=True)
    if search:
        parts = ("username__icontains", "first_name__icontains", "last_name__icontains", "email__iexact")
        found = found.filter(reduce(or_, (Q(**{part: search}) for part in parts)))
    users = list(found.order_by("username")[:limit])
    sponsors: dict[str, list[PersonRef]] = {}
    rows = Sponsorship.objects.select_related("sponsor", "holder").filter(holder__user__in=users)
    for row in rows.order_by("sponsor__username"):
        sponsors.setdefault(str(row.holder.user_id), []).append(_refer_to(row.sponsor))
    return tuple(
        Person(**_refer_to(user).model_dump(), sponsors=tuple(sponsors.get(str(user.pk), ()))) for user in users
    )


def _refer_to(user: AbstractBaseUser) -> PersonRef:
    return PersonRef(user_id=str(user.pk), username=user.get_username(), name=person_name(user))


def _check_assignment(staff_id: str, sponsor_id: str, person_id: str) -> SponsorRefused | None:
    users: dict[str, AbstractBaseUser] = {
        str(user.pk): user
        for user in get_user_model().objects.filter(pk__in=[staff_id, sponsor_id, person_id], is_active=True)
    }
    staff = users.get(staff_id)
    if staff is None or not getattr(staff, "is_staff", False):
        return SponsorRefused.NOT_STAFF
    if sponsor_id not in users or person_id not in users:
        return SponsorRefused.NO_SUCH_PERSON
    return SponsorRefused.OWN_SPONSOR if sponsor_id == person_id else None
