"""Measure drawing a form from a pool of 5,000 families.

Run with ``python -m benchmarks.bench_draw``. The peers of the same run are ``random.sample`` over each part, which
knows neither history, enemies nor option order, and parsing the same document with ``json.loads``. A form has to be
there in at most 5 ms of CPU.
"""

import gc
import json
import random
import time
from collections.abc import Callable

from empower_lms.assessment.draw import draw_form
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.objective import Bloom, Objective
from empower_lms.domain.question import Option, SingleChoice
from empower_lms.domain.quiz import Quiz, QuizMode, Stratum
from empower_lms.domain.text import LocalizedText

FAMILIES, PARTS, PER_PART = 5_000, 6, 5
BUDGET = 5.0
TEXT = LocalizedText({"en": "What do you do now?", "de": "Was tust du jetzt?"})


def make_document(*, enemies: bool) -> QuizDocument:
    """Build a quiz of thirty questions over a pool of 5,000; with enemies, every tenth question has one."""
    options = tuple(Option(id=letter, text=TEXT, correct=letter == "a") for letter in "abcd")
    questions = tuple(
        SingleChoice(
            id=f"bench.family-{number}",
            objective=f"bench.objective-{number % PARTS}",
            stem=TEXT,
            options=options,
            enemies=(f"bench.family-{number - 7}",) if enemies and number >= 7 and number % 10 == 0 else (),
        )
        for number in range(FAMILIES)
    )
    names = [f"bench.objective-{part}" for part in range(PARTS)]
    quiz = Quiz(
        id="bench.certification",
        mode=QuizMode.CERTIFICATION,
        tier="S4",
        title=TEXT,
        strata=tuple(Stratum(id=f"part-{i}", objectives=(name,), count=PER_PART) for i, name in enumerate(names)),
        cut=27,
    )
    objectives = tuple(Objective(id=name, bloom=Bloom.APPLY, text=TEXT) for name in names)
    return QuizDocument(course="bench", quiz=quiz, objectives=objectives, questions=questions)


def measure(act: Callable[[int], object], rounds: int) -> tuple[float, float]:
    """Return median and slowest of some calls, in milliseconds of CPU."""
    times = []
    gc.collect()
    gc.disable()
    for number in range(rounds):
        begun = time.process_time()
        act(number)
        times.append((time.process_time() - begun) * 1000)
    gc.enable()
    times.sort()
    return times[len(times) // 2], times[-1]


def main() -> None:
    plain, feuds = make_document(enemies=False), make_document(enemies=True)
    # Once per process and document, like parsing it.
    for document in (plain, feuds):
        draw_form(document, seed="warm")
    text = plain.to_json()
    pools = [list(plain.pool_of(stratum.id)) for stratum in plain.quiz.strata]
    history = {question.id: 1 for question in plain.questions[:90]}

    def sample(number: int) -> object:
        rng = random.Random(number)
        return [rng.sample(pool, PER_PART) for pool in pools]

    peer, _ = measure(sample, 300)
    parsed, _ = measure(lambda _number: json.loads(text), 5)
    print(f"random.sample over {PARTS} parts        {peer:8.3f} ms")
    print(f"json.loads of the document         {parsed:8.3f} ms")
    cases: list[tuple[str, Callable[[int], object]]] = [
        ("first try", lambda number: draw_form(plain, seed=f"a{number}")),
        ("with a history of 90 families", lambda number: draw_form(plain, seed=f"b{number}", seen=history)),
        ("with 500 enemy pairs", lambda number: draw_form(feuds, seed=f"c{number}")),
    ]
    for name, act in cases:
        median, slowest = measure(act, 200)
        verdict = "" if slowest <= BUDGET else "  over the budget"
        print(
            f"draw, {name:<29}{median:8.3f} ms (slowest {slowest:.3f}), {median / peer:.1f} x random.sample, "
            f"1/{parsed / median:.0f} of json.loads{verdict}"
        )


if __name__ == "__main__":
    main()
