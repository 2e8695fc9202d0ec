"""The Django app of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Tables for attempts, the ledger, the scope register and decisions."""

    name = "empower_lms.records"
    label = "empower_records"
    verbose_name = "empower-lms records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from empower_lms.records import checks

        checks.register_checks()
