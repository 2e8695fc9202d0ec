"""Drawing a form: stratified, unseen first, reproducible from its seed.

Order comes from SHA-256 over seed and question id and not from ``random``: the same seed gives
the same form on every Python and every platform.
"""

import hashlib
from collections.abc import Mapping, Sequence

from empower_lms.assessment.form import Form, FormItem
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.quiz import Stratum

MAX_STEPS = 20_000


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


def _draw_variant(question: AnyQuestion, seed: str) -> str:
    """Draw what is right first, then a variant for which it is: no answer is right more often than another."""
    group: tuple[str, ...] = min(
        question.variant_groups, key=lambda names: _mix(seed, question.id, "answer", *names), default=()
    )
    return min(group, key=lambda name: _mix(seed, question.id, "variant", name), default="")


def _choose(document: QuizDocument, seed: str, seen: Mapping[str, int]) -> list[tuple[Stratum, AnyQuestion]]:
    """Fill the strata in turn, stepping back where enemy pairs lead into a dead end."""
    slots = [stratum for stratum in document.quiz.strata for _ in range(stratum.count)]
    candidates = {
        stratum.id: _unseen_first(document.pool_of(stratum.id), seed, seen) for stratum in document.quiz.strata
    }
    enemies = _enemy_pairs(document.questions)
    taken: list[int] = []
    chosen: list[AnyQuestion] = []
    following = 0
    deepest = 0
    for _ in range(MAX_STEPS):
        depth = len(chosen)
        if depth == len(slots):
            return list(zip(slots, chosen, strict=True))
        deepest = max(deepest, depth)
        pool = candidates[slots[depth].id]
        index = _next_friendly(pool, following, enemies, chosen)
        if index is not None:
            taken.append(index)
            chosen.append(pool[index])
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
    pool: Sequence[AnyQuestion], start: int, enemies: Mapping[str, frozenset[str]], chosen: Sequence[AnyQuestion]
) -> int | None:
    on_form = {question.id for question in chosen}
    return next((index for index in range(start, len(pool)) if enemies[pool[index].id].isdisjoint(on_form)), None)


def _unseen_first(pool: Sequence[AnyQuestion], seed: str, seen: Mapping[str, int]) -> tuple[AnyQuestion, ...]:
    return tuple(sorted(pool, key=lambda question: (seen.get(question.id, 0), _mix(seed, "draw", question.id))))


def _enemy_pairs(questions: Sequence[AnyQuestion]) -> dict[str, frozenset[str]]:
    """Make enmity mutual: naming it on one side is enough."""
    pairs: dict[str, set[str]] = {question.id: set(question.enemies) for question in questions}
    for question in questions:
        for enemy in question.enemies:
            pairs.setdefault(enemy, set()).add(question.id)
    return {question_id: frozenset(enemies) for question_id, enemies in pairs.items()}


def _mix(*parts: str) -> bytes:
    return hashlib.sha256("\x00".join(parts).encode()).digest()
