"""What wrong rows show: surplus partners that were chosen, and steps that were moved."""

from itertools import permutations

import pytest

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.profile import roles_of
from empower_lms.assessment.responses import AssignmentResponse, OrderingResponse, TextResponse
from empower_lms.assessment.row_roles import moved_steps, roles_of_partners, roles_of_steps
from empower_lms.domain.question import OptionRole, Ordering
from tests.assessment.test_guess_floor import ordering
from tests.row_quiz import row_questions


def order(question: Ordering, steps: str) -> OrderingResponse:
    return OrderingResponse(places={step: place for place, step in enumerate(steps, start=1)})


@pytest.mark.parametrize(
    ("steps", "moved"),
    [
        ("abcd", {}),
        ("dabc", {"d": True}),
        ("bcda", {"a": False}),
        ("bacd", {"b": True, "a": False}),
        ("acbd", {"c": True, "b": False}),
        ("abdc", {"d": True, "c": False}),
    ],
)
def test_only_steps_that_were_moved_count_and_not_those_that_made_room(steps, moved):
    question = ordering(4)

    assert moved_steps(question, order(question, steps)) == moved


def test_whatever_the_order_only_the_right_one_moves_nothing():
    question = ordering(5)
    for steps in permutations("abcde"):
        moved = moved_steps(question, order(question, "".join(steps)))
        assert bool(moved) is (steps != tuple("abcde"))


def test_telling_before_deciding_goes_too_far_and_asking_last_does_too():
    question = row_questions()["ordering"]

    assert list(roles_of_steps(question, order(question, "dabc"))) == [OptionRole.OVER]
    assert list(roles_of_steps(question, order(question, "abdc"))) == [OptionRole.OVER, OptionRole.OVER]
    assert list(roles_of_steps(question, order(question, "abcd"))) == []


def test_the_report_counts_what_wrong_rows_show():
    asked = {question.kind: question for question in row_questions().values()}
    item = FormItem(position=1, question="demo.q", version="v", stratum="s")
    surplus = asked["matching"].surplus[0].id

    assert roles_of(asked["matching"], item, AssignmentResponse(assigned={"a": surplus})) == ("over",)
    assert roles_of(asked["ordering"], item, order(asked["ordering"], "dabc")) == ("over",)
    assert roles_of(asked["classification"], item, AssignmentResponse(assigned={"c": "b"})) == ("comm",)
    assert roles_of(asked["text"], item, TextResponse(typed="The customer")) == ("over",)


def test_a_surplus_partner_shows_its_role():
    question = row_questions()["matching"]
    d, e = (partner.id for partner in question.surplus)

    assert list(roles_of_partners(question, AssignmentResponse(assigned={"a": d, "b": e}))) == ["over", "under"]
    assert list(roles_of_partners(question, AssignmentResponse(assigned=question.key))) == []
