"""Migrations of all our apps: complete, there and back with rows in the tables, and light on locks."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.databases.rows import RowMaker, our_labels

REVIEW = Path(__file__).parents[2] / "docs" / "decisions" / "0015-migrations-on-live-databases.md"
LABELS = our_labels()

# What a later migration may do while people answer, and why. docs/decisions/0015 has the long form.
STATE_ONLY = (migrations.AlterModelOptions, migrations.AlterModelManagers)
# An operation that the rules below refuse and that somebody reviewed: (app, migration, description) -> reason.
REVIEWED: dict[tuple[str, str, str], str] = {
    (
        "empower_records",
        "0003_attempt_states_and_scoring",
        "Add field extra_time to attempt",
    ): "before the first release",
}


def names_of(label: str) -> list[str]:
    """Return the migrations of an app in the order in which they are applied."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    (leaf,) = graph.leaf_nodes(label)
    return [name for app, name in graph.forwards_plan(leaf) if app == label]


def tables_of(label: str) -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith(f"{label}_")}


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0, interactive=False)


def models_at(label: str, name: str) -> list[type[models.Model]]:
    """Return an app's models as they were after a migration."""
    state = MigrationLoader(connection).project_state((label, name))
    return list(state.apps.get_app_config(label).get_models())


def count_rows(label: str, name: str) -> dict[str, int]:
    return {model._meta.db_table: model._base_manager.count() for model in models_at(label, name)}


def test_both_apps_are_looked_at() -> None:
    assert {"empower_records", "empower_local"} <= set(LABELS)


@pytest.mark.parametrize("label", LABELS)
def test_no_migration_is_missing(db: None, label: str) -> None:
    call_command("makemigrations", label, check=True, dry_run=True, stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("label", LABELS)
def test_rows_survive_every_step_there_and_back(label: str) -> None:
    before = tables_of(label)
    names = names_of(label)
    counts: dict[str, dict[str, int]] = {}
    try:
        migrate(label, "zero")
        assert tables_of(label) == set()
        for number, name in enumerate(names, start=1):
            migrate(label, name)
            kept = counts.get(names[number - 2], {}) if number > 1 else {}
            assert {table: rows for table, rows in count_rows(label, name).items() if table in kept} == kept
            maker = RowMaker(number)
            for model in models_at(label, name):
                maker.make(model)
            counts[name] = count_rows(label, name)
            assert all(rows == counts[name][table] > 0 for table, rows in counts[name].items())
        for name in reversed(names[:-1]):
            newest = count_rows(label, names[names.index(name) + 1])
            migrate(label, name)
            assert count_rows(label, name) == {
                table: rows for table, rows in newest.items() if table in count_rows(label, name)
            }
        migrate(label, "zero")
        assert tables_of(label) == set()
    finally:
        migrate()
    assert tables_of(label) == before


def heavy_operations(label: str, name: str) -> list[str]:
    """Return what a migration does that could rewrite or lock a table that is in use."""
    migration = MigrationLoader(None, ignore_no_migrations=True).get_migration(label, name)
    if migration.initial:
        return []
    fresh = {
        operation.name_lower for operation in migration.operations if isinstance(operation, migrations.CreateModel)
    }
    return [
        operation.describe()
        for operation in migration.operations
        if _is_heavy(operation, fresh) and (label, name, operation.describe()) not in REVIEWED
    ]


def _is_heavy(operation: Operation, fresh: set[str]) -> bool:
    if isinstance(operation, (*STATE_ONLY, migrations.CreateModel, migrations.AddIndex)):
        # An index is built beside the rows by MySQL and MariaDB (ALGORITHM=INPLACE, LOCK=NONE).
        return False
    if isinstance(operation, migrations.RunPython):
        return not operation.reversible
    if getattr(operation, "model_name", "").lower() in fresh:
        return False
    if isinstance(operation, migrations.AddField):
        # A nullable column is a note in the table's description; a foreign key copies the whole table on MySQL.
        return not operation.field.null or (operation.field.is_relation and operation.field.db_constraint)
    return True


@pytest.mark.parametrize("label", LABELS)
def test_later_migrations_are_light_on_locks(label: str) -> None:
    assert {name: found for name in names_of(label) if (found := heavy_operations(label, name))} == {}


LOOSE_KEY = models.ForeignKey("auth.User", models.CASCADE, null=True, db_constraint=False)


@pytest.mark.parametrize(
    ("operation", "is_heavy"),
    [
        (migrations.AddField("attempt", "note", models.TextField(null=True)), False),
        (migrations.AddField("attempt", "note", models.TextField(default="")), True),
        (migrations.AddField("attempt", "by", models.ForeignKey("a.B", models.CASCADE, null=True)), True),
        (migrations.AddField("attempt", "by", LOOSE_KEY), False),
        (migrations.AddField("fresh", "by", models.ForeignKey("auth.User", models.CASCADE)), False),
        (migrations.AddIndex("attempt", models.Index(fields=["quiz"], name="i")), False),
        (migrations.AddConstraint("attempt", models.UniqueConstraint(fields=["quiz"], name="c")), True),
        (migrations.AlterField("attempt", "quiz", models.CharField(max_length=191)), True),
        (migrations.RemoveField("attempt", "quiz"), True),
        (migrations.RenameField("attempt", "quiz", "exam"), True),
        (migrations.DeleteModel("attempt"), True),
        (migrations.RunSQL("ALTER TABLE x"), True),
        (migrations.RunPython(migrations.RunPython.noop), True),
        (migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop), False),
    ],
)  # fmt: skip
def test_what_is_light(operation: Operation, is_heavy: bool) -> None:
    assert _is_heavy(operation, {"fresh"}) is is_heavy


@pytest.mark.parametrize("label", LABELS)
def test_only_the_first_migration_calls_itself_initial(label: str) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert [name for name in names_of(label) if loader.get_migration(label, name).initial] == names_of(label)[:1]


@pytest.mark.parametrize("label", LABELS)
def test_every_migration_was_reviewed(label: str) -> None:
    reviewed = set(re.findall(r"^### `(\w+) (\w+)`$", REVIEW.read_text(), re.MULTILINE))
    assert {(label, name) for name in names_of(label)} <= reviewed, f"describe it in {REVIEW.name}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("label", LABELS)
def test_every_statement_can_be_shown(label: str) -> None:
    for name in names_of(label):
        for backwards in (False, True):
            out = io.StringIO()
            call_command("sqlmigrate", label, name, backwards=backwards, stdout=out, no_color=True)
            assert "TABLE" in out.getvalue() or "INDEX" in out.getvalue() or "no-op" in out.getvalue()
