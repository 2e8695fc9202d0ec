"""Typed text: what came from outside, as every database can keep it."""

from collections.abc import Mapping


def storable(text: str) -> str:
    """Drop what PostgreSQL or UTF-8 can't carry: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def read_typed(values: Mapping[str, str], name: str, limit: int = 2000) -> str:
    """Return what somebody typed into a field of a form, without the spaces around it."""
    return storable(values.get(name, "")).strip()[:limit]
