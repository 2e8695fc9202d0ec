"""Holders: from a platform's user to the pseudonym that everything else hangs on."""

from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from empower_lms.domain.base import Value
from empower_lms.records.models import Holder
from empower_lms.records.transactions import require_transaction


class Account(Value):
    """The account that a key stands for."""

    username: str
    is_active: bool


def find_holder(user_id: str) -> Holder | None:
    """Return a person's pseudonym, if they have one yet. Reading never makes one."""
    return Holder.objects.filter(user_id=user_id).first()


def find_holder_by_key(key: str) -> Holder | None:
    parsed = parse_uuid(key)
    return Holder.objects.select_related("user").filter(key=parsed).first() if parsed else None


def ensure_holder(user_id: str) -> Holder:
    """Return a person's pseudonym, made at their first act. Runs in the caller's transaction."""
    require_transaction()
    holder, _ = Holder.objects.get_or_create(user_id=user_id)
    return holder


def open_holder(username: str) -> str:
    """Return the pseudonym of somebody who may sign in, made when they have none; nothing where there is nobody.

    Runs in the caller's transaction.
    """
    user = find_active_user(username)
    return str(ensure_holder(str(user.pk)).key) if user is not None else ""


def lock_holder(key: UUID) -> Holder:
    """Lock a person's row: whoever writes to their ledger or starts an attempt waits for the other."""
    require_transaction()
    return Holder.objects.select_for_update().get(key=key)


def read_account(key: str) -> Account | None:
    """Return the account behind a key; nothing for an unknown key and for one whose account was retired."""
    holder = find_holder_by_key(key)
    if holder is None or holder.user is None:
        return None
    return Account(username=holder.user.get_username(), is_active=holder.user.is_active)


def find_active_user(username: str) -> AbstractBaseUser | None:
    """Find somebody who may still sign in. MySQL ignores case when it compares, so the name is compared again."""
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    return user if user is not None and user.get_username() == username else None


def name_people(keys: set[str]) -> dict[str, str]:
    """Return the names behind pseudonyms, for people whose account still exists."""
    parsed = [key for key in map(parse_uuid, keys) if key is not None]
    holders = Holder.objects.select_related("user").filter(key__in=parsed, user__isnull=False)
    return {str(holder.key): person_name(holder.user) for holder in holders}


def person_name(user: AbstractBaseUser | AnonymousUser | None) -> str:
    """Return the name that a page shows for somebody."""
    if user is None:
        return ""
    full_name = getattr(user, "get_full_name", str)()
    return str(full_name or user.get_username())


def parse_uuid(text: str) -> UUID | None:
    """Read an id that came from outside."""
    try:
        return UUID(text)
    except ValueError:
        return None
