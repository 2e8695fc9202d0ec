"""The Django apps that Open edX finds through the entry points ``lms.djangoapp`` and ``cms.djangoapp``.

Two of them, because Open edX looks for an app's settings, addresses and receivers below the app's own
package, and the records must not know Open edX: see docs/decisions/0010-open-edx-plug-in.md.
"""

from typing import Any, ClassVar

from django.apps import AppConfig

from empower_lms.records.apps import RecordsConfig

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

    # The platform's settings for production, development and tests all begin with the common ones.
    plugin_app: ClassVar[dict[str, Any]] = {
        "settings_config": {
            LMS: {"common": {"relative_path": "settings.common"}},
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
                    }
                ],
            }
        },
    }
