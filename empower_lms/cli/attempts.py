"""``empower-lms attempts``: see a person's tries and help them on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click

from empower_lms.cli.home_option import home_option, open_records

_BY = click.option("--by", required=True, metavar="USERNAME", help="The training admin who does it.")
_REASON = click.option("--reason", required=True, help="Why; it is stored with the name.")


def who_and_why(command: Callable[..., int]) -> Callable[..., int]:
    """Add what every help is stored with, and where."""
    return _BY(_REASON(home_option(command)))


def at_a_quiz(command: Callable[..., int]) -> Callable[..., int]:
    """Add whom the help is for, and at which quiz."""
    return click.argument("username")(click.argument("quiz")(who_and_why(command)))


class Help(NamedTuple):
    """Whom a training admin helps, and with what: the records of this program."""

    api: Any
    person: Any
    staff: str
    now: Any

    @property
    def holder(self) -> str:
        return str(self.person.holder)


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
@who_and_why
def reset(username: str, attempt: str, by: str, reason: str, home: Path | None) -> int:
    """Reset a try of USERNAME after a technical failure: it counts for nothing."""

    def act(help_: Help) -> Any:
        chosen = attempt or next((one.id for one in help_.person.tries if one.is_resettable), "")
        return help_.api.reset_attempt(help_.staff, help_.holder, chosen, reason=reason, now=help_.now)

    return _help(home, username, by, act)


@attempts.command("extra-time")
@click.argument("username")
@click.argument("percent", type=click.IntRange(0, 300))
@who_and_why
def extra_time(username: str, percent: int, by: str, reason: str, home: Path | None) -> int:
    """Give USERNAME some per cent more time, for tries under way, too. 0 takes it back."""

    def act(help_: Help) -> Any:
        # Whoever needs it gets it before their first try, when nothing is recorded about them yet.
        holder = help_.api.open_holder(username)
        return help_.api.grant_extra_time(help_.staff, holder, percent=percent, reason=reason, now=help_.now)

    return _help(home, username, by, act)


@attempts.command()
@at_a_quiz
def talk(username: str, quiz: str, by: str, reason: str, home: Path | None) -> int:
    """Confirm that somebody talked with USERNAME about what the tries at QUIZ missed."""

    def act(help_: Help) -> Any:
        return help_.api.confirm_talk(help_.staff, help_.holder, quiz, note=reason, now=help_.now)

    return _help(home, username, by, act)


@attempts.command()
@at_a_quiz
def unlock(username: str, quiz: str, by: str, reason: str, home: Path | None) -> int:
    """Open the next try of USERNAME at QUIZ at once."""

    def act(help_: Help) -> Any:
        return help_.api.unlock_next_try(help_.staff, help_.holder, quiz, reason=reason, now=help_.now)

    return _help(home, username, by, act)


@attempts.command()
@at_a_quiz
def resolve(username: str, quiz: str, by: str, reason: str, home: Path | None) -> int:
    """Say that what kept USERNAME from passing QUIZ is out of the way."""

    def act(help_: Help) -> Any:
        return help_.api.resolve_obstacle(help_.staff, help_.holder, quiz, note=reason, now=help_.now)

    return _help(home, username, by, act)


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


def _help(home: Path | None, username: str, by: str, act: Callable[[Help], Any]) -> int:
    """Help somebody in one transaction, and say whether it was done."""
    open_records(home)

    from django.utils import timezone

    from empower_lms.records import api
    from empower_lms.records.wording import DONE, HELP_REFUSED, NOT_RESET

    help_ = Help(api, _find(username), _staff(by), timezone.now())
    with api.records.transaction():
        outcome = act(help_)
    translate = _translate()
    if isinstance(outcome, api.HelpRefused):
        raise click.ClickException(translate(HELP_REFUSED[outcome]))
    if isinstance(outcome, str):
        raise click.ClickException(translate(NOT_RESET))
    click.echo(translate(DONE))
    return 0


def _translate() -> Callable[[str], str]:
    from empower_lms.cli.language import message_catalogue

    return message_catalogue().gettext
