"""Drawing a form: stratified, unseen first, reproducible from its seed.

Order comes from SHA-256 over the seed and not from ``random``: the same seed gives the same form on every Python and
every platform. A pool is shuffled only as far as the draw looks into it, so a large one costs what a small one does.
"""

import hashlib
from collections.abc import Mapping, Sequence, Set

from empower_lms.assessment.form import Form, FormItem
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.quiz import Stratum

MAX_STEPS = 20_000
NOBODY: frozenset[str] = frozenset()


class DrawImpossible(ValueError):
    """The pool has too few questions that may stand on one form together."""

    def __init__(self, stratum: str) -> None:
        super().__init__(f"part '{stratum}' of the draw can't be filled from the pool")
        self.stratum = stratum


def draw_form(document: QuizDocument, *, seed: str, seen: Mapping[str, int] | None = None) -> Form:
    """Draw the questions of one attempt.

    Args:
        document: the quiz with its pool.
        seed: any text; the same seed with the same pool and history gives the same form.
        seen: how often the learner met each question family in earlier attempts.

    Raises:
        DrawImpossible: when enemy pairs leave too few questions for a part.
    """
    chosen = _choose(document, seed, seen or {})
    ordered = sorted(chosen, key=lambda pair: _mix(seed, "position", pair[1].id))
    items = tuple(
        place_question(question, position=position, stratum=stratum.id, seed=seed)
        for position, (stratum, question) in enumerate(ordered, start=1)
    )
    return Form(quiz=document.quiz.id, document=document.digest, seed=seed, items=items)


def place_question(question: AnyQuestion, *, position: int, stratum: str, seed: str) -> FormItem:
    """Put a question on a form: the order of its parts and, where it has several, its variant."""
    return FormItem(
        position=position,
        question=question.id,
        version=question.version,
        stratum=stratum,
        options=tuple(sorted(question.part_ids, key=lambda part: _mix(seed, question.id, part))),
        variant=_draw_variant(question, seed),
    )


class _ShuffledPool:
    """The questions of one part in the order of this draw: the least seen first, shuffled among themselves.

    It is a shuffle after Fisher and Yates (1938) that goes on when somebody asks for the next question.
    """

    def __init__(self, document: QuizDocument, part: str, seed: str, seen: Mapping[str, int]) -> None:
        self._seed = seed
        self._part = part
        self._waiting = _least_seen_first(document, part, seen)
        self._moved: dict[int, AnyQuestion] = {}
        self._taken_of_group = 0
        self._drawn: list[AnyQuestion] = []

    def get(self, index: int) -> AnyQuestion | None:
        """Return the question at an index, or nothing behind the last one."""
        while len(self._drawn) <= index:
            if not self._waiting:
                return None
            self._draw()
        return self._drawn[index]

    def _draw(self) -> None:
        group, place = self._waiting[0], self._taken_of_group
        left = len(group) - place
        other = place + int.from_bytes(_mix(self._seed, "draw", self._part, str(len(self._drawn)))) % left
        self._drawn.append(self._moved.get(other, group[other]))
        self._moved[other] = self._moved.get(place, group[place])
        self._taken_of_group += 1
        if left == 1:
            self._waiting.pop(0)
            self._moved.clear()
            self._taken_of_group = 0


def _draw_variant(question: AnyQuestion, seed: str) -> str:
    """Draw what is right first, then a variant for which it is: no answer is right more often than another."""
    group: tuple[str, ...] = min(
        question.variant_groups, key=lambda names: _mix(seed, question.id, "answer", *names), default=()
    )
    return min(group, key=lambda name: _mix(seed, question.id, "variant", name), default="")


def _choose(document: QuizDocument, seed: str, seen: Mapping[str, int]) -> list[tuple[Stratum, AnyQuestion]]:
    """Fill the strata in turn, stepping back where enemy pairs lead into a dead end."""
    slots = [stratum for stratum in document.quiz.strata for _ in range(stratum.count)]
    candidates = {stratum.id: _ShuffledPool(document, stratum.id, seed, seen) for stratum in document.quiz.strata}
    enemies = document.enemies_of
    taken: list[int] = []
    chosen: list[AnyQuestion] = []
    following = 0
    deepest = 0
    for _ in range(MAX_STEPS):
        depth = len(chosen)
        if depth == len(slots):
            return list(zip(slots, chosen, strict=True))
        deepest = max(deepest, depth)
        found = _next_friendly(candidates[slots[depth].id], following, enemies, {question.id for question in chosen})
        if found is not None:
            index, question = found
            taken.append(index)
            chosen.append(question)
            # Within a stratum a set is tried in one order only: go on behind the question just taken.
            same_stratum = depth + 1 < len(slots) and slots[depth + 1].id == slots[depth].id
            following = index + 1 if same_stratum else 0
        elif chosen:
            chosen.pop()
            following = taken.pop() + 1
        else:
            break
    raise DrawImpossible(slots[deepest].id)


def _next_friendly(
    pool: _ShuffledPool, start: int, enemies: Mapping[str, frozenset[str]], on_form: Set[str]
) -> tuple[int, AnyQuestion] | None:
    index = start
    while (question := pool.get(index)) is not None:
        if enemies.get(question.id, NOBODY).isdisjoint(on_form):
            return index, question
        index += 1
    return None


def _least_seen_first(document: QuizDocument, part: str, seen: Mapping[str, int]) -> list[Sequence[AnyQuestion]]:
    """Group a pool by how often its questions were seen, the least seen first."""
    pool, ids = document.pools[part], document.pool_ids[part]
    places = {name: ids[name] for name in sorted(seen) if name in ids and seen[name]}
    groups: dict[int, list[AnyQuestion]] = {}
    for name, place in places.items():
        groups.setdefault(seen[name], []).append(pool[place])
    fresh: Sequence[AnyQuestion] = pool
    if places:
        gone = set(places.values())
        fresh = [question for place, question in enumerate(pool) if place not in gone]
    return [group for group in (fresh, *(groups[count] for count in sorted(groups))) if group]


def _mix(*parts: str) -> bytes:
    return hashlib.sha256("\x00".join(parts).encode()).digest()
