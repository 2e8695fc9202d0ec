"""Which quiz a block holds: copies get an id of their own, everything else keeps its id.

Attempts are counted by the id of the quiz, over course runs and languages. A course run, an import, a move and a
block that is synchronised from a library are the same quiz. A duplicate or a paste is another quiz: somebody who has
used all tries of the one may take the other.
"""

import re

from empower_lms.domain.documents import QuizDocument, parts_of
from empower_xblocks.studio.starters import fresh_suffix

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
