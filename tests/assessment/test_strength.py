"""Strength against the numbers of the validity brief (sections 3 and 4)."""

from fractions import Fraction

import pytest

from empower_lms.assessment.strength import pass_probability
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import MultiSelect, Numeric, Option, SingleChoice
from empower_lms.domain.quiz import Quiz, QuizMode, Stratum
from tests.strategies import LETTERS, TEXT, objective


def quiz_of(parts: int, *, count: int, at_least: int, cut: int) -> QuizDocument:
    """A quiz of single-choice questions with four options."""
    options = tuple(Option(id=letter, text=TEXT, correct=letter == "a") for letter in LETTERS[:4])
    names = [f"demo.o{part}" for part in range(parts)]
    return QuizDocument(
        course="demo",
        quiz=Quiz(
            id="demo.certification",
            mode=QuizMode.CERTIFICATION,
            title=TEXT,
            strata=tuple(
                Stratum(id=f"s{part}", objectives=(name,), count=count, at_least=at_least)
                for part, name in enumerate(names)
            ),
            cut=cut,
        ),
        objectives=tuple(objective(name) for name in names),
        questions=tuple(
            SingleChoice(id=f"demo.q{part}-{number}", objective=name, stem=TEXT, options=options)
            for part, name in enumerate(names)
            for number in range(count)
        ),
    )


@pytest.mark.parametrize(
    ("document", "weak", "strong"),
    [
        (quiz_of(1, count=5, at_least=0, cut=4), 0.528, 0.952),
        (quiz_of(1, count=10, at_least=0, cut=8), 0.383, 0.966),
        (quiz_of(1, count=20, at_least=0, cut=16), 0.238, 0.986),
        (quiz_of(1, count=30, at_least=0, cut=27), 0.009, 0.816),
        (quiz_of(5, count=4, at_least=3, cut=16), 0.106, 0.856),
        (quiz_of(5, count=4, at_least=3, cut=17), 0.071, 0.844),
    ],
)
def test_the_published_table_is_met(document: QuizDocument, weak: float, strong: float) -> None:
    assert round(float(pass_probability(document, Fraction(6, 10))), 3) == pytest.approx(weak, abs=0.0011)
    assert round(float(pass_probability(document, Fraction(9, 10))), 3) == pytest.approx(strong, abs=0.0011)


def test_who_knows_everything_always_passes() -> None:
    assert pass_probability(quiz_of(5, count=4, at_least=3, cut=17), Fraction(1)) == 1


def test_nobody_guesses_a_number_and_sets_are_harder_than_single_options() -> None:
    base = quiz_of(1, count=1, at_least=0, cut=1)
    single = base.questions[0]
    common = {"id": single.id, "objective": single.objective, "stem": TEXT}
    options = tuple(Option(id=letter, text=TEXT, correct=letter in "ab") for letter in LETTERS[:4])
    chances = [
        pass_probability(base.model_copy(update={"questions": (question,)}), Fraction(0))
        for question in (single, MultiSelect(**common, options=options), Numeric(**common, answer="7 EUR"))
    ]
    assert chances == [Fraction(1, 4), Fraction(1, 16), 0]
