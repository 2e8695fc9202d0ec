"""One page of an editor: a form, what is wrong with it, and what somebody else saved meanwhile."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from empower_lms.domain.base import Value
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.environment import render
from empower_xblocks.studio.forms import Choice, Control, Entry, Rows, Section, Spec, Typed
from empower_xblocks.studio.messages import WHOLE, FieldProblem, nearest_control

LANGUAGE_NAMES = {"en": "English", "de": "Deutsch"}
SNIPPET = 40


class Desk(Value):
    """What the frame of every page needs."""

    locale: str
    block: str
    title: str
    csrf_token: str
    edit_url: str
    preview_url: Callable[[str], str]
    """The address of a button in the preview, by the name of the handler that it has for learners."""
    style_url: str
    tabs: tuple[Choice, ...]
    now: datetime


class Notice(Value):
    """A sentence above the form. ``level`` is ``done``, ``warning`` or ``error``."""

    text: str
    level: str = "done"


class ShownProblem(Value):
    """A problem in the summary, with the control that its link leads to."""

    target: str
    message: str
    place: str


class FormView(Value):
    """Everything that the controls of a form are drawn from."""

    spec: tuple[Any, ...]
    typed: Typed
    languages: tuple[str, ...]
    more_languages: Mapping[str, tuple[str, ...]] = {}
    """Controls that can be written in more languages than the rest."""
    problems: Mapping[str, tuple[str, ...]] = {}
    others: Mapping[str, str] = {}
    """What somebody else saved meanwhile, where it differs."""
    references: Mapping[str, tuple[Choice, ...]] = {}
    focus: str = ""
    locked: frozenset[str] = frozenset()
    """Controls that can't be changed."""


def view_form(
    spec: Spec,
    typed: Typed,
    languages: Sequence[str],
    *,
    problems: Sequence[FieldProblem] = (),
    stored: Typed | None = None,
    more_languages: Mapping[str, tuple[str, ...]] | None = None,
    focus: str = "",
    locked: frozenset[str] = frozenset(),
) -> tuple[FormView, tuple[ShownProblem, ...]]:
    """Put a form together. ``stored`` is what somebody else saved meanwhile."""
    more = more_languages or {}
    labels = dict(name_controls(spec, typed, languages, more))
    by_control: dict[str, list[str]] = {}
    summary: list[ShownProblem] = []
    for problem in problems:
        target = nearest_control(problem.path, tuple(labels)) if problem.path else WHOLE
        by_control.setdefault(target, []).append(problem.message)
        summary.append(ShownProblem(target=target, message=problem.message, place=labels.get(target, "")))
    view = FormView(
        spec=spec,
        typed=typed,
        languages=tuple(languages),
        more_languages=more,
        problems={path: tuple(messages) for path, messages in by_control.items()},
        others=_compare(spec, typed, stored, languages) if stored is not None else {},
        references=_references(spec, typed, languages),
        focus=focus,
        locked=locked,
    )
    return view, tuple(summary)


def name_controls(
    spec: Spec, typed: Typed, languages: Sequence[str], more: Mapping[str, tuple[str, ...]], prefix: str = ""
) -> Iterator[tuple[str, str]]:
    """Yield the name and the label of every control, in the order of the page."""
    for part in spec:
        name = f"{prefix}{part.name}"
        match part:
            case Rows():
                yield name, part.label
                for index, row in enumerate(typed[part.name]):
                    yield from name_controls(part.entries, row, languages, more, f"{name}.{index}.")
            case Section():
                yield from name_controls(part.entries, typed[part.name], languages, more, f"{name}.")
            case Entry(is_localized=True):
                for language in more.get(name, languages):
                    yield f"{name}.{language}", part.label
            case _:
                yield name, part.label


def _compare(spec: Spec, typed: Typed, stored: Typed, languages: Sequence[str]) -> dict[str, str]:
    mine = dict(_flatten(spec, typed, languages))
    theirs = dict(_flatten(spec, stored, languages))
    return {name: theirs.get(name, "–") or "–" for name, text in mine.items() if theirs.get(name, "") != text}


def _flatten(spec: Spec, typed: Typed, languages: Sequence[str], prefix: str = "") -> Iterator[tuple[str, str]]:
    for part in spec:
        name, value = f"{prefix}{part.name}", typed[part.name]
        match part:
            case Rows():
                yield name, str(len(value))
                for index, row in enumerate(value):
                    yield from _flatten(part.entries, row, languages, f"{name}.{index}.")
            case Section():
                yield from _flatten(part.entries, value, languages, f"{name}.")
            case Entry(is_localized=True):
                for language in languages:
                    yield f"{name}.{language}", value.get(language, "").strip()
            case Entry(control=Control.SEVERAL | Control.LINES):
                yield name, "\n".join(value)
            case Entry(control=Control.FLAG):
                yield name, "✓" if value else ""
            case Entry(control=Control.ROLES):
                yield name, ", ".join(f"{letter}: {role}" for letter, role in sorted(value.items()))
            case _:
                yield name, value


def _references(spec: Spec, typed: Typed, languages: Sequence[str]) -> dict[str, tuple[Choice, ...]]:
    """Offer the rows that others name: by letter and first words, or by the name that the author gave."""
    offered: dict[str, tuple[Choice, ...]] = {}
    for part in spec:
        if isinstance(part, Rows) and any(entry.name == "text" for entry in part.entries) and part.has_letters:
            offered[part.name] = tuple(
                Choice(value=row["id"], label=_snippet(index, row, languages))
                for index, row in enumerate(typed[part.name])
            )
        elif isinstance(part, Rows) and any(entry.name == "id" for entry in part.entries):
            offered[part.name] = tuple(
                Choice(value=row["id"], label=row["id"]) for row in typed[part.name] if row["id"]
            )
    return offered


def _snippet(index: int, row: Typed, languages: Sequence[str]) -> str:
    words = " ".join(row["text"].get(languages[0], "").split())
    return f"{index + 1}: {words[:SNIPPET]}{'…' if len(words) > SNIPPET else ''}"


def render_page(desk: Desk, tab: str, page: str, **context: Any) -> Markup:
    """Render a page of the editor inside its frame."""
    given: dict[str, Any] = {"notice": None, "summary": (), "base": "", "hidden": {}, "next_tab": ""}
    return render(
        f"empower_xblocks:studio/{page}.html.j2",
        desk.locale,
        desk=desk,
        tab=tab,
        language_names=LANGUAGE_NAMES,
        **(given | context),
    )


CONFLICT = _(
    "Somebody else saved this while you were editing. Nothing that you typed is lost: it stands below, with their "
    "version where it differs. Save to put yours in its place, or take theirs."
)
SAVED = _("Saved. Learners see it once the unit is published; a try that has begun goes on with its own version.")
UNCHANGED = _("Nothing was changed, so there was nothing to save.")
NOT_SAVED = _("Not saved yet. Please correct what is marked; everything that you typed is still here.")
