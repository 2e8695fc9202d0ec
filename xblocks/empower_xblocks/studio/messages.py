"""What the models say about a value, in the author's language and at the field where it was typed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from empower_lms.domain import ids
from empower_lms.domain.base import Value
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import Phrases, phrases

WHOLE = ""
"""The path of what concerns the whole form."""


class FieldProblem(Value):
    """One thing to correct. ``path`` is the name of the control, ``options.0.text.en``; empty for the whole form."""

    path: str
    message: str


_FORMS: Mapping[str, str] = {
    ids.COURSE_ID_PATTERN: _("Write small letters, digits and hyphens only, such as scope."),
    ids.MEMBER_ID_PATTERN: _("Write small letters with one dot, such as scope.freeze-day."),
    ids.SCOPE_ID_PATTERN: _("The id of a scope card looks like CHG-1."),
    ids.CLAUSE_ID_PATTERN: _("The id of a clause looks like CHG-1.not-in-freeze."),
}

_TYPES: Mapping[str, str] = {
    "missing": _("Please fill this in."),
    "string_pattern_mismatch": _("Write small letters, digits and hyphens only."),
    "string_too_long": _("This is too long: at most {max_length} characters."),
    "int_parsing": _("Write a whole number, such as 4."),
    "int_type": _("Write a whole number, such as 4."),
    "float_parsing": _("Write a number, such as 1 or 0.5."),
    "decimal_parsing": _("Write a number, such as 0 or 0.5."),
    "greater_than_equal": _("This must be {ge} or more."),
    "less_than_equal": _("This must be {le} or less."),
    "too_short": _("At least {min_length} needed; there are {actual_length}."),
    "too_long": _("At most {max_length} are possible; there are {actual_length}."),
    "enum": _("Please choose one of the list."),
    "literal_error": _("Please choose one of the list."),
    "extra_forbidden": _("There is no such setting."),
}

_RULES: Sequence[tuple[str, str]] = (
    (
        r"at least (?P<least>\d+) of (?P<count>\d+) can never be right",
        _("At least {least} of {count} can never be right."),
    ),
    (r"two parts of the draw have the same id", _("Two parts of the draw have the same name.")),
    (
        r"an objective stands in two parts",
        _("An objective stands in two parts of the draw, so that its questions could be drawn twice."),
    ),
    (
        r"the cut of (?P<cut>\d+) can't be reached with (?P<count>\d+)",
        _("{cut} right answers can't be reached with {count} questions. Lower the one or draw more."),
    ),
    (r"a certification quiz needs a cut", _("Say how many answers must be right: a certification needs that.")),
    (
        r"a certification quiz with unlimited tries",
        _("With unlimited tries everybody passes in the end. Say how many tries there are."),
    ),
    (
        r"a certification quiz tells no keys",
        _("A certification tells no answers between tries: show them after a pass, or never."),
    ),
    (
        r"only a surplus partner has a role",
        _("Only a partner that is left over has a role or feedback; that of a pair stands with its line."),
    ),
    (
        r"the wrong answer '(?P<text>[^']*)' is accepted",
        _("The wrong answer “{text}” is among the accepted ones, too."),
    ),
    (r"the wrong answer '(?P<text>[^']*)' stands there twice", _("The wrong answer “{text}” stands there twice.")),
    (
        r"'(?P<text>[^']*)' has (?P<count>\d+) characters, and learners can type (?P<most>\d+)",
        _("“{text}” has {count} characters, but learners can type only {most}."),
    ),
    (r"nothing is left of '(?P<text>[^']*)'", _("Nothing is left of “{text}” when it is compared. Write words.")),
    (
        r"the pattern /(?P<text>.*)/ can't be used: (?P<problem>.*)",
        _("The pattern “{text}” can't be used: {problem}"),
    ),
    (r"the tool 'glossary' and entries", _("Glossary: tick it and write words, or do neither.")),
    (r"a time limit is between", _("A time limit is between one minute and eight hours.")),
    (r"two questions have the same id", _("Another question has this id already.")),
    (
        r"part '(?P<part>[^']*)' draws (?P<count>\d+) questions, but the pool has (?P<pool>\d+)",
        _("The part “{part}” draws {count} questions, but only {pool} fit it. Add questions or draw fewer."),
    ),
    (
        r"question '(?P<question>[^']*)' names the unknown objective '(?P<objective>[^']*)'",
        _("The question “{question}” belongs to the objective “{objective}”, which is not there."),
    ),
    (r"a correct (?:option|decision) has no role", _("What is right has no role: roles name what is wrong.")),
    (
        r"a single-choice question has exactly one right option, not (?P<count>\d+)",
        _("Mark exactly one option as right; {count} are marked now."),
    ),
    (
        r"a multi-select question has at least two",
        _("Mark at least two options as right, and leave at least one that is not."),
    ),
    (r"case '(?P<part>[a-l])' names a group", _("A case has no group yet, or one that is gone. Choose its group.")),
    (r"has a role for its right group", _("A case has a role for its right group: roles name what is wrong.")),
    (r"a prompt names a partner that is not there", _("A line has no partner yet. Choose its partner.")),
    (r"two prompts have the same partner", _("Two lines have the same partner. Each partner fits one line only.")),
    (
        r"'(?P<answer>[^']*)' has another unit than the answer '(?P<right>[^']*)'",
        _("{answer} has another unit than the right answer, {right}."),
    ),
    (
        r"'(?P<answer>[^']*)' is inside the tolerance",
        _("{answer} is inside the tolerance, so it would count as right."),
    ),
    (r"step '(?P<step>[^']*)' has no right decision", _("The step “{step}” has no right decision. Mark one.")),
    (
        r"step '(?P<step>[^']*)' leads to '(?P<other>[^']*)', which is not there",
        _("The step “{step}” leads to “{other}”, which is not there."),
    ),
    (
        r"step '(?P<step>[^']*)' leads back",
        _("The step “{step}” leads back. A case goes forward, so that it ends."),
    ),
    (r"no decision leads to step '(?P<step>[^']*)'", _("No decision leads to the step “{step}”.")),
    (r"case '(?P<part>[a-l])' names an option", _("A case has no right option yet, or one that is gone. Choose it.")),
    (r"two (?P<what>\w+) have the same id", _("Two parts have the same name.")),
    (r"'(?P<text>[^']*)' is not a duration", _("“{text}” is not a time. Write 30m, 24h or 7d.")),
    (
        r"'(?P<text>[^']*)' is not an amount",
        _("“{text}” is not a number with a unit. Write it like 720 EUR or 1.5 h."),
    ),
    (
        r"'(?P<text>[^']*)' can be read as (?P<small>\S+) or as (?P<large>\S+)",
        _("“{text}” can be read as {small} or as {large}. Write it without a thousands separator."),
    ),
    (r"'(?P<text>[^']*)' is not a number", _("“{text}” is not a number. Write digits, such as 720 or 1.5.")),
    (r"needs text in at least one language", _("Please write a text.")),
    (r"the text for '(?P<language>\w+)' is empty", _("Please write a text.")),
)
"""What the models' own rules say, and how it is told. What is not listed is shown as the models say it."""

_CONTROLS: Mapping[str, str] = {
    r"the cut of \d+ can't be reached": "cut",
    r"a certification quiz needs a cut": "cut",
    r"a certification quiz with unlimited tries": "retake.tries",
    r"a certification quiz tells no keys": "feedback",
    r"the tool 'glossary' and entries": "tools",
    r"a time limit is between": "time_limit",
}
"""Where a rule about the whole quiz is mended, if the form has that control."""


def explain(error: ValidationError, locale: str) -> tuple[FieldProblem, ...]:
    """Turn what a model refused into problems at fields, in the order in which the model found them."""
    details = error.errors(include_url=False, include_input=False)
    return tuple(
        FieldProblem(path=_place(detail), message=_word(detail, phrases(locale)))
        for detail in details
        if not _is_echo(detail, details)
    )


def at_field(path: str, message: str, locale: str, **params: object) -> FieldProblem:
    """Make a problem of our own."""
    return FieldProblem(path=path, message=phrases(locale).gettext(message, **params))


def _is_echo(detail: Any, details: Sequence[Any]) -> bool:
    """A list whose only element is broken counts as empty for pydantic; people have one mistake, not two."""
    path = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(other["loc"]) > len(path) and other["loc"][: len(path)] == path for other in details
    )


def _place(detail: Any) -> str:
    if detail["loc"]:
        return ".".join(map(str, detail["loc"]))
    return next((control for pattern, control in _CONTROLS.items() if re.search(pattern, detail["msg"])), WHOLE)


def _word(detail: Any, text: Phrases) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return word_rule(str(context["error"]), text)
    message = _FORMS.get(str(context.get("pattern"))) or _TYPES.get(detail["type"])
    return text.gettext(message, **context) if message else str(detail["msg"])


def word_rule(problem: str, text: Phrases) -> str:
    """Say a rule of the models in the author's language."""
    for pattern, message in _RULES:
        found = re.search(pattern, problem)
        if found:
            return text.gettext(message, **found.groupdict()) if found.groupdict() else text.gettext(message)
    return problem


def nearest_control(path: str, known: Sequence[str]) -> str:
    """Return the control that a problem belongs to: itself, the rows around it, or the whole form."""
    for candidate in _upwards(path):
        if candidate in known:
            return candidate
        inside = next((name for name in known if name.startswith(f"{candidate}.")), None)
        if inside is not None:
            return inside
    return WHOLE


def _upwards(path: str) -> Iterator[str]:
    parts = path.split(".")
    while parts and parts != [""]:
        yield ".".join(parts)
        parts.pop()
