"""YAML to plain data, with the place of every value and without YAML's surprises.

PyYAML's C parser reads; this constructor turns its events into text, whole numbers, truth
values, lists and mappings. Decimal numbers and dates stay text, so that they stay exact.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from empower_lms.authoring.kinds import files as kinds
from empower_lms.authoring.reader import FORBIDDEN_IN_XML
from empower_lms.authoring.source import SourceFile, report
from empower_lms.domain.diagnostic import Diagnostic, DiagnosticKind, Place

MAX_DEPTH = 20
MAX_DIGITS = 15

Path = tuple[str | int, ...]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SURPRISING_WORDS = {
    "yes": "true", "no": "false", "on": "true", "off": "false", "y": "true", "n": "false",
}  # fmt: skip
_INTEGER = re.compile(r"^-?(?:0|[1-9][0-9]*)$")
_SURPRISING_NUMBER = re.compile(r"^[-+]?(?:0[0-9_]+|0[xob][0-9a-fA-F_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+|[0-9]+_[0-9_]+)$")


@dataclass
class Tree:
    """Data with an index from path to line and column."""

    source: SourceFile
    data: dict[str, Any] = field(default_factory=dict)
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place(self, *path: str | int) -> Place:
        """Point at the value under a path, or at the nearest thing above it.

        Parts that name no value (pydantic puts the name of a union's branch into its paths) are passed over.
        """
        known: Path = ()
        for part in path:
            if (*known, part) in self.places:
                known = (*known, part)
        return self.source.place(*self.places.get(known, (1, 1)))


def read_yaml(
    source: SourceFile, diagnostics: list[Diagnostic], *, text: str | None = None, first_line: int = 1
) -> Tree | None:
    """Read a mapping.

    Args:
        source: the file, for places.
        diagnostics: findings are added here.
        text: the YAML, when it is only a part of the file.
        first_line: where that part begins.
    """
    constructor = _Constructor(source, diagnostics, first_line)
    return constructor.read(source.text if text is None else text)


# From 6.0.4 on the scanner, which reads ahead of the events, gives up by itself.
_LIBRARY_TOO_DEEP = "exceeded maximum nesting depth"


class _Stop(Exception):
    """Reading can't go on; the finding is noted."""


class _Constructor:
    """Builds data from the parser's events.

    ``yaml.compose`` would recurse in C and crash the process on a file of brackets; events are
    flat, so the depth is ours to limit, and an alias is seen before it can multiply anything.
    """

    def __init__(self, source: SourceFile, diagnostics: list[Diagnostic], first_line: int) -> None:
        self.tree = Tree(source)
        self.diagnostics = diagnostics
        self.first_line = first_line
        self.ok = True
        self.next_event: Callable[[], Any]

    def read(self, text: str) -> Tree | None:
        try:
            loader = _LOADER(text)
            self.next_event = loader.get_event
            try:
                data = self._document()
            finally:
                loader.dispose()
        except _Stop:
            return None
        except yaml.MarkedYAMLError as error:
            self._note_syntax(error)
            return None
        except (yaml.YAMLError, ValueError) as error:
            self._note(kinds.YAML_SYNTAX, None, problem=" ".join(str(error).split()))
            return None
        if not self.ok:
            return None
        self.tree.data = data
        return self.tree

    def _document(self) -> dict[str, Any]:
        """Read one mapping and make sure that nothing follows."""
        self.next_event()
        if isinstance(self.next_event(), yaml.StreamEndEvent):
            self._stop(kinds.NOT_A_MAPPING, None)
        event = self.next_event()
        if not isinstance(event, yaml.MappingStartEvent):
            self._stop(kinds.NOT_A_MAPPING, event)
        data: dict[str, Any] = self._value(event, ())
        self.next_event()
        event = self.next_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self._note(kinds.SEVERAL_DOCUMENTS, event)
        return data

    def _value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._stop(kinds.ALIAS, event)
        if event.tag is not None:
            self._note(kinds.YAML_TAG, event, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if path not in self.tree.places:
            self.tree.places[path] = self._position(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event) if event.tag is None else None
        if len(path) > MAX_DEPTH:
            self._stop(kinds.TOO_DEEP, event, limit=MAX_DEPTH)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: Path) -> list[Any]:
        data: list[Any] = []
        while not isinstance(event := self.next_event(), yaml.SequenceEndEvent):
            data.append(self._value(event, (*path, len(data))))
        return data

    def _mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            is_name = isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None
            if not is_name or event.value in {"", "<<"}:
                self._stop(kinds.KEY_NOT_TEXT, event)
            here = (*path, event.value)
            if event.value in data:
                self._note(kinds.DUPLICATE_KEY, event, key=event.value, first=self.tree.places[here][0])
            else:
                # The key's place, not the value's: people look for the name.
                self.tree.places[here] = self._position(event)
            self._check_characters(event)
            data.setdefault(event.value, self._value(self.next_event(), here))
        return data

    def _scalar(self, event: Any) -> Any:
        value: str = event.value
        self._check_characters(event)
        if event.style:
            return value
        lower = value.lower()
        if lower in {"true", "false"}:
            return lower == "true"
        if lower in {"", "~", "null"}:
            return None
        if lower in _SURPRISING_WORDS:
            self._note(kinds.SURPRISING_VALUE, event, value=value, better=f'{_SURPRISING_WORDS[lower]} or "{value}"')
        elif _SURPRISING_NUMBER.match(value):
            self._note(kinds.SURPRISING_VALUE, event, value=value, better=f'"{value}"')
        return int(value) if _INTEGER.match(value) and len(value) <= MAX_DIGITS else value

    def _check_characters(self, event: Any) -> None:
        """Escapes such as ``\\x01`` can write characters that no file may hold."""
        control = FORBIDDEN_IN_XML.search(event.value)
        if control:
            self._note(kinds.CONTROL_CHARACTER, event, character=f"U+{ord(control[0]):04X}")

    def _note_syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line = self.first_line + (mark.line if mark else 0)
        place = self.tree.source.place(line, (mark.column if mark else 0) + 1)
        if error.problem == _LIBRARY_TOO_DEEP:
            self.diagnostics.append(report(kinds.TOO_DEEP, place, limit=MAX_DEPTH))
            return
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        self.diagnostics.append(report(kinds.YAML_SYNTAX, place, problem=problem))

    def _position(self, event: Any) -> tuple[int, int]:
        return self.first_line + event.start_mark.line, event.start_mark.column + 1

    def _note(self, kind: DiagnosticKind, event: Any, **params: object) -> None:
        line, column = (self.first_line, 1) if event is None else self._position(event)
        self.diagnostics.append(report(kind, self.tree.source.place(line, column), **params))
        self.ok = False

    def _stop(self, kind: DiagnosticKind, event: Any, **params: object) -> NoReturn:
        self._note(kind, event, **params)
        raise _Stop
