import pytest

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import MultiSelect, Numeric, Option, SingleChoice
from empower_lms.domain.quiz import Quiz, QuizMode, RetakeRule, Stratum
from tests.strategies import LETTERS, TEXT, objective


@pytest.fixture
def demo_quiz() -> QuizDocument:
    return build_demo_quiz()


def build_demo_quiz() -> QuizDocument:
    """Two parts of two questions each, from pools of six: single, multi and numeric in turn."""
    pool = []
    for number in range(12):
        common = {"id": f"demo.q{number}", "objective": "demo.one" if number < 6 else "demo.two", "stem": TEXT}
        if number % 3 == 2:
            pool.append(Numeric(**common, answer="720 EUR", tolerance="0.5"))
            continue
        keys = 1 + number % 3
        options = tuple(Option(id=LETTERS[i], text=TEXT, correct=i < keys) for i in range(4))
        pool.append((SingleChoice if keys == 1 else MultiSelect)(**common, options=options))
    strata = (
        Stratum(id="one", objectives=("demo.one",), count=2, at_least=1),
        Stratum(id="two", objectives=("demo.two",), count=2, at_least=1),
    )
    quiz = Quiz(
        id="demo.certification",
        mode=QuizMode.CERTIFICATION,
        title=TEXT,
        strata=strata,
        cut=3,
        retake=RetakeRule(tries=2),
    )
    objectives = (objective("demo.one"), objective("demo.two"))
    return QuizDocument(course="demo", quiz=quiz, objectives=objectives, questions=tuple(pool))
