"""Measure judging attempts of thirty mixed items.

Run with ``python -m benchmarks.bench_grading [ATTEMPTS]`` (100,000 by default). The peer of the same run is the least
that anybody could do: comparing thirty prepared texts and adding up exact points. Both are CPU of one core;
judging knows nothing of other attempts, so cores add up.
"""

import gc
import sys
import time
from collections.abc import Callable
from fractions import Fraction

from empower_lms.assessment.draw import draw_form
from empower_lms.assessment.form import Form
from empower_lms.assessment.judge import judge
from empower_lms.assessment.responses import AnyResponse, Stance
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import KINDS, AnyQuestion
from empower_lms.domain.quiz import Quiz, QuizMode, StanceRule, Stratum
from tests.answers import right_response, wrong_response
from tests.assessment.test_profile import PARTS
from tests.strategies import TEXT, objective

ITEMS, OBJECTIVES, POOL, FORMS = 30, 5, 90, 40


def make_document() -> QuizDocument:
    """Build a quiz of tier S4 whose pool has every kind in turn."""
    kinds = list(KINDS)
    questions: tuple[AnyQuestion, ...] = tuple(
        KINDS[kind](
            id=f"bench.q{number}",
            objective=f"bench.o{number % OBJECTIVES}",
            stem=TEXT,
            critical=number % 9 == 0,
            **PARTS[kind],
        )
        for number in range(POOL)
        for kind in [kinds[number % len(kinds)]]
    )
    names = tuple(f"bench.o{number}" for number in range(OBJECTIVES))
    quiz = Quiz(
        id="bench.certification",
        mode=QuizMode.CERTIFICATION,
        tier="S4",
        title=TEXT,
        strata=tuple(
            Stratum(id=f"s{number}", objectives=(name,), count=ITEMS // OBJECTIVES, at_least=5)
            for number, name in enumerate(names)
        ),
        cut=27,
        stance=StanceRule(confident_errors=3),
    )
    return QuizDocument(course="bench", quiz=quiz, objectives=tuple(map(objective, names)), questions=questions)


def make_attempts(document: QuizDocument) -> list[tuple[Form, dict[int, AnyResponse]]]:
    """Draw forms and answer every fifth item wrongly."""
    attempts = []
    for number in range(FORMS):
        form = draw_form(document, seed=f"s{number}")
        responses = {}
        for item in form.items:
            make = wrong_response if (item.position + number) % 5 == 0 else right_response
            stance = Stance.ALONE if item.position % 2 else Stance.ASK
            response = make(document.question_by_id[item.question], item)
            responses[item.position] = response.model_copy(update={"stance": stance})
        attempts.append((form, responses))
    return attempts


def measure(act: Callable[[int], object], count: int) -> float:
    """Return calls a second of CPU."""
    gc.collect()
    begun = time.process_time()
    for number in range(count):
        act(number)
    return count / (time.process_time() - begun)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    document = make_document()
    attempts = make_attempts(document)
    keys = [{position: response.model_dump_json() for position, response in given.items()} for _form, given in attempts]

    def compare(number: int) -> object:
        """Count equal answers; the texts are prepared, so that nothing but comparing is measured."""
        given = keys[number % FORMS]
        return sum((Fraction(1) for position, text in given.items() if given[position] == text), Fraction(0)) >= 27

    def grade_one(number: int) -> object:
        form, responses = attempts[number % FORMS]
        return judge(document, form, responses)

    grade_one(0)
    peer = measure(compare, min(count, 20_000))
    rate = measure(grade_one, count)
    print(f"comparing {ITEMS} prepared texts   {peer:9,.0f} attempts a second and core")
    print(f"judging {ITEMS} mixed items        {rate:9,.0f} attempts a second and core, {peer / rate:.1f} x the cost")
    print(f"{count:,} attempts, {len(KINDS)} kinds, with stance, profile and minima: {count / rate:.1f} s")


if __name__ == "__main__":
    main()
