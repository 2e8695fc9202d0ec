"""What every kind of question has in its text: front matter, the stem, answers with feedback, the explanation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from empower_lms.authoring.front_matter import FENCE
from empower_lms.authoring.yaml_writer import write_yaml
from empower_lms.domain.question import AnyQuestion, OptionRole
from empower_lms.domain.text import LocalizedText

_HEADINGS = {"en": "### Why", "de": "### Warum"}
_OTHER_HEADING = "### …"


@dataclass(frozen=True)
class Written:
    """What a writer says of its kind: lines below the stem, and settings for the front matter."""

    lines: tuple[str, ...]
    settings: dict[str, Any] = field(default_factory=dict)
    translated: dict[str, Any] = field(default_factory=dict)
    """Settings that every language writes for itself."""


def join_file(question: AnyQuestion, language: str, written: Written, *, is_leading: bool) -> str:
    """Put a file together: settings stand in the leading language only."""
    settings = _settings(question) | written.settings if is_leading else {"id": question.id}
    parts = [f"{FENCE}\n{write_yaml(settings | written.translated)}{FENCE}\n{say(question.stem, language)}\n"]
    if written.lines:
        parts.append("\n".join(written.lines) + "\n")
    if question.rationale is not None and language in question.rationale.languages:
        heading = _HEADINGS.get(language, _OTHER_HEADING)
        parts.append(f"{heading}\n\n{say(question.rationale, language)}\n")
    return "\n".join(parts)


def _settings(question: AnyQuestion) -> dict[str, Any]:
    data: dict[str, Any] = {"id": question.id}
    if question.kind != "single":
        data["kind"] = question.kind
    data["objective"] = question.objective
    for name in ("practice", "clause", "bloom"):
        value = getattr(question, name)
        if value is not None:
            data[name] = str(value)
    if question.critical:
        data["critical"] = True
    for name in ("enemies", "sources"):
        value = getattr(question, name)
        if value:
            data[name] = list(value)
    return data


def say(text: LocalizedText, language: str) -> str:
    """Return a text in exactly this language; one that is missing becomes visible when the file is read back."""
    return dict(text.items()).get(language, "")


def answer(mark: str, text: str, role: OptionRole | None = None) -> str:
    """Write ``- [ ] {over} Run it.``; further lines of the text are indented."""
    shown_role = f"{{{role.value}}} " if role is not None else ""
    first, *more = text.split("\n")
    return "\n".join([f"{mark} {shown_role}{first}", *(f"  {line}" for line in more)])


def feedback(text: LocalizedText | None, language: str, indent: str = "  ") -> Iterable[str]:
    """Write the quoted lines below an answer."""
    if text is not None and language in text.languages:
        for line in say(text, language).split("\n"):
            yield f"{indent}> {line}".rstrip()


def show_roles(roles: Mapping[str, OptionRole | None]) -> str:
    """Write ``{early: over, late: comm} ``, in the order of the words; nothing where there is no role."""
    named = ", ".join(f"{word}: {role.value}" for word, role in sorted(roles.items()) if role is not None)
    return f"{{{named}}} " if named else ""
