"""The reference page of all findings, made from the registry."""

from collections.abc import Iterator

from empower_lms.authoring.kinds import ALL_KINDS
from empower_lms.domain.diagnostic import DiagnosticKind

_HEAD = """# What `empower-lms check` finds

Every finding has a code that never changes. An error stops a build; a warning does not.
This page is made from the program by `scripts/reference.py`.
"""

_AREAS = {
    "CAT": "The catalogue and its files",
    "SRC": "Text files",
    "YAM": "YAML",
    "FRM": "Front matter",
    "MD": "Markdown",
    "FLD": "Fields",
    "QST": "Questions",
    "LNG": "Languages",
    "REF": "References",
    "IDS": "Ids",
    "OUT": "Outline",
    "QIZ": "Quizzes",
    "SCP": "Scope cards",
    "ITM": "Craft of questions",
    "STR": "Strength of certification quizzes",
}


def render_reference() -> str:
    """Return the page as Markdown."""
    return "\n".join([_HEAD, *_areas()]) + "\n"


def _areas() -> Iterator[str]:
    for prefix, title in _AREAS.items():
        yield f"## {title}\n"
        for kind in ALL_KINDS:
            if kind.code.rstrip("0123456789") == prefix:
                yield _entry(kind)


def _entry(kind: DiagnosticKind) -> str:
    hint = kind.hint.replace("{{", "{").replace("}}", "}")
    message = kind.message.replace("{{", "{").replace("}}", "}")
    return (
        f"### {kind.code} {kind.title}\n\n"
        f"*{kind.severity.value}* · {_as_code(message)}\n\n"
        f"{kind.explanation}\n\n"
        f"**What to do:** {_as_code(hint)}\n"
    )


def _as_code(template: str) -> str:
    return f"`{template}`" if "`" not in template else f"`` {template} ``"
