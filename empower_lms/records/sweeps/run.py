"""Running sweeps to their end, for commands; task queues take one step at a time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from empower_lms.records.sweeps.grades import close_tries, publish_grades
from empower_lms.records.sweeps.lapses import announce_lapses
from empower_lms.records.sweeps.reminders import remind_people
from empower_lms.records.sweeps.retention import forget_decisions
from empower_lms.records.sweeps.step import Step
from empower_lms.records.sweeps.summaries import report_standings


class Sweep(StrEnum):
    """What can be swept, in an order in which each finds what the ones before it have left."""

    CLOSE = "close"
    GRADES = "grades"
    REMIND = "remind"
    DEPROVISION = "deprovision"
    REPORT = "report"
    FORGET = "forget"


_STEPS: Mapping[Sweep, Callable[..., Step]] = {
    Sweep.CLOSE: close_tries,
    Sweep.GRADES: publish_grades,
    Sweep.REMIND: remind_people,
    Sweep.DEPROVISION: announce_lapses,
    Sweep.REPORT: report_standings,
    Sweep.FORGET: forget_decisions,
}


def run_step(sweep: Sweep, *, now: datetime, after: str = "") -> Step:
    """Do one chunk of a sweep. Safe to run twice, at once, or to die half-way."""
    return _STEPS[sweep](now=now, after=after)


def run_sweep(sweep: Sweep, *, now: datetime, preview: bool = False) -> Step:
    """Do a sweep to its end; with ``preview`` only count what it would do."""
    total = _STEPS[sweep](now=now, preview=preview)
    while total.next:
        total = total.plus(_STEPS[sweep](now=now, after=total.next, preview=preview))
    return total


def run_sweeps(sweeps: Iterable[Sweep], *, now: datetime, preview: bool = False) -> dict[Sweep, Step]:
    """Do several sweeps, one after the other."""
    return {sweep: run_sweep(sweep, now=now, preview=preview) for sweep in sweeps}
