"""``empower-lms docs-diagnostics``: the reference page of findings, made from the registry."""

import click


@click.command(name="docs-diagnostics", hidden=True)
def docs_diagnostics() -> None:
    """Write docs/reference/diagnostics.md to standard output."""
    from empower_lms.authoring.reference import render_reference

    click.echo(render_reference(), nl=False)
