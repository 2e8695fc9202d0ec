"""``empower-lms decide``: ask whether a person may do something now."""

from pathlib import Path

import click

from empower_lms.cli.home_option import home_option, open_records


def read_facts(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Read ``amount=90EUR`` pairs."""
    facts: dict[str, str] = {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"write a fact as name=value, such as amount=90EUR, not '{text}'")
        if name.strip() in facts:
            raise click.BadParameter(f"the fact '{name.strip()}' is given twice")
        facts[name.strip()] = value.strip()
    return facts


@click.command()
@click.option("--holder", required=True, help="Username of the person who wants to decide.")
@click.option("--scope", "scope_id", required=True, help="Id of the scope, such as REQ-2.")
@click.option(
    "--fact", "facts", multiple=True, callback=read_facts, metavar="NAME=VALUE", help="About the case; repeat it."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON for machines.")
@home_option
def decide(holder: str, scope_id: str, facts: dict[str, str], as_json: bool, home: Path | None) -> int:
    """Ask whether HOLDER may do something now. Exits with 0 when granted and with 1 when refused."""
    open_records(home)

    import json

    from django.utils import timezone

    from empower_lms.cli.language import message_locale
    from empower_lms.records.api import decide_case
    from empower_lms.records.reports import report_answer
    from empower_lms.records.representations import represent_answer

    recorded = decide_case(None, holder, scope_id, facts, now=timezone.now())
    locale = message_locale()
    if as_json:
        click.echo(json.dumps(represent_answer(recorded, locale), indent=2, ensure_ascii=False))
    else:
        for line in report_answer(recorded, locale):
            click.echo(line)
    return 0 if recorded.is_granted else 1
