"""The Django apps that Open edX finds through the entry points ``lms.djangoapp`` and ``cms.djangoapp``.

Two of them, because Open edX looks for an app's settings, addresses and receivers below the app's own
package, and the records must not know Open edX: see docs/decisions/0010-open-edx-plug-in.md.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

from django.apps import AppConfig, apps

from empower_lms.records.apps import RecordsConfig

if find_spec("openedx_events") is not None:
    # The platform connects the event bus while apps get ready, and by then has to know our events.
    from empower_lms.openedx import events
else:
    events = None  # type: ignore[assignment]

LMS = "lms.djangoapp"
CMS = "cms.djangoapp"


class RecordsPlugin(RecordsConfig):
    """The records, with their pages in the LMS; Studio has their tables only."""

    plugin_app: ClassVar[dict[str, Any]] = {
        "url_config": {LMS: {"namespace": "empower", "regex": r"^empower/", "relative_path": "urls"}},
    }


class OpenEdxConfig(AppConfig):
    """What the platform is told about us and we are told by it. It has no tables."""

    name = "empower_lms.openedx"
    label = "empower_openedx"
    verbose_name = "empower-lms in Open edX"

    # The platform's settings for production, development and tests all begin with the common ones; what those
    # set after they have read the plug-ins comes late.
    plugin_app: ClassVar[dict[str, Any]] = {
        "settings_config": {
            LMS: {
                "common": {"relative_path": "settings.lms"},
                **{kind: {"relative_path": "settings.late"} for kind in ("production", "devstack", "test")},
            },
            CMS: {"common": {"relative_path": "settings.common"}},
        },
        "signals_config": {
            LMS: {
                "relative_path": "signals",
                "receivers": [
                    {
                        "receiver_func_name": "forget_retired_person",
                        "signal_path": "openedx.core.djangoapps.user_api.accounts.signals.USER_RETIRE_LMS_MISC",
                        "dispatch_uid": "empower_openedx.forget_retired_person",
                    },
                    {
                        "receiver_func_name": "tell_sponsors_of_withdrawal",
                        "signal_path": "openedx_events.learning.signals.CERTIFICATE_REVOKED",
                        "dispatch_uid": "empower_openedx.tell_sponsors_of_withdrawal",
                    },
                    {
                        "receiver_func_name": "publish_waiting_grades",
                        "signal_path": "empower_lms.records.api.grades_waiting",
                        "dispatch_uid": "empower_openedx.publish_waiting_grades",
                    },
                ],
            }
        },
    }

    def ready(self) -> None:
        if events is not None:
            from empower_lms.records.api import announced

            announced.connect(events.send_event, dispatch_uid="empower_openedx.send_event")
        # Importable is not enough: its transformers need its tables.
        if apps.is_installed("event_routing_backends"):
            import_module("empower_lms.openedx.xapi")
