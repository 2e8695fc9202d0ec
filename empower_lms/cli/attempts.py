"""``empower-lms attempts``: see a person's tries and help them on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from empower_lms.cli.home_option import home_option, open_records

by_option = click.option("--by", required=True, metavar="USERNAME", help="The training admin who does it.")
reason_option = click.option("--reason", required=True, help="Why; it is stored with the name.")


@click.group()
def attempts() -> None:
    """See a person's tries, and help them on: reset, extra time, unlock. States only, never scores."""


@attempts.command()
@click.argument("username")
@home_option
def show(username: str, home: Path | None) -> int:
    """Show the tries of USERNAME, newest first."""
    open_records(home)

    from empower_lms.records.try_reports import report_tries

    for line in report_tries(_find(username), _translate()):
        click.echo(line)
    return 0


@attempts.command()
@click.argument("username")
@click.option("--attempt", default="", help="Id of the try; the newest that can be reset, by default.")
@by_option
@reason_option
@home_option
def reset(username: str, attempt: str, by: str, reason: str, home: Path | None) -> int:
    """Reset a try of USERNAME after a technical failure: it counts for nothing."""
    open_records(home)

    from empower_lms.records import api

    person = _find(username)
    chosen = attempt or next((one.id for one in person.tries if one.is_resettable), "")
    return _run(lambda now: api.reset_attempt(_staff(by), person.holder, chosen, reason=reason, now=now))


@attempts.command("extra-time")
@click.argument("username")
@click.argument("percent", type=click.IntRange(0, 300))
@by_option
@reason_option
@home_option
def extra_time(username: str, percent: int, by: str, reason: str, home: Path | None) -> int:
    """Give USERNAME some per cent more time, for tries under way, too. 0 takes it back."""
    open_records(home)

    from empower_lms.records import api

    _find(username)
    return _run(
        lambda now: api.grant_extra_time(_staff(by), api.open_holder(username), percent=percent, reason=reason, now=now)
    )


@attempts.command()
@click.argument("username")
@click.argument("quiz")
@by_option
@reason_option
@home_option
def talk(username: str, quiz: str, by: str, reason: str, home: Path | None) -> int:
    """Confirm that somebody talked with USERNAME about what the tries at QUIZ missed."""
    open_records(home)

    from empower_lms.records import api

    holder = _find(username).holder
    return _run(lambda now: api.confirm_talk(_staff(by), holder, quiz, note=reason, now=now))


@attempts.command()
@click.argument("username")
@click.argument("quiz")
@by_option
@reason_option
@home_option
def unlock(username: str, quiz: str, by: str, reason: str, home: Path | None) -> int:
    """Open the next try of USERNAME at QUIZ at once."""
    open_records(home)

    from empower_lms.records import api

    holder = _find(username).holder
    return _run(lambda now: api.unlock_next_try(_staff(by), holder, quiz, reason=reason, now=now))


@attempts.command()
@click.argument("username")
@click.argument("quiz")
@by_option
@reason_option
@home_option
def resolve(username: str, quiz: str, by: str, reason: str, home: Path | None) -> int:
    """Say that what kept USERNAME from passing QUIZ is out of the way."""
    open_records(home)

    from empower_lms.records import api

    holder = _find(username).holder
    return _run(lambda now: api.resolve_obstacle(_staff(by), holder, quiz, note=reason, now=now))


@attempts.command("close-overdue")
@click.option("--limit", default=500, show_default=True, type=click.IntRange(1, 100_000), help="At most so many.")
@home_option
def close_overdue(limit: int, home: Path | None) -> int:
    """Close tries whose time is up. Nothing is wrong before: it certifies passes that nobody came back for."""
    open_records(home)

    from django.utils import timezone

    from empower_lms.records.api import close_overdue_attempts
    from empower_lms.records.wording import CLOSED

    closed = close_overdue_attempts(now=timezone.now(), limit=limit)
    click.echo(_translate()(CLOSED).format(count=len(closed)))
    return 0


def _find(username: str) -> Any:
    from django.utils import timezone

    from empower_lms.records.api import read_person_tries

    person = read_person_tries(username, now=timezone.now())
    if person is None:
        raise click.ClickException(f"There is nobody named '{username}'.")
    return person


def _staff(username: str) -> str:
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise click.ClickException(f"There is nobody named '{username}'.")
    return str(user.pk)


def _run(act: Callable[[Any], Any]) -> int:
    """Do something in a transaction, and say whether it was done."""
    from django.utils import timezone

    from empower_lms.records.api import HelpRefused, records
    from empower_lms.records.wording import DONE, HELP_REFUSED, NOT_RESET

    with records.transaction():
        outcome = act(timezone.now())
    translate = _translate()
    if isinstance(outcome, HelpRefused):
        raise click.ClickException(translate(HELP_REFUSED[outcome]))
    if isinstance(outcome, str):
        raise click.ClickException(translate(NOT_RESET))
    click.echo(translate(DONE))
    return 0


def _translate() -> Callable[[str], str]:
    from empower_lms.cli.language import message_catalogue

    return message_catalogue().gettext
