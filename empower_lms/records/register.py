"""The register: published versions of scope cards, and which of them is in effect."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from pydantic import TypeAdapter, ValidationError

from empower_lms.domain.base import Value
from empower_lms.domain.digest import canonical_json
from empower_lms.domain.documents import ScopeDocument, read_document
from empower_lms.domain.scope import Scope
from empower_lms.records.configuration import company_zone
from empower_lms.records.models import ScopeVersion
from empower_lms.records.transactions import require_transaction

_DIGESTS: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])


class RegisterUnreadable(Exception):
    """A published card is not what was published: nobody can rely on it."""


class ConflictKind(StrEnum):
    """Why a card can't be published as it is."""

    CHANGED_WITHOUT_VERSION = "changed-without-version"
    OLDER_THAN_PUBLISHED = "older-than-published"


class ScopeConflict(Value):
    """A card that contradicts what was published, with the clauses that differ."""

    kind: ConflictKind
    scope: str
    version: int
    published_version: int
    changed_clauses: tuple[str, ...] = ()


class Publication(Value):
    """What a publication did. With one conflict nothing is published at all."""

    published: tuple[Scope, ...] = ()
    unchanged: tuple[Scope, ...] = ()
    conflicts: tuple[ScopeConflict, ...] = ()


class Register(Value):
    """The cards in effect at an instant, and the ids of all cards that were ever published."""

    scopes: tuple[Scope, ...] = ()
    known: frozenset[str] = frozenset()

    def scope(self, scope_id: str) -> Scope | None:
        return next((scope for scope in self.scopes if scope.id == scope_id), None)


def publish_scopes(scopes: Iterable[Scope], *, published_by: str, now: datetime) -> Publication:
    """Publish cards: a new version is a new row, the same content is nothing new.

    Runs in the caller's transaction. A card whose content changed under the same version, or whose
    version is older than the published one, is a conflict.
    """
    require_transaction()
    cards = tuple(scopes)
    history = _published_versions(card.id for card in cards)
    unchanged = tuple(card for card in cards if _is_published(card, history[card.id]))
    fresh = tuple(card for card in cards if card not in unchanged)
    conflicts = tuple(conflict for card in fresh if (conflict := _find_conflict(card, history[card.id])))
    if conflicts:
        return Publication(conflicts=conflicts)
    for card in fresh:
        _insert(card, published_by, now)
    return Publication(published=fresh, unchanged=unchanged)


def read_register(*, now: datetime) -> Register:
    """Read the cards in effect: of each scope the highest version that was published and has begun.

    Raises:
        RegisterUnreadable: when a stored card is not the one that was published.
    """
    today = now.astimezone(ZoneInfo(company_zone())).date()
    rows = ScopeVersion.objects.order_by("scope", "version").values_list(
        "scope", "digest", "effective_from", "published_at"
    )
    known: set[str] = set()
    in_effect: dict[str, str] = {}
    for scope_id, digest, effective_from, published_at in rows:
        known.add(scope_id)
        if effective_from <= today and published_at <= now:
            in_effect[scope_id] = digest
    return Register(scopes=_CARDS.read(in_effect.values()), known=frozenset(known))


def scopes_in_effect(*, now: datetime) -> tuple[Scope, ...]:
    """Return the cards in effect, in the order of their ids."""
    return read_register(now=now).scopes


def scope_version(scope_id: str, version: int) -> Scope | None:
    """Return a card as it was published, in effect or not."""
    digest = ScopeVersion.objects.filter(scope=scope_id, version=version).values_list("digest", flat=True).first()
    return _CARDS.read([digest])[0] if digest else None


def recall_free_scope(scope_id: str) -> Scope | None:
    """Return an S0 right that this process has read before.

    Stopping and warning stay everybody's, even while the register can't be read.
    """
    return _CARDS.free.get(scope_id)


class _Cards:
    """Cards by digest: published content never changes, so a process reads each card once."""

    def __init__(self) -> None:
        self.by_digest: dict[str, Scope] = {}
        self.free: dict[str, Scope] = {}

    def read(self, digests: Iterable[str]) -> tuple[Scope, ...]:
        wanted = tuple(digests)
        missing = [digest for digest in wanted if digest not in self.by_digest]
        if missing:
            for row in ScopeVersion.objects.filter(digest__in=missing):
                self._remember(row)
        return tuple(self.by_digest[digest] for digest in wanted)

    def _remember(self, row: ScopeVersion) -> None:
        scope = parse_card(row)
        self.by_digest[row.digest] = scope
        if not scope.is_gated:
            self.free[scope.id] = scope


_CARDS = _Cards()


def parse_card(row: ScopeVersion) -> Scope:
    """Read a stored card.

    Raises:
        RegisterUnreadable: when the content is no card, or another one than its digest names.
    """
    try:
        document: ScopeDocument = read_document(ScopeDocument, row.document)
    except (ValidationError, ValueError) as error:
        raise RegisterUnreadable(f"the card {row.scope} version {row.version} can't be read") from error
    scope = document.scope
    if scope.digest != row.digest or scope.id != row.scope or scope.version != row.version:
        raise RegisterUnreadable(f"the card {row.scope} version {row.version} is not the one that was published")
    return scope


def _published_versions(scope_ids: Iterable[str]) -> dict[str, list[ScopeVersion]]:
    history: dict[str, list[ScopeVersion]] = {scope_id: [] for scope_id in scope_ids}
    for row in ScopeVersion.objects.filter(scope__in=list(history)).order_by("scope", "version"):
        history[row.scope].append(row)
    return history


def _is_published(card: Scope, rows: Sequence[ScopeVersion]) -> bool:
    return any(row.version == card.version and row.digest == card.digest for row in rows)


def _find_conflict(card: Scope, rows: Sequence[ScopeVersion]) -> ScopeConflict | None:
    if not rows or card.version > rows[-1].version:
        return None
    same = next((row for row in rows if row.version == card.version), None)
    return ScopeConflict(
        kind=ConflictKind.CHANGED_WITHOUT_VERSION if same else ConflictKind.OLDER_THAN_PUBLISHED,
        scope=card.id,
        version=card.version,
        published_version=rows[-1].version,
        changed_clauses=_changed_clauses(card, same) if same else (),
    )


def _changed_clauses(card: Scope, row: ScopeVersion) -> tuple[str, ...]:
    before = _DIGESTS.validate_json(row.clause_digests)
    after = card.clause_digests()
    return tuple(sorted(clause for clause in before.keys() | after.keys() if before.get(clause) != after.get(clause)))


def _insert(card: Scope, published_by: str, now: datetime) -> None:
    """Write a version, or find that another process has just written the same one."""
    row, _ = ScopeVersion.objects.get_or_create(
        scope=card.id,
        version=card.version,
        defaults={
            "digest": card.digest,
            "document": ScopeDocument(scope=card).to_json(),
            "clause_digests": canonical_json(card.clause_digests()),
            "effective_from": card.effective,
            "published_by": published_by[:150],
            "published_at": now.astimezone(UTC),
        },
    )
    if row.digest != card.digest:
        raise IntegrityError(f"another process published another {card.id} version {card.version} at the same moment")
