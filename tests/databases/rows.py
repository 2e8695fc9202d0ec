"""Rows for any table: made from its columns, as full and as awkward as the columns allow."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.apps import apps as installed
from django.contrib.auth import get_user_model
from django.db import models

# Four bytes in UTF-8, a combining accent, German, a line break and a blank at the end.
AWKWARD = "😀𝄞é̂ßÄ\r\n\t'\"\\%_{} "
LAST_MICROSECOND = datetime(2026, 10, 25, 0, 59, 59, 999999, tzinfo=UTC)

_LARGEST = {
    models.PositiveSmallIntegerField: 32767,
    models.SmallIntegerField: 32767,
    models.PositiveIntegerField: 2147483647,
    models.IntegerField: 2147483647,
    models.PositiveBigIntegerField: 2**63 - 1,
    models.BigIntegerField: 2**63 - 1,
}


def our_labels() -> list[str]:
    """Return the labels of our Django apps that have tables, each after those that it points to."""
    return [
        config.label
        for config in installed.get_app_configs()
        if config.name.startswith("empower_") and list(config.get_models())
    ]


def fill_text(length: int, number: int) -> str:
    """Return text of exactly this length, another for each number, with a blank at its end where there is room."""
    text = f"{number}{AWKWARD * (length // len(AWKWARD) + 1)}"[:length]
    return text[:-1] + " " if length > 2 else text


class RowMaker:
    """Makes one row of each model, and before it the rows that it points to."""

    def __init__(self, number: int = 1) -> None:
        self.number = number
        self.made: dict[str, Any] = {}

    def make(self, model: type[models.Model]) -> Any:
        """Return the row of this model, made at the first call. Historical models of migrations are welcome."""
        label = model._meta.label_lower
        if label == get_user_model()._meta.label_lower:
            return self._user(model)
        if label not in self.made:
            self.made[label] = model._base_manager.create(**self._values(model))
        return self.made[label]

    def _user(self, model: type[models.Model]) -> Any:
        name = f"rows{self.number}"
        return model._base_manager.filter(username=name).first() or model._base_manager.create(username=name)

    def _values(self, model: type[models.Model]) -> dict[str, Any]:
        return {
            field.name: self._value(field)
            for field in model._meta.concrete_fields
            if not isinstance(field, models.AutoField | models.BigAutoField)
        }

    def _value(self, field: models.Field) -> Any:
        if isinstance(field, models.ForeignKey):
            return self.make(field.remote_field.model)
        if isinstance(field, models.UUIDField):
            return uuid4()
        if isinstance(field, models.CharField):
            return fill_text(field.max_length or 1, self.number)
        if isinstance(field, models.TextField):
            # More than the 64 kB that a plain TEXT column of MySQL holds.
            return fill_text(70_000, self.number)
        if isinstance(field, models.BooleanField):
            return True
        if isinstance(field, models.DateTimeField):
            return LAST_MICROSECOND
        if isinstance(field, models.DateField):
            return date(2028, 2, 29)
        if isinstance(field, models.DecimalField):
            return Decimal(1).scaleb(-field.decimal_places)
        if isinstance(field, models.FloatField):
            return 0.1
        for kind, largest in _LARGEST.items():
            if type(field) is kind:
                return largest - self.number
        raise NotImplementedError(f"no value for {field} of {type(field)}: add one")


def stored_values(row: models.Model) -> dict[str, Any]:
    """Return a row's columns by name, as its database gives them."""
    return dict(type(row)._base_manager.filter(pk=row.pk).values().get())


def given_values(row: models.Model) -> dict[str, Any]:
    """Return a row's columns by name, as they were given to the database."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
