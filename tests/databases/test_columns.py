"""Columns: what goes in comes out, to the last byte and microsecond, and indexes fit into every server."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.test import override_settings

from empower_lms.records.models import Attempt, Holder, LedgerEntry
from tests.databases.rows import RowMaker, given_values, our_labels, stored_values

pytestmark = pytest.mark.django_db

MODELS = [model for label in our_labels() for model in apps.get_app_config(label).get_models()]
BERLIN = ZoneInfo("Europe/Berlin")
INSTANTS = [
    datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
    datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1),
    datetime(2026, 3, 29, 1, 59, 59, 999999, tzinfo=BERLIN),
    datetime(2026, 3, 29, 3, 0, tzinfo=BERLIN),
    datetime(2026, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
    datetime(2024, 2, 29, 12, 0, tzinfo=ZoneInfo("Pacific/Apia")),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_goes_in_comes_out(model: type[models.Model]) -> None:
    row = RowMaker().make(model)
    assert stored_values(row) == given_values(row)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_what_is_stored_is_found_by_its_own_words(model: type[models.Model]) -> None:
    row = RowMaker().make(model)
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField):
            assert model._base_manager.filter(**{field.attname: getattr(row, field.attname)}).get() == row


@pytest.mark.parametrize("instant", INSTANTS, ids=str)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_an_instant_stays_the_same_instant(instant: datetime, zone: str) -> None:
    # Python never calls two times of different zones equal in an hour that comes twice, so both are compared in UTC.
    utc = instant.astimezone(UTC)
    with override_settings(TIME_ZONE=zone):
        row = RowMaker().make(Attempt)
        Attempt.objects.filter(pk=row.pk).update(started_at=instant)
        row.refresh_from_db()
        assert row.started_at == utc
        assert Attempt.objects.filter(started_at=instant).exists()
        assert not Attempt.objects.filter(started_at__lt=instant).exists()
        assert Attempt.objects.filter(started_at__gt=utc - timedelta(microseconds=1)).exists()


def test_the_clock_of_the_server_does_not_matter() -> None:
    """A server's zone changes what TIMESTAMP columns and its own functions say: we use neither."""
    row = RowMaker().make(Attempt)
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute("SELECT @@global.time_zone")
            assert cursor.fetchone() != ("SYSTEM",), "tests/run_databases.sh starts it elsewhere"
            cursor.execute("SET time_zone = '-07:00'")
        elif connection.vendor == "postgresql":
            # Django sets the session's zone, and reads what comes by it.
            cursor.execute("SELECT reset_val, setting FROM pg_settings WHERE name = 'TimeZone'")
            assert cursor.fetchone() == ("Asia/Kolkata", "UTC")
    assert stored_values(row) == given_values(row)
    assert settings.USE_TZ


def test_two_instants_of_one_hour_of_the_clock_stay_two() -> None:
    first, second = RowMaker(1).make(LedgerEntry), RowMaker(2).make(LedgerEntry)
    for row, instant in ((first, INSTANTS[0]), (second, INSTANTS[1])):
        LedgerEntry.objects.filter(pk=row.pk).update(at=instant)
    later, earlier = LedgerEntry.objects.order_by("-at").values_list("at", flat=True)
    assert later - earlier == timedelta(hours=1)


def index_columns(model: type[models.Model]) -> list[tuple[str, list[models.Field]]]:
    """Return the columns of every index of a table, also of those that a database makes by itself."""
    meta = model._meta
    found = [(field.name, [field]) for field in meta.concrete_fields if field.unique or field.db_index]
    named = [one for one in (*meta.constraints, *meta.indexes) if getattr(one, "fields", None)]
    return found + [(one.name, [meta.get_field(name.lstrip("-")) for name in one.fields]) for one in named]


def byte_length(field: models.Field) -> int:
    """Return the bytes that a column takes in an index of MySQL, where a character may have four."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return 32 * 4
    return (target.max_length or 0) * 4 if isinstance(target, models.CharField) else 8


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_indexes_fit_into_the_smallest_page(model: type[models.Model]) -> None:
    for name, fields in index_columns(model):
        assert all(byte_length(field) <= 767 for field in fields), name
        assert sum(byte_length(field) for field in fields) <= 3072, name
        assert not any(isinstance(field, models.TextField) for field in fields), name


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_column_has_a_type_that_depends_on_the_release_of_django(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        assert type(field) not in (models.UUIDField, models.JSONField), f"{field}: use KeyField, or text"


def test_keys_have_the_same_column_type_as_what_they_point_to() -> None:
    with connection.cursor() as cursor:
        for model in MODELS:
            table = model._meta.db_table
            for column, (other_column, other) in connection.introspection.get_relations(cursor, table).items():
                types = {column_type(table, column), column_type(other, other_column)}
                assert len(types) == 1, (table, column, types)
                assert types != {"uuid"} or connection.vendor == "postgresql", (table, column)


def column_type(table: str, column: str) -> str:
    schemas = {"mysql": "column_type", "postgresql": "data_type"}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT lower(type) FROM pragma_table_info(%s) WHERE name = %s", [table, column])
        else:
            cursor.execute(
                f"SELECT {schemas[connection.vendor]} FROM information_schema.columns"
                f" WHERE table_schema = {'DATABASE()' if connection.vendor == 'mysql' else 'current_schema()'}"
                " AND table_name = %s AND column_name = %s",
                [table, column],
            )
        (found,) = cursor.fetchone()
    return str(found)


def test_people_are_those_of_the_platform() -> None:
    user = get_user_model().objects.create(username="ada")
    holder = Holder.objects.create(user=user)
    assert type(holder.user_id) is type(user.pk)
    assert Holder._meta.get_field("user").db_type(connection) == Holder._meta.get_field(
        "user"
    ).target_field.rel_db_type(connection)
