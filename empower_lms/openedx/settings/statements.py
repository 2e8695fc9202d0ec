"""Let our tracking events become xAPI statements, where event-routing-backends is installed."""

from importlib.util import find_spec
from typing import Any

from empower_xblocks.tracking import STARTED, SUBMITTED

ALLOWED = "EVENT_TRACKING_BACKENDS_ALLOWED_XAPI_EVENTS"
BACKEND = "event_transformer"


def allow_statements(settings: Any) -> None:
    """Add our events to those that are let through, whether the platform reads that plug-in before ours or after.

    Before ours it has made its filters already, and they are made anew; after ours it appends to what it finds.
    What an operator sets is read later and wins.
    """
    if find_spec("event_routing_backends") is None:
        return
    known = getattr(settings, ALLOWED, [])
    allowed = [*known, *(name for name in (STARTED, SUBMITTED) if name not in known)]
    setattr(settings, ALLOWED, allowed)
    backends = getattr(settings, "EVENT_TRACKING_BACKENDS", None) or {}
    if BACKEND not in backends:
        return
    from event_routing_backends.utils.settings import event_tracking_backends_config

    caliper = settings.EVENT_TRACKING_BACKENDS_ALLOWED_CALIPER_EVENTS
    backends.update(event_tracking_backends_config(settings, allowed, caliper))
    # Where the platform sends its tracking log over the event bus, this is the filter.
    if hasattr(settings, "EVENT_BUS_TRACKING_LOGS"):
        settings.EVENT_BUS_TRACKING_LOGS = {*settings.EVENT_BUS_TRACKING_LOGS, STARTED, SUBMITTED}
