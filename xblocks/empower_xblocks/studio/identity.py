"""Which quiz a block holds: copies get an id of their own, everything else keeps its id.

Attempts are counted by the id of the quiz, over course runs and languages. A course run, an import, a move and a
block that is synchronised from a library are the same quiz. A duplicate or a paste is another quiz: somebody who has
used all tries of the one may take the other.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument, parts_of
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio.starters import fresh_suffix


class Twin(Value):
    """Another block of the same course run that holds the same quiz."""

    title: str
    unit: str = ""


@dataclass(frozen=True)
class Identity:
    """What the editor has to know of a block to say whose quiz it edits. Both questions cost a look; few pages ask."""

    name: str = ""
    """The usage key, unique among all courses and runs."""
    is_from_library: bool = False
    twins: Callable[[], tuple[Twin, ...]] = tuple
    tries: Callable[[], int | None] = lambda: 0
    """How many tries began in this block; nothing when that can't be known."""


_COPY = re.compile(r"-copy-[0-9a-f]{10}$")
_MAX = 90


def copy_quiz(document: QuizDocument, name: str) -> QuizDocument:
    """Return the same quiz under an id that no other block has; questions keep theirs, so what was seen stays seen.

    Args:
        document: the quiz that was copied.
        name: the usage key of the new block, unique among all courses and runs.
    """
    suffix = f"-copy-{fresh_suffix(name)}"
    stem = _COPY.sub("", document.quiz.id)[: _MAX - len(suffix)].rstrip("-")
    quiz = document.quiz.model_copy(update={"id": f"{stem}{suffix}"})
    return QuizDocument.model_validate(parts_of(document) | {"quiz": quiz})


def find_twins(quiz_id: str, blocks: Iterable[Any], unit_title: Callable[[Any], str]) -> tuple[Twin, ...]:
    """Name the blocks that hold the quiz ``quiz_id``, in the order in which they come."""
    return tuple(
        Twin(title=block.display_name or quiz_id, unit=unit_title(block))
        for block in blocks
        if _stored_id(block.document) == quiz_id
    )


def _stored_id(text: str) -> str | None:
    """Return the id in a stored quiz of any schema version, without validating hundreds of kilobytes."""
    try:
        return str(json.loads(text)["quiz"]["id"])
    except (KeyError, TypeError, ValueError):
        return None


def word_twins(quiz_id: str, twins: Iterable[Twin], locale: str) -> str:
    """Say in Studio's own list of messages that a quiz stands twice in a course run."""
    return phrases(locale).gettext(
        _(
            "Another block of this course holds the same quiz ({id}): {places}. Tries, waiting times and certificates "
            "count for both together. If they are meant to be two quizzes, open the editor and give this one an id "
            "of its own."
        ),
        id=quiz_id,
        places="; ".join(word_place(twin, locale) for twin in twins),
    )


def word_place(twin: Twin, locale: str) -> str:
    """Say where a block is found."""
    say = phrases(locale).gettext
    if not twin.unit:
        return say(_("“{title}”"), title=twin.title)
    return say(_("“{title}” in the unit “{unit}”"), title=twin.title, unit=twin.unit)
