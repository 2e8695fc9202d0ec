"""YAML to plain data, with the place of every value and without YAML's surprises.

PyYAML's C parser composes nodes; this constructor turns them into text, whole numbers, truth
values, lists and mappings. Decimal numbers and dates stay text, so that they stay exact.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from empower_lms.authoring.kinds import files as kinds
from empower_lms.authoring.reader import FORBIDDEN_IN_XML
from empower_lms.authoring.source import SourceFile, report
from empower_lms.domain.diagnostic import Diagnostic, DiagnosticKind, Place

MAX_DEPTH = 20

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


class _Constructor:
    def __init__(self, source: SourceFile, diagnostics: list[Diagnostic], first_line: int) -> None:
        self.tree = Tree(source)
        self.diagnostics = diagnostics
        self.first_line = first_line
        self.ok = True

    def read(self, text: str) -> Tree | None:
        node = self._compose(text)
        if not self.ok:
            return None
        if not isinstance(node, yaml.MappingNode):
            place = self.tree.source.place(self.first_line if node is None else self._position(node)[0])
            self.diagnostics.append(report(kinds.NOT_A_MAPPING, place))
            return None
        data = self._construct(node, ())
        if not self.ok:
            return None
        self.tree.data = data
        return self.tree

    def _compose(self, text: str) -> yaml.Node | None:
        """Compose one document. Aliases are refused before a node is shared, so no bomb can go off."""
        loader = _LOADER(text)
        try:
            if "&" in text or "*" in text:
                self._refuse_aliases(text)
                if not self.ok:
                    return None
            node: yaml.Node | None = loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            self._note_syntax(error)
            return None
        except (yaml.YAMLError, ValueError) as error:
            self._note(kinds.YAML_SYNTAX, None, problem=" ".join(str(error).split()))
            return None
        except RecursionError:
            self._note(kinds.TOO_DEEP, None, limit=MAX_DEPTH)
            return None
        finally:
            loader.dispose()
        return node

    def _refuse_aliases(self, text: str) -> None:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                self._note(kinds.ALIAS, event)
                return

    def _note_syntax(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        line = self.first_line + (mark.line if mark else 0)
        place = self.tree.source.place(line, (mark.column if mark else 0) + 1)
        self.ok = False
        if "but found another document" in (error.problem or ""):
            self.diagnostics.append(report(kinds.SEVERAL_DOCUMENTS, place))
            return
        problem = ", ".join(part for part in (error.context, error.problem) if part)
        self.diagnostics.append(report(kinds.YAML_SYNTAX, place, problem=problem))

    def _position(self, node: Any) -> tuple[int, int]:
        return self.first_line + node.start_mark.line, node.start_mark.column + 1

    def _note(self, kind: DiagnosticKind, node: Any, **params: object) -> None:
        line, column = (self.first_line, 1) if node is None else self._position(node)
        self.diagnostics.append(report(kind, self.tree.source.place(line, column), **params))
        self.ok = False

    def _construct(self, node: yaml.Node, path: Path) -> Any:
        if path not in self.tree.places:
            self.tree.places[path] = self._position(node)
        if len(path) > MAX_DEPTH:
            self._note(kinds.TOO_DEEP, node, limit=MAX_DEPTH)
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if _is_tagged(node):
            self._note(kinds.YAML_TAG, node, tag=node.tag)
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self._construct(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._mapping(node.value, path)

    def _mapping(self, pairs: Iterable[tuple[yaml.Node, yaml.Node]], path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in pairs:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str) or key == "<<" or _is_tagged(key_node):
                self._note(kinds.KEY_NOT_TEXT, key_node)
                continue
            here = (*path, key)
            if key in data:
                self._note(kinds.DUPLICATE_KEY, key_node, key=key, first=self.tree.places[here][0])
                continue
            # The key's place, not the value's: people look for the name.
            self.tree.places[here] = self._position(key_node)
            data[key] = self._construct(value_node, here)
        return data

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        value: str = node.value
        if _is_tagged(node):
            self._note(kinds.YAML_TAG, node, tag=node.tag)
            return None
        control = FORBIDDEN_IN_XML.search(value)
        if control:
            self._note(kinds.CONTROL_CHARACTER, node, character=f"U+{ord(control[0]):04X}")
            return None
        if node.style:
            return value
        lower = value.lower()
        if lower in {"true", "false"}:
            return lower == "true"
        if lower in {"", "~", "null"}:
            return None
        if lower in _SURPRISING_WORDS:
            self._note(kinds.SURPRISING_VALUE, node, value=value, better=f"{_SURPRISING_WORDS[lower]} or \"{value}\"")
            return None
        if _SURPRISING_NUMBER.match(value):
            self._note(kinds.SURPRISING_VALUE, node, value=value, better=f'"{value}"')
            return None
        return int(value) if _INTEGER.match(value) and len(value) <= 15 else value


_DEFAULT_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")
)


def _is_tagged(node: yaml.Node) -> bool:
    """Say whether somebody wrote a tag that changes the type. ``compose`` resolves plain values to the usual ones."""
    return node.tag not in _DEFAULT_TAGS
