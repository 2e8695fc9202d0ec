"""What an editor's form consists of, and how it is read.

The name of every control is the path that pydantic names in its errors (``options.0.text.en``), so that a message
stands at its field without any mapping. What was typed is kept as nested text (``Typed``) that looks like the JSON of
the model: a form can be shown again, right or wrong, from a model or from what somebody typed.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from string import ascii_lowercase
from typing import Any, Protocol

from empower_lms.domain.base import Value
from empower_lms.domain.question import MAX_OPTIONS

Typed = dict[str, Any]
Path = tuple[str | int, ...]

LETTERS = ascii_lowercase[:MAX_OPTIONS]
MAX_ROWS = 60


class Control(StrEnum):
    """How a value is entered."""

    WORD = "word"
    NUMBER = "number"
    PROSE = "prose"
    FLAG = "flag"
    CHOICE = "choice"
    SEVERAL = "several"
    LINES = "lines"
    ROLES = "roles"
    HIDDEN = "hidden"


class Choice(Value):
    """One entry of a list to choose from."""

    value: str
    label: str


class Entry(Value):
    """One value. ``refers_to`` names the rows whose ids can be chosen."""

    name: str
    label: str
    control: Control = Control.WORD
    help: str = ""
    is_localized: bool = False
    choices: tuple[Choice, ...] = ()
    refers_to: str = ""
    is_short: bool = False


class Section(Value):
    """Values of a part that exists once."""

    name: str
    label: str
    entries: tuple["Part", ...]


class Rows(Value):
    """A list of parts. With ``has_letters`` each row has an id from a to l, by its place."""

    name: str
    label: str
    row: str
    """Names one row, with its number: ``Option {n}``."""
    entries: tuple["Part", ...]
    has_letters: bool = False
    is_bare: bool = False
    """Each row is nothing but its one text."""
    most: int = MAX_OPTIONS
    help: str = ""


Part = Entry | Section | Rows
Section.model_rebuild()
Rows.model_rebuild()

Spec = tuple[Part, ...]


class FormData(Protocol):
    """The values that a form sent."""

    def get(self, name: str, default: str = "") -> str: ...
    def getall(self, name: str) -> Sequence[str]: ...
    def __contains__(self, name: object) -> bool: ...


def read_form(spec: Spec, form: FormData, languages: Sequence[str], prefix: str = "") -> Typed:
    """Read what was typed, as it was typed."""
    return {part.name: _read_part(part, form, languages, f"{prefix}{part.name}") for part in spec}


def _read_part(part: Part, form: FormData, languages: Sequence[str], name: str) -> Any:
    match part:
        case Rows():
            return _read_rows(part, form, languages, name)
        case Section():
            return read_form(part.entries, form, languages, f"{name}.")
        case Entry(is_localized=True):
            return {language: _text(form, f"{name}.{language}") for language in languages}
    match part.control:
        case Control.FLAG:
            return name in form
        case Control.SEVERAL:
            return [value for value in form.getall(name) if value]
        case Control.LINES:
            return [line.strip() for line in _text(form, name).split("\n") if line.strip()]
        case Control.ROLES:
            return {letter: form.get(f"{name}.{letter}") for letter in LETTERS if form.get(f"{name}.{letter}", "")}
    return _text(form, name).strip()


def _read_rows(rows: Rows, form: FormData, languages: Sequence[str], name: str) -> list[Typed]:
    count = form.get(f"{name}.rows", "")
    found: list[Typed] = []
    for index in range(min(int(count), MAX_ROWS) if count.isascii() and count.isdigit() and len(count) < 4 else 0):
        row = read_form(rows.entries, form, languages, f"{name}.{index}.")
        if rows.has_letters:
            row["id"] = form.get(f"{name}.{index}.id", "")
        found.append(row)
    if rows.has_letters:
        _give_letters(found)
    return found


def drop_blank_rows(spec: Spec, typed: Typed) -> Typed:
    """Leave out the rows in which nothing stands: forms offer some to fill in, and nobody has to fill all of them."""
    kept = dict(typed)
    for part in spec:
        if isinstance(part, Rows):
            rows = (drop_blank_rows(part.entries, row) for row in typed[part.name])
            kept[part.name] = [row for row in rows if _is_filled(row, part)]
    return kept


def _text(form: FormData, name: str) -> str:
    return form.get(name, "").replace("\r\n", "\n")


def _is_filled(row: Typed, rows: Rows) -> bool:
    """A row of which only a choice was made, or a box ticked, says nothing yet."""
    for part in rows.entries:
        value = row[part.name]
        if isinstance(part, Rows):
            if value:
                return True
        elif isinstance(part, Section):
            continue
        elif part.is_localized:
            if any(text.strip() for text in value.values()):
                return True
        elif part.control in {Control.WORD, Control.NUMBER, Control.PROSE, Control.LINES, Control.SEVERAL} and value:
            return True
    return False


def _give_letters(rows: list[Typed]) -> None:
    taken = {row["id"] for row in rows}
    free = [letter for letter in LETTERS if letter not in taken]
    seen: set[str] = set()
    for row in rows:
        if row["id"] not in LETTERS or row["id"] in seen or not row["id"]:
            row["id"] = free.pop(0) if free else ""
        seen.add(row["id"])


# Buttons that change rows


def change_rows(spec: Spec, typed: Typed, action: str, languages: Sequence[str]) -> tuple[Typed, str]:
    """Apply ``add:options``, ``remove:options.2``, ``up:options.2`` or ``down:options.2``.

    Returns what the form holds then, and the name of the row that the person looks at next.
    """
    verb, _, name = action.partition(":")
    typed = deepcopy(typed)
    path: list[str | int] = [int(part) if part.isascii() and part.isdigit() else part for part in name.split(".")]
    index = path.pop() if verb != "add" and path and isinstance(path[-1], int) else None
    found = _find_rows(spec, typed, path)
    if found is None:
        return typed, ""
    rows, values = found
    place = len(values)
    if verb == "add" and len(values) < rows.most:
        values.append(blank_row(rows, languages))
        if rows.has_letters:
            _give_letters(values)
    elif isinstance(index, int) and 0 <= index < len(values):
        row = values.pop(index)
        place = {"up": max(index - 1, 0), "down": min(index + 1, len(values))}.get(verb, index)
        if verb in {"up", "down"}:
            values.insert(place, row)
    return typed, ".".join(map(str, [*path, min(place, max(len(values) - 1, 0))]))


def _find_rows(spec: Spec, typed: Typed, path: Sequence[str | int]) -> tuple[Rows, list[Typed]] | None:
    part = next((part for part in spec if path and part.name == path[0]), None)
    if isinstance(part, Rows):
        values = typed.get(part.name, [])
        if len(path) == 1:
            return part, values
        if isinstance(path[1], int) and path[1] < len(values):
            return _find_rows(part.entries, values[path[1]], path[2:])
    elif isinstance(part, Section):
        return _find_rows(part.entries, typed.get(part.name, {}), path[1:])
    return None


def blank_row(rows: Rows, languages: Sequence[str]) -> Typed:
    """Return a row in which nothing stands."""
    row = blank(rows.entries, languages)
    return row | {"id": ""} if rows.has_letters else row


def blank(spec: Spec, languages: Sequence[str]) -> Typed:
    """Return a form in which nothing stands."""
    empty: Typed = {}
    for part in spec:
        match part:
            case Rows():
                empty[part.name] = []
            case Section():
                empty[part.name] = blank(part.entries, languages)
            case Entry(is_localized=True):
                empty[part.name] = dict.fromkeys(languages, "")
            case Entry(control=Control.FLAG):
                empty[part.name] = False
            case Entry(control=Control.SEVERAL | Control.LINES):
                empty[part.name] = []
            case Entry(control=Control.ROLES):
                empty[part.name] = {}
            case _:
                empty[part.name] = ""
    return empty


# Between what was typed and what the model takes


def type_out(spec: Spec, data: Mapping[str, Any], languages: Sequence[str]) -> Typed:
    """Turn the JSON of a model into what somebody would have typed."""
    typed = blank(spec, languages)
    for part in spec:
        value = data.get(part.name)
        if value is None:
            continue
        match part:
            case Rows():
                letters = ("id",) if part.has_letters else ()
                rows = [{part.entries[0].name: row} for row in value] if part.is_bare else value
                typed[part.name] = [
                    type_out(part.entries, row, languages) | {name: row[name] for name in letters} for row in rows
                ]
            case Section():
                typed[part.name] = type_out(part.entries, value, languages)
            case Entry(is_localized=True):
                typed[part.name] |= value
            case Entry(control=Control.FLAG):
                typed[part.name] = bool(value)
            case Entry(control=Control.SEVERAL | Control.LINES):
                typed[part.name] = [str(one) for one in value]
            case Entry(control=Control.ROLES):
                typed[part.name] = dict(value)
            case _:
                typed[part.name] = str(value)
    return typed


def make_data(spec: Spec, typed: Typed) -> dict[str, Any]:
    """Turn what was typed into what a model validates: empty means left out, ids follow the order of the rows."""
    return _make(spec, typed, _new_letters(spec, typed))


def _new_letters(spec: Spec, typed: Typed) -> dict[str, dict[str, str]]:
    return {
        part.name: {row["id"]: LETTERS[index] for index, row in enumerate(typed[part.name][:MAX_OPTIONS])}
        for part in spec
        if isinstance(part, Rows) and part.has_letters
    }


def _make(spec: Spec, typed: Typed, letters: dict[str, dict[str, str]]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for part in spec:
        value = typed[part.name]
        match part:
            case Rows():
                rows = [_make(part.entries, row, letters) for row in value]
                if part.is_bare:
                    data[part.name] = [row.get(part.entries[0].name, {}) for row in rows]
                elif part.has_letters:
                    data[part.name] = [row | {"id": letter} for row, letter in zip(rows, LETTERS, strict=False)]
                else:
                    data[part.name] = rows
            case Section():
                data[part.name] = _make(part.entries, value, letters)
            case Entry(is_localized=True):
                texts = {language: text.strip("\n") for language, text in value.items() if text.strip()}
                data |= {part.name: texts} if texts else {}
            case Entry(control=Control.ROLES):
                renamed = letters.get(part.refers_to, {})
                data[part.name] = {renamed.get(letter, letter): role for letter, role in value.items()}
            case Entry(control=Control.FLAG):
                data[part.name] = value
            case _ if value not in ("", []):
                data[part.name] = letters.get(part.refers_to, {}).get(value, value) if part.refers_to else value
            case _:
                pass
    return data


def keep_unshown(spec: Spec, typed: Typed, data: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Carry over what a form does not show, so that an editor never drops what it does not know.

    Rows are recognised by the letter that they had.
    """
    shown = {part.name for part in spec}
    kept = {name: value for name, value in before.items() if name not in shown} | data
    for part in spec:
        if isinstance(part, Rows) and part.has_letters:
            old = {row["id"]: row for row in before.get(part.name) or ()}
            kept[part.name] = [
                keep_unshown(part.entries, row, made, old.get(row["id"], {})) | {"id": made["id"]}
                for row, made in zip(typed[part.name], data[part.name], strict=False)
            ]
    return kept
