"""What grading a quiz costs, against its limit and against the same convolution in floating point, in one run.

python benchmarks/bench_strength.py
"""

import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from empower_lms.domain.documents import QuizDocument

REPEATS = 7


def cpu_of(work: Callable[[], object]) -> float:
    """Return the least CPU seconds of several runs: the machine's other work only ever adds."""
    best = float("inf")
    for _ in range(REPEATS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def anew(work: Callable[[], object]) -> Callable[[], object]:
    """Forget every report and every text that was read before the work begins."""
    from empower_lms.assessment.strength import report, strategies

    def forget_and_work() -> None:
        report._assess.cache_clear()
        strategies._play_once.cache_clear()
        work()

    return forget_and_work


def convolve_floats(chances: list[float], cut: int) -> float:
    """Add up right-or-wrong items one by one: the textbook way."""
    points = [1.0]
    for chance in chances:
        points = [miss * (1 - chance) + hit * chance for miss, hit in zip([*points, 0.0], [0.0, *points], strict=True)]
    return sum(points[cut:])


def convolve_fractions(chances: list[Fraction], cut: int) -> Fraction:
    points = [Fraction(1)]
    for chance in chances:
        points = [
            miss * (1 - chance) + hit * chance
            for miss, hit in zip([*points, Fraction(0)], [Fraction(0), *points], strict=True)
        ]
    return sum(points[cut:], Fraction(0))


def lower_cut(document: QuizDocument) -> QuizDocument:
    quiz = document.quiz
    return document.model_copy(update={"quiz": quiz.model_copy(update={"cut": quiz.cut - quiz.length // 8})})


def main() -> None:
    from empower_lms.assessment.strength import assess_strength
    from empower_lms.assessment.strength.adversary import best_attack, find_attacks
    from empower_lms.assessment.strength.design import design_of
    from empower_lms.assessment.strength.figures import Figures, grade_tiers, measure
    from empower_lms.assessment.strength.passing import pass_once
    from empower_lms.assessment.strength.players import knowing
    from empower_lms.assessment.strength.solver import Solver
    from empower_lms.authoring.load import load_catalogue
    from empower_lms.authoring.olx.documents import quiz_document
    from tests.assessment.strength.designs import design
    from tests.assessment.strength.documents import choice
    from tests.assessment.strength.documents import quiz_document as make_document

    plain = design(1, 30, 27)
    known = Fraction(6, 10)
    floats = cpu_of(lambda: convolve_floats([0.7] * 30, 27))
    fractions = cpu_of(lambda: convolve_fractions([Fraction(7, 10)] * 30, 27))
    ours = cpu_of(lambda: pass_once(plain, knowing(known)))
    assert abs(float(pass_once(plain, knowing(known))) - convolve_floats([0.7] * 30, 27)) < 1e-12
    print(
        f"30 equal questions, exactly: {1e6 * ours:6.0f} µs = {ours / floats:.2f} × the same in floats "
        f"({1e6 * floats:.0f} µs), {ours / fractions:.2f} × the same in fractions ({1e6 * fractions:.0f} µs)"
    )

    catalogue = load_catalogue(REPOSITORY / "courses").catalogue
    assert catalogue is not None
    course = catalogue.course_by_id["scope"]
    shipped = quiz_document(course, course.quiz_by_id["scope.certification"])
    thirty = make_document(
        [
            choice(
                f"demo.q{part}-{n}",
                objective=f"demo.o{part}",
                key=n % 4,
                stem="What do you do now, and whom do you ask?",
            )
            for part in range(5)
            for n in range(18)
        ],
        count=6,
        at_least=5,
        cut=27,
        tries=3,
        tier="S4",
    )
    for name, document in (("shipped quiz, 24 of 51", shipped), ("30 of 90 in five parts", thirty)):
        design_ = design_of(document)
        report = cpu_of(anew(lambda document=document: assess_strength(document, with_fixes=False)))
        advice = cpu_of(anew(lambda document=document: assess_strength(lower_cut(document))))
        attack = best_attack(design_, find_attacks(document, design_))

        def grade(design_: object = design_, attack: object = attack) -> None:
            grade_tiers(design_, measure(design_, Figures(design_, attack)))

        weaker = design_.model_copy(update={"cut": design_.cut - design_.length // 4})
        rows = measure(weaker, Figures(weaker, attack))
        solve = cpu_of(lambda weaker=weaker, attack=attack, document=document, rows=rows: Solver(
            weaker, attack, document.quiz.tier
        ).find_fix(rows))  # fmt: skip
        print(f"{name}: report {1000 * report:5.1f} ms; limit 50")
        print(f"{'':{len(name)}}  with a pass mark that is too low, and its repair {1000 * advice:5.1f} ms; limit 100")
        print(f"{'':{len(name)}}  figures and grades {1000 * cpu_of(grade):5.1f} ms")
        print(f"{'':{len(name)}}  repair of a pass mark that is too low {1000 * solve:5.0f} ms; limit 1000")


if __name__ == "__main__":
    main()
