"""The Django app of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Tables for attempts, the ledger, the scope register and decisions."""

    name = "empower_lms.records"
    label = "empower_records"
    verbose_name = "empower-lms records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth import get_user_model
        from django.db.models.signals import pre_delete

        from empower_lms.records import checks
        from empower_lms.records.retirement import release_deleted_account

        checks.register_checks()
        pre_delete.connect(release_deleted_account, get_user_model(), dispatch_uid="empower_records.release")
