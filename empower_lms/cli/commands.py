"""The table of commands. A command's module is imported when the command is used, not before."""

from collections.abc import Iterable
from importlib import import_module

import click

COMMANDS = {
    "new": ("empower_lms.cli.new:new", "Write a small example catalogue to start from."),
    "check": ("empower_lms.cli.check:check", "Read a catalogue and name every mistake."),
    "strength": ("empower_lms.cli.strength:strength", "Say who would pass the certification quizzes."),
    "build": ("empower_lms.cli.build:build", "Build one Open edX package per course."),
    "serve": ("empower_lms.cli.serve:serve", "Serve a catalogue in the embedded LMS."),
    "register": ("empower_lms.cli.register:register", "Publish the scope cards of a catalogue."),
    "decide": ("empower_lms.cli.decide:decide", "Ask whether a person may do something now."),
    "attempts": ("empower_lms.cli.attempts:attempts", "Help people with their tries: reset, extra time, unlock."),
    "void-question": ("empower_lms.cli.void_question:void_question", "Void a faulty question; looks only, by default."),
    "sweep": ("empower_lms.cli.sweep:sweep", "Remind, announce what lapsed, report; meant for every night."),
    "export-person": ("empower_lms.cli.export_person:export_person", "Write everything stored about a person."),
    "verify-ledger": ("empower_lms.cli.verify_ledger:verify_ledger", "Look for altered or missing ledger entries."),
}
"""Name to where the command is, and one line for the overview, which needs no import."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            import difflib

            close = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows: Iterable[tuple[str, str]] = [(name, line) for name, (_where, line) in COMMANDS.items()]
        with formatter.section("Commands"):
            formatter.write_dl(list(rows))
