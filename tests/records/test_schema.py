"""The schema: its migrations are complete, go back, and use what all four databases have."""

import io

import django
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from empower_lms.records import checks

APP = "empower_records"


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", APP, check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
def test_migrations_go_back_and_forth() -> None:
    def tables() -> set[str]:
        return {name for name in connection.introspection.table_names() if name.startswith(APP)}

    before = tables()
    try:
        call_command("migrate", APP, "zero", verbosity=0)
        assert tables() == set()
    finally:
        call_command("migrate", APP, verbosity=0)
    assert tables() == before
    assert len(before) == len(list(apps.get_app_config(APP).get_models()))


def test_unique_columns_fit_into_every_database() -> None:
    for model in apps.get_app_config(APP).get_models():
        unique = {name for one in model._meta.constraints for name in getattr(one, "fields", ())}
        for field in model._meta.fields:
            if isinstance(field, models.CharField) and (field.unique or field.db_index or field.name in unique):
                assert field.max_length is not None
                assert field.max_length <= 191, field
            assert not isinstance(field, models.JSONField), field
        for named in [*model._meta.constraints, *model._meta.indexes]:
            assert len(named.name) <= 30


def test_a_database_that_can_lose_answers_is_named(db: None) -> None:
    assert checks.check_isolation(None, ["default"]) == []
    options = connection.settings_dict["OPTIONS"]
    kept = dict(options)
    try:
        options["transaction_mode"] = "DEFERRED"
        options["isolation_level"] = "repeatable read"
        sqlite = ["empower_records.W001"] if django.VERSION >= (5, 1) else []
        expected = {"sqlite": sqlite, "mysql": ["empower_records.W002"], "postgresql": []}
        assert [found.id for found in checks.check_isolation(None, ["default"])] == expected[connection.vendor]
    finally:
        options.clear()
        options.update(kept)
