"""From what pydantic says about a value to findings with file, line and column."""

import typing
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from empower_lms.authoring.kinds import structure as kinds
from empower_lms.authoring.source import nearest, report
from empower_lms.authoring.yaml_reader import Path, Tree
from empower_lms.domain import ids
from empower_lms.domain.diagnostic import Diagnostic

_FORMS = {
    ids.COURSE_ID_PATTERN: "an id is lower case with hyphens, such as 'scope'",
    ids.MEMBER_ID_PATTERN: "an id is lower case with one dot, such as 'scope.chg1-freeze'",
    ids.SCOPE_ID_PATTERN: "the id of a scope card looks like 'CHG-1'",
    ids.CLAUSE_ID_PATTERN: "the id of a clause looks like 'CHG-1.not-in-freeze'",
    ids.FACT_ID_PATTERN: "the id of a fact is lower case with underscores, such as 'in_catalogue'",
    ids.LANGUAGE_PATTERN: "a language is two small letters, such as 'de'",
}
_TYPE_FORMS = {
    "mapping_type": "write one line per language, such as 'en: ...'",
    "string_type": "text is expected; put it into quotes if it looks like a number",
    "tuple_type": "a list is expected, such as [a, b]",
    "int_parsing": "a whole number is expected",
    "int_type": "a whole number is expected",
}


def explain_invalid(
    error: ValidationError, tree: Tree, model: type[BaseModel] | None = None, *, root: Path = ()
) -> Iterator[Diagnostic]:
    """Turn every error into a finding.

    Args:
        error: what pydantic raised.
        tree: the data with the places of its values.
        model: for the names of the fields that exist.
        root: the path that rules about the whole value are shown at.
    """
    details = error.errors(include_url=False)
    for detail in details:
        if not _is_only_an_echo(detail, details):
            yield _explain(detail, tree, model, root)


def _is_only_an_echo(detail: Any, details: Sequence[Any]) -> bool:
    """A list whose only element is broken counts as empty for pydantic; people have one mistake, not two."""
    path = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in details
    )


def _explain(detail: Any, tree: Tree, model: type[BaseModel] | None, root: Path) -> Diagnostic:
    path: Path = detail["loc"]
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return report(kinds.MISSING_FIELD, tree.place(*path[:-1]), field=path[-1])
        case "union_tag_not_found":
            return report(kinds.MISSING_FIELD, tree.place(*path), field=str(context["discriminator"]).strip("'"))
        case "extra_forbidden":
            known = field_names(model) if model else frozenset()
            name = str(path[-1])
            return report(kinds.UNKNOWN_FIELD, tree.place(*path), field=name, nearest=nearest(name, known))
        case "enum" | "literal_error":
            allowed = context["expected"]
            return report(
                kinds.UNKNOWN_VALUE, tree.place(*path), value=detail["input"], field=_name(path), allowed=allowed
            )
        case "union_tag_invalid":
            field = str(context["discriminator"]).strip("'")
            allowed = context["expected_tags"]
            return report(
                kinds.UNKNOWN_VALUE, tree.place(*path, field), value=context["tag"], field=field, allowed=allowed
            )
        case "value_error":
            place = tree.place(*path) if _is_inside(tree, path) else tree.place(*root)
            return report(kinds.BROKEN_RULE, place, problem=context["error"])
    if detail["type"] == "too_short":
        problem = f"at least {context['min_length']} needed, {context['actual_length']} found"
        return report(kinds.WRONG_FORM, tree.place(*path), field=_name(path), problem=problem)
    problem = _FORMS.get(str(context.get("pattern"))) or _TYPE_FORMS.get(detail["type"]) or _lower_first(detail["msg"])
    return report(kinds.WRONG_FORM, tree.place(*path), field=_name(path), problem=problem)


def _is_inside(tree: Tree, path: Path) -> bool:
    return any((part,) in tree.places for part in path)


def _name(path: Path) -> str:
    """The last name in a path: that of a list for its elements."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "value")


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


@cache
def field_names(model: type[BaseModel]) -> frozenset[str]:
    """List the fields of a model and of everything in it, to suggest one for a typo."""
    names: set[str] = set()
    todo: list[Any] = [model]
    seen: set[int] = set()
    while todo:
        kind = todo.pop()
        if id(kind) in seen:
            continue
        seen.add(id(kind))
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names.update(name for name in kind.model_fields if name not in {"root", "schema_version"})
            todo.extend(field.annotation for field in kind.model_fields.values())
        todo.extend(typing.get_args(kind))
    return frozenset(names)
