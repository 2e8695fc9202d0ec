"""Courses and scope cards: what stands in YAML files."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.source import nearest, report
from empower_lms.authoring.validation import explain_invalid, field_names
from empower_lms.authoring.yaml_reader import Path, Tree
from empower_lms.domain.base import Value
from empower_lms.domain.diagnostic import Diagnostic
from empower_lms.domain.text import LocalizedText

_Model = TypeVar("_Model", bound=Value)


def build_settings(
    tree: Tree, model: type[_Model], diagnostics: list[Diagnostic], *, elsewhere: tuple[str, ...] = ()
) -> _Model | None:
    """Make a value of a YAML file.

    Args:
        tree: what the file says.
        model: what it should be.
        diagnostics: findings are added here.
        elsewhere: fields of the model that are read from other files and have no place in this one.
    """
    is_clean = True
    for name in elsewhere:
        if name in tree.data:
            known = field_names(model) - {*elsewhere}
            params = {"field": name, "nearest": nearest(name, known)}
            diagnostics.append(report(kinds.UNKNOWN_FIELD, tree.place(name), **params))
            is_clean = False
    data = {name: value for name, value in tree.data.items() if name not in elsewhere}
    try:
        value = model.model_validate(data)
    except ValidationError as error:
        diagnostics.extend(explain_invalid(error, tree, model))
        return None
    return value if is_clean else None


def check_languages(value: BaseModel, tree: Tree, languages: tuple[str, ...], diagnostics: list[Diagnostic]) -> None:
    """Find texts that miss a language of the catalogue, or have one too many."""
    for path, text in walk_texts(value):
        missing = [language for language in languages if language not in text.languages]
        if missing:
            params = {"languages": ", ".join(missing), "example": missing[0]}
            diagnostics.append(report(kinds.LANGUAGE_MISSING_IN_TEXT, tree.place(*path), **params))
        for language in sorted(text.languages - {*languages}):
            place = tree.place(*path, language)
            diagnostics.append(report(kinds.UNKNOWN_LANGUAGE, place, language=language))


def walk_texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, LocalizedText]]:
    """Yield every localized text in a value with the path that leads to it."""
    if isinstance(value, LocalizedText):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from walk_texts(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for index, element in enumerate(value):
            yield from walk_texts(element, (*path, index))
