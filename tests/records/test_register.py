"""The register: a published card is never changed, and a new version starts on its day."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from empower_lms.records import models
from empower_lms.records.api import ConflictKind, RegisterUnreadable, ScopeConflict, scope_version, scopes_in_effect
from tests.certification.cards import STOP, make_scope
from tests.records.cases import DAY, NOW, publish

pytestmark = pytest.mark.django_db


def wider(**changes: object) -> object:
    limits = [{**make_scope().limits[0].model_dump(), "at_most": "500 EUR"}]
    return make_scope(limits=limits, **changes)


def test_publishing_twice_is_publishing_once() -> None:
    assert [scope.id for scope in publish().published] == ["FIN-1", "STP-0"]
    again = publish(now=NOW + DAY)
    assert (again.published, [scope.id for scope in again.unchanged]) == ((), ["FIN-1", "STP-0"])
    assert models.ScopeVersion.objects.count() == 2


def test_a_card_that_changed_without_a_new_version_is_refused_with_its_clauses() -> None:
    publish()
    publication = publish(STOP, wider())
    assert publication.conflicts == (
        ScopeConflict(
            kind=ConflictKind.CHANGED_WITHOUT_VERSION,
            scope="FIN-1",
            version=1,
            published_version=1,
            changed_clauses=("FIN-1.amount",),
        ),
    )
    assert publication.published == ()
    assert scopes_in_effect(now=NOW)[0] == make_scope()


def test_one_conflict_stops_the_whole_publication() -> None:
    publish(make_scope())
    assert publish(STOP, wider()).conflicts
    assert not models.ScopeVersion.objects.filter(scope="STP-0").exists()


def test_a_new_version_stands_beside_the_old_one() -> None:
    publish(make_scope())
    publish(wider(version=2))
    assert scopes_in_effect(now=NOW) == (wider(version=2),)
    assert scope_version("FIN-1", 1) == make_scope()
    assert scope_version("FIN-1", 3) is None


def test_a_version_between_published_ones_is_refused() -> None:
    publish(make_scope())
    publish(wider(version=3))
    conflicts = publish(wider(version=2)).conflicts
    assert [conflict.kind for conflict in conflicts] == [ConflictKind.OLDER_THAN_PUBLISHED]


def test_a_version_starts_at_midnight_of_its_day_where_the_company_is() -> None:
    publish(make_scope())
    publish(wider(version=2, effective=date(2026, 7, 1)))
    last_moment = datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC)
    assert [scope.version for scope in scopes_in_effect(now=last_moment)] == [1]
    assert [scope.version for scope in scopes_in_effect(now=last_moment.replace(hour=22, minute=0))] == [2]


def test_what_was_not_published_yet_was_not_in_effect_yet() -> None:
    publish(make_scope(), now=NOW)
    publish(wider(version=2), now=NOW + DAY)
    assert [scope.version for scope in scopes_in_effect(now=NOW)] == [1]
    assert scopes_in_effect(now=NOW - DAY) == ()


def test_a_card_that_was_changed_in_the_database_is_not_believed() -> None:
    card = make_scope(version=7, validity_months=7)
    publish(card)
    row = models.ScopeVersion.objects.get()
    models.ScopeVersion.objects.update(document=row.document.replace("100 EUR", "900 EUR"))
    with pytest.raises(RegisterUnreadable):
        scopes_in_effect(now=NOW)


def test_the_database_itself_refuses_a_version_twice() -> None:
    publish(make_scope())
    row = models.ScopeVersion.objects.get()
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_shipped_cards_can_be_published_and_read_back() -> None:
    from importlib.resources import files
    from pathlib import Path

    import yaml

    from empower_lms.domain.scope import Scope

    folder = Path(str(files("empower_lms.courses"))) / "scopes"
    cards = [Scope.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yaml"))]
    publish(*cards)
    assert scopes_in_effect(now=NOW) == tuple(sorted(cards, key=lambda card: card.id))
