"""Learner state: the user-scoped fields of blocks, one row per learner, scope and block.

Rows are read once per request and written in one statement each, under a lock, so that parallel
requests never lose a field of each other.
"""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from xblock.fields import Scope
from xblock.runtime import KeyValueStore

from empower_lms.local.models import LearnerState

# Keyed by (user scope, block scope), since XBlock's named scopes compare by value only.
_NAMES = {
    Scope.user_state: "state",
    Scope.preferences: "preferences",
    Scope.user_info: "info",
}

RowKey = tuple[str, str]

PLACE = "place"
"""The scope of rows that remember where a learner was; their owner is a course."""


class LearnerFields(KeyValueStore):
    """The learner's fields during one request."""

    def __init__(self, user_id: int | None) -> None:
        self.user_id = user_id
        self._rows: dict[RowKey, dict[str, Any]] = {}

    def prefetch(self, usages: Iterable[str], block_types: Iterable[str], *, course: str = "") -> None:
        """Read all rows that a page will need in one query, the learner's place in its course among them."""
        wanted = [*(("state", usage) for usage in usages), *(("preferences", name) for name in block_types)]
        wanted += [(PLACE, course)] if course else []
        self._rows |= {key: {} for key in wanted}
        if self.user_id is None or not wanted:
            return
        rows = LearnerState.objects.filter(user_id=self.user_id, owner__in={owner for _, owner in wanted})
        self._rows |= {(row.scope, row.owner): json.loads(row.fields) for row in rows}

    def get(self, key: Any) -> Any:
        return self._row(key)[key.field_name]

    def has(self, key: Any) -> bool:
        return key.field_name in self._row(key)

    def default(self, key: Any) -> Any:
        raise KeyError(key)

    def set(self, key: Any, value: Any) -> None:
        self.set_many({key: value})

    def delete(self, key: Any) -> None:
        self._write(_row_key(key), {}, remove={key.field_name})

    def set_many(self, update_dict: dict[Any, Any]) -> None:
        changes: dict[RowKey, dict[str, Any]] = {}
        for key, value in update_dict.items():
            changes.setdefault(_row_key(key), {})[key.field_name] = value
        for row_key, fields in changes.items():
            self._write(row_key, fields)

    def record_place(self, course: str, unit: str) -> None:
        """Remember the page where the learner is; nothing is written while they stay."""
        row_key = (PLACE, course)
        if self.user_id is None or self._rows.get(row_key, {}).get("unit") == unit:
            return
        place = {"unit": unit}
        rows = LearnerState.objects.filter(user_id=self.user_id, scope=PLACE, owner=course)
        if not rows.update(fields=json.dumps(place)):
            self._write(row_key, place)
        self._rows[row_key] = place

    def _row(self, key: Any) -> dict[str, Any]:
        row_key = _row_key(key)
        if row_key not in self._rows:
            self.prefetch(*(([row_key[1]], []) if row_key[0] == "state" else ([], [row_key[1]])))
        return self._rows.setdefault(row_key, {})

    def _write(self, row_key: RowKey, fields: dict[str, Any], remove: Collection[str] = ()) -> None:
        if self.user_id is None:
            return
        scope, owner = row_key
        with transaction.atomic():
            LearnerState.objects.get_or_create(user_id=self.user_id, scope=scope, owner=owner)
            row = LearnerState.objects.select_for_update().get(user_id=self.user_id, scope=scope, owner=owner)
            merged = {name: value for name, value in json.loads(row.fields).items() if name not in remove} | fields
            row.fields = json.dumps(merged, ensure_ascii=False)
            row.save(update_fields=["fields"])
        self._rows[row_key] = merged


def read_places(user_id: int) -> dict[str, str]:
    """Return the ``url_name`` of the page where a learner was last, for every course that they have opened."""
    rows = LearnerState.objects.filter(user_id=user_id, scope=PLACE).values_list("owner", "fields")
    return {course: json.loads(fields)["unit"] for course, fields in rows}


def forget_preference(user_id: int, field_name: str) -> None:
    """Drop one preference of a learner for every block type, so that the site's choice applies again."""
    with transaction.atomic():
        for row in LearnerState.objects.select_for_update().filter(user_id=user_id, scope="preferences"):
            fields = json.loads(row.fields)
            if fields.pop(field_name, None) is not None:
                row.fields = json.dumps(fields, ensure_ascii=False)
                row.save(update_fields=["fields"])


def _row_key(key: Any) -> RowKey:
    return (_NAMES[key.scope], str(key.block_scope_id))
