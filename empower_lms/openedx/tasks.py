"""The sweeps on the platform's workers. Only this module knows Celery."""

from celery import shared_task
from django.utils import timezone

from empower_lms.records import api


@shared_task(name="empower_lms.openedx.tasks.sweep", ignore_result=True)  # type: ignore[untyped-decorator]  # Celery has no types
def sweep(name: str, after: str = "") -> None:
    """Do one chunk of a sweep and queue the next one.

    A chunk takes seconds, so no time limit and no restart of a worker loses more than one; what is lost is done
    by the next run. Running twice at once is safe.
    """
    step = api.run_step(api.Sweep(name), now=timezone.now(), after=after)
    if step.next:
        sweep.delay(name, after=step.next)
