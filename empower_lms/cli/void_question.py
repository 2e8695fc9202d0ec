"""``empower-lms void-question``: see what voiding a faulty question would change, and do it."""

from pathlib import Path

import click

from empower_lms.cli.home_option import home_option, open_records


@click.command("void-question")
@click.argument("question")
@click.option("--remedy", required=True, type=click.Choice(["credit", "drop", "retest"]), help="What to do about it.")
@click.option("--version", "versions", multiple=True, help="Only this version of its text; repeat it.")
@click.option("--apply", "is_applied", is_flag=True, help="Do it. Without it, nothing is written.")
@click.option("--withdraw", is_flag=True, help="Withdraw the certificates of those who pass no longer.")
@click.option("--by", default="", metavar="USERNAME", help="The training admin who does it.")
@click.option("--reason", default="", help="Why; everybody concerned reads it.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
@home_option
def void_question(
    question: str,
    remedy: str,
    versions: tuple[str, ...],
    is_applied: bool,
    withdraw: bool,
    by: str,
    reason: str,
    as_json: bool,
    home: Path | None,
) -> int:
    """Show results, certificates and scopes that voiding QUESTION would change; with --apply, change them.

    Exits with 1 when no quiz that anybody took has such a question.
    """
    if is_applied and not (by and reason.strip()):
        raise click.UsageError("--apply needs --by and --reason: a named person answers for it.")
    open_records(home)

    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from empower_lms.assessment.scoring import Remedy
    from empower_lms.cli.language import message_catalogue
    from empower_lms.records.api import HelpRefused, apply_voiding, plan_voiding
    from empower_lms.records.try_reports import report_voiding, report_voiding_plan
    from empower_lms.records.wording import HELP_REFUSED

    translate, now = message_catalogue().gettext, timezone.now()
    if is_applied:
        staff = get_user_model().objects.filter(username=by, is_active=True).first()
        report = apply_voiding(
            str(staff.pk) if staff is not None else "0",
            question,
            Remedy(remedy),
            versions=versions,
            reason=reason,
            withdraw=withdraw,
            now=now,
        )
        if isinstance(report, HelpRefused):
            raise click.ClickException(translate(HELP_REFUSED[report]))
        lines = report_voiding(report, translate) if report is not None else ()
        found: object = report
    else:
        plan = plan_voiding(question, Remedy(remedy), versions=versions, now=now)
        lines = report_voiding_plan(plan, translate) if plan is not None else ()
        report, found = None, plan
    if found is None:
        raise click.ClickException(f"No certification quiz that anybody took has the question '{question}'.")
    if as_json:
        click.echo(found.model_dump_json(indent=2))  # type: ignore[attr-defined]
    else:
        for line in lines:
            click.echo(line)
    return 0
