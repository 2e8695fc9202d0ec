"""Places: where in a quiz a learner is. Kept in the address, never on the server.

A place travels as ``at=<block>.<name>[.<problem>]``; the name is a question's position or a view.
"""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from empower_lms.assessment.responses import ResponseProblem
from empower_lms.domain.base import Value

AT = "at"
TYPED = "typed"
ROWS = "rows"
MAX_TYPED = 60

# ``2..1``: what each row was given, in turn; nothing where a row is open. One value alone is not of a row.
_ROW_VALUES = re.compile(r"^[0-9]{0,2}(?:\.[0-9]{0,2}){1,11}$")


class View(StrEnum):
    """The pages of a quiz that a learner can go to by name."""

    RESUME = "resume"
    QUESTION = "question"
    REVIEW = "review"
    HAND_IN = "hand-in"
    ANSWERS = "answers"


class Place(Value):
    """A view, a question's position, and what was wrong with the answer there."""

    view: View = View.RESUME
    position: int = 0
    problem: ResponseProblem | None = None
    typed: str = ""
    values: tuple[str, ...] = ()
    """All that was typed and chosen. An address has room for ``typed``, and for the numbers that rows were given."""

    @property
    def name(self) -> str:
        return str(self.position) if self.view is View.QUESTION else self.view.value

    def token(self, block: str) -> str:
        return ".".join(part for part in (block, self.name, self.problem) if part)


RESUME = Place()


def at_question(
    position: int, *, problem: ResponseProblem | None = None, typed: str = "", values: tuple[str, ...] = ()
) -> Place:
    return Place(view=View.QUESTION, position=position, problem=problem, typed=typed[:MAX_TYPED], values=values)


def block_token(usage_id: object) -> str:
    """Return a short name for a block that is safe in addresses and element ids."""
    return "b" + hashlib.sha256(str(usage_id).encode()).hexdigest()[:8]


def read_place(query: Mapping[str, str], block: str) -> Place:
    """Read the place of one block; what can't be read, or belongs to another block, is the start."""
    owner, _, rest = query.get(AT, "").partition(".")
    name, _, problem = rest.partition(".")
    if owner != block:
        return RESUME
    place = named_place(name)
    if problem in set(ResponseProblem) and place.view is View.QUESTION:
        rows = query.get(ROWS, "")
        values = tuple(rows.split(".")) if _ROW_VALUES.match(rows) else ()
        found = ResponseProblem(problem)
        return at_question(place.position, problem=found, typed=query.get(TYPED, ""), values=values)
    return place


def named_place(name: str) -> Place:
    """Read ``3``, ``review``, ``hand-in`` or ``answers``; anything else resumes."""
    if name.isascii() and name.isdigit() and len(name) <= 3:
        return at_question(int(name))
    return Place(view=View(name)) if name in set(View) - {View.QUESTION} else RESUME


def address_of(page: str, place: Place, block: str) -> str:
    """Return the page's address at a place; other parts of its query stay."""
    parts = urlsplit(page)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in {AT, TYPED, ROWS}]
    query.append((AT, place.token(block)))
    rows = ".".join(place.values)
    if _ROW_VALUES.match(rows):
        query.append((ROWS, rows))
    elif place.typed:
        query.append((TYPED, place.typed))
    return urlunsplit(("", "", parts.path, urlencode(query), block))
