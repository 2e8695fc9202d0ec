"""Data to YAML as authors write it, so that our own strict reader takes it back unchanged."""

from collections.abc import Mapping
from typing import Any

import yaml

_SURPRISING = frozenset({"y", "n"})
_LINE = 90
_MAP, _SEQ, _STR = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:str"


def write_yaml(data: Mapping[str, Any]) -> str:
    """Write a mapping: small lists and mappings on one line, everything else below its name."""
    node = _node(data, is_top=True)
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=1_000_000)
    return text


class _Dumper(yaml.SafeDumper):
    """Indents lists below their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)


_PLAIN = yaml.representer.SafeRepresenter()
_RESOLVER = yaml.resolver.Resolver()


def _node(value: Any, *, is_top: bool = False) -> yaml.Node:
    if isinstance(value, Mapping):
        is_flow = not is_top and _is_small(value.values(), str(dict(value)))
        pairs = [(_node(name), _node(one)) for name, one in value.items()]
        return yaml.MappingNode(_MAP, pairs, flow_style=is_flow)
    if isinstance(value, list | tuple):
        return yaml.SequenceNode(_SEQ, [_node(one) for one in value], flow_style=_is_small(value, str(value)))
    if isinstance(value, str):
        return yaml.ScalarNode(_STR, value, style=_style(value))
    return _PLAIN.represent_data(value)


def _style(value: str) -> str | None:
    """Quote what our reader refuses without quotes; PyYAML quotes the rest that needs it."""
    if value.lower() in _SURPRISING or any(mark in value for mark in "\n\u0085\u2028\u2029"):
        return '"'
    resolved: str = _RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
    return None if resolved == _STR else '"'


def _is_small(values: Any, shown: str) -> bool:
    return len(shown) <= _LINE and not any(
        isinstance(one, Mapping | list | tuple) and any(isinstance(deeper, Mapping) for deeper in _inside(one))
        for one in values
    )


def _inside(value: Any) -> Any:
    return value.values() if isinstance(value, Mapping) else value
