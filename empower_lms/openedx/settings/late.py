"""Defaults that the platform's common settings would overwrite: it sets the event bus after it has read the plug-ins.

They are read again at the end of its production, development and test settings.
"""

from typing import Any

GRANT = "org.empower.grant.changed.v1"
TOPICS = {
    "org.empower.attempt.submitted.v1": ("empower-attempt-lifecycle", "attempt.holder"),
    "org.empower.certificate.issued.v1": ("empower-certificate-lifecycle", "certificate.holder"),
    GRANT: ("empower-grant-lifecycle", "grant.holder"),
}


def plugin_settings(settings: Any) -> None:
    """Name a topic for each event; none is produced until an operator enables it."""
    known = getattr(settings, "EVENT_BUS_PRODUCER_CONFIG", {})
    settings.EVENT_BUS_PRODUCER_CONFIG = {
        **known,
        **{event: _with_topic(known.get(event, {}), *topic) for event, topic in TOPICS.items()},
    }


def _with_topic(known: dict[str, Any], topic: str, key: str) -> dict[str, Any]:
    """Add our topic; what an operator wrote about it stays, if only that it is enabled."""
    return {**known, topic: {"event_key_field": key, "enabled": False, **known.get(topic, {})}}
