"""``empower-lms``: the entry point, and the one seam where errors become messages and exit codes.

Exit codes: 0 clean, 1 findings, 2 misuse or something outside of us failed.
Nothing heavy is imported here, so that ``--version`` and ``--help`` answer at once.
"""

import os
import sys
from collections.abc import Sequence

import click

from empower_lms import __version__
from empower_lms.cli.commands import LazyGroup

CLEAN, FINDINGS, MISUSE, INTERRUPTED = 0, 1, 2, 130


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="empower-lms", message="%(prog)s %(version)s")
def cli() -> None:
    """Author courses as text, build them for Open edX, and certify decision scopes.

    Start with: empower-lms new my-courses
    """


def main(args: Sequence[str] | None = None) -> None:
    """Run the program and exit with its code."""
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the program; return its exit code."""
    try:
        result = cli.main(args=args, prog_name="empower-lms", standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else CLEAN
    except click.ClickException as error:
        error.show()
        return MISUSE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except ModuleNotFoundError as error:
        return _explain_missing_module(error)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"empower-lms: {where}{error.strerror or error}", err=True)
        return MISUSE
    except Exception as error:
        if not _is_setting(error):
            raise
        click.echo(f"empower-lms: {error}", err=True)
        return MISUSE


def _is_setting(error: Exception) -> bool:
    """Say whether an operator's setting is wrong. Django is not imported for commands that don't need it."""
    django = sys.modules.get("django.core.exceptions")
    return django is not None and isinstance(error, django.ImproperlyConfigured)


def _explain_missing_module(error: ModuleNotFoundError) -> int:
    """Parts of the program are optional; say which installation holds them."""
    if not error.name or error.name.split(".")[0] in {"empower_lms", "empower_xblocks"}:
        raise error
    click.echo(
        f"empower-lms: this command needs '{error.name}'. Install it with: pip install 'empower-lms[local]'", err=True
    )
    return MISUSE


if __name__ == "__main__":
    main()
