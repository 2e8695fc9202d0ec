"""How often a blind guess is right: every answer that a form can send is counted, and compared with the formula."""

from fractions import Fraction
from itertools import product

import pytest

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import grade
from empower_lms.assessment.reading import RawAnswer, read_response
from empower_lms.assessment.responses import AnyResponse, ResponseProblem
from empower_lms.authoring.checks.rows import guess
from empower_lms.domain.question import (
    AnyQuestion,
    Classification,
    Group,
    Matching,
    OrderedStep,
    Ordering,
    Partner,
    Prompt,
    SortedCase,
)
from tests.row_quiz import row_questions
from tests.strategies import LETTERS, TEXT, text

COMMON = {"id": "demo.q", "objective": "demo.o", "stem": TEXT}


def matching(prompts: int, partners: int) -> Matching:
    return Matching(
        **COMMON,
        prompts=tuple(Prompt(id=LETTERS[n], text=text(f"p{n}"), partner=LETTERS[n]) for n in range(prompts)),
        partners=tuple(Partner(id=LETTERS[n], text=text(f"q{n}")) for n in range(partners)),
    )


def ordering(steps: int) -> Ordering:
    return Ordering(**COMMON, steps=tuple(OrderedStep(id=LETTERS[n], text=text(f"s{n}")) for n in range(steps)))


def classification(cases: int, groups: int) -> Classification:
    return Classification(
        **COMMON,
        groups=tuple(Group(id=LETTERS[n], text=text(f"g{n}")) for n in range(groups)),
        cases=tuple(SortedCase(id=LETTERS[n], text=text(f"c{n}"), group=LETTERS[n % groups]) for n in range(cases)),
    )


def every_answer(question: AnyQuestion, item: FormItem, rows: int, choices: int) -> list[AnyResponse]:
    """Return what all possible forms with every row filled are read as, without those that are refused."""
    numbers = [str(number) for number in range(1, choices + 1)]
    read = (
        read_response(question, item, RawAnswer(item=question.id, values=values))
        for values in product(numbers, repeat=rows)
    )
    return [response for response in read if not isinstance(response, ResponseProblem)]


@pytest.mark.parametrize(
    ("question", "rows", "choices"),
    [
        *((matching(n, m), n, m) for n, m in [(2, 2), (2, 4), (3, 3), (3, 5), (4, 6)]),
        *((ordering(n), n, n) for n in (3, 4, 5)),
        *((classification(n, g), n, g) for n, g in [(3, 2), (4, 3), (5, 3), (3, 4)]),
    ],
    ids=lambda value: value.kind if not isinstance(value, int) else str(value),
)
def test_one_of_all_possible_answers_is_right(question, rows, choices):
    item = FormItem(position=1, question=question.id, version="v", stratum="s", options=question.part_ids[::-1])
    answers = every_answer(question, item, rows, choices)
    points = [grade(question, item, answer) for answer in answers]

    assert Fraction(sum(points), len(points)) == guess(question)
    assert len({repr(answer) for answer in answers}) == len(answers)


def test_nobody_guesses_words():
    question = row_questions()["text"]
    item = FormItem(position=1, question=question.id, version="v", stratum="s")
    for word in ("x", "yes", "no", "1", "a", "the", "ja", "nein", "?", "customer", "owner"):
        response = read_response(question, item, RawAnswer(item=question.id, values=(word,)))
        assert isinstance(response, ResponseProblem) or grade(question, item, response) == guess(question) == 0
