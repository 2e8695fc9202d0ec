"""Over- and under-use: what wrong choices say, in every kind that has roles."""

import pytest

from empower_lms.assessment.form import FormItem
from empower_lms.assessment.profile import profile_of, quadrant_of, roles_of
from empower_lms.assessment.responses import (
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    NumericResponse,
    OrderingResponse,
    Stance,
    TextResponse,
)
from empower_lms.domain.question import KINDS, OptionRole
from tests.strategies import TEXT, text

OVER, UNDER, COMM = OptionRole.OVER, OptionRole.UNDER, OptionRole.COMMUNICATION
COMMON = {"id": "demo.q", "objective": "demo.one", "stem": TEXT}
OPTIONS = (
    {"id": "a", "text": TEXT, "correct": True},
    {"id": "b", "text": TEXT, "role": "over"},
    {"id": "c", "text": TEXT, "role": "under"},
    {"id": "d", "text": TEXT},
)
UNMARKED = tuple({**option, "correct": False} for option in OPTIONS)
LIMIT_CASES = (
    {"id": "a", "case": "below", "given": "99 EUR", "text": TEXT, "key": "b", "rationale": TEXT},
    {"id": "b", "case": "above", "given": "101 EUR", "text": TEXT, "key": "c", "rationale": TEXT},
)
STEPS = (
    {
        "id": "one",
        "event": TEXT,
        "choices": (
            {"id": "a", "text": TEXT, "correct": True, "consequence": TEXT, "next": "two"},
            {"id": "b", "text": TEXT, "role": "over", "consequence": TEXT, "next": "two"},
        ),
    },
    {
        "id": "two",
        "event": TEXT,
        "choices": (
            {"id": "a", "text": TEXT, "correct": True, "consequence": TEXT},
            {"id": "b", "text": TEXT, "role": "comm", "consequence": TEXT},
        ),
    },
)
SORTED = tuple(
    {"id": letter, "text": TEXT, "group": "a", "roles": {"b": role} if role else {}}
    for letter, role in (("a", "over"), ("b", "under"), ("c", ""))
)
PARTS = {
    "single": {"options": OPTIONS},
    "multi": {"options": (*OPTIONS[:1], {"id": "e", "text": TEXT, "correct": True}, *OPTIONS[1:])},
    "numeric": {"answer": "5 EUR", "misconceptions": ({"answer": "7 EUR", "role": "over", "feedback": TEXT},)},
    "text": {
        "accepted": (text("right"),),
        "misconceptions": ({"texts": (text("wrong"),), "role": "under", "feedback": TEXT},),
    },
    "boundary": {
        "scope": "CHG-1",
        "scope_version": 1,
        "card": "0" * 64,
        "clause": "CHG-1.amount",
        "options": UNMARKED,
        "cases": LIMIT_CASES,
    },
    "classification": {"groups": ({"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}), "cases": SORTED},
    "case": {"steps": STEPS},
    "matching": {
        "prompts": ({"id": "a", "text": TEXT, "partner": "a"}, {"id": "b", "text": TEXT, "partner": "b"}),
        "partners": ({"id": "a", "text": TEXT}, {"id": "b", "text": TEXT}),
    },
    "ordering": {"steps": tuple({"id": letter, "text": TEXT} for letter in "abc")},
}


def choose(*options):
    return ChoiceResponse(options=options)


@pytest.mark.parametrize(
    ("kind", "response", "roles"),
    [
        ("single", choose("a"), ()),
        ("single", choose("b"), (OVER,)),
        ("single", choose("d"), ()),
        ("multi", choose("a", "b", "c"), (OVER, UNDER)),
        ("numeric", NumericResponse(value=5, typed="5"), ()),
        ("numeric", NumericResponse(value=7, typed="7"), (OVER,)),
        ("numeric", NumericResponse(value=8, typed="8"), ()),
        ("text", TextResponse(typed="Wrong!"), (UNDER,)),
        ("text", TextResponse(typed="right"), ()),
        ("boundary", choose("b"), ()),
        ("boundary", choose("c"), (UNDER,)),
        ("classification", AssignmentResponse(assigned={"a": "b", "b": "b", "c": "b"}), (OVER, UNDER)),
        ("classification", AssignmentResponse(assigned={"a": "a"}, complete=False), ()),
        ("case", CaseResponse(path=("b", "b")), (OVER, COMM)),
        ("case", CaseResponse(path=("a",), complete=False), ()),
        ("matching", AssignmentResponse(assigned={"a": "b", "b": "a"}), ()),
        ("ordering", OrderingResponse(places={"a": 3, "b": 2, "c": 1}), ()),
    ],
)
def test_wrong_choices_show_their_roles(kind, response, roles):
    question = KINDS[kind](**COMMON, **PARTS[kind])
    item = FormItem(position=1, question="demo.q", version="", stratum="all", options=question.part_ids, variant="a")
    assert roles_of(question, item, response) == roles


@pytest.mark.parametrize("kind", KINDS)
def test_an_open_question_of_any_kind_shows_nothing(kind):
    question = KINDS[kind](**COMMON, **PARTS[kind])
    item = FormItem(position=1, question="demo.q", version="", stratum="all", variant="a")
    assert roles_of(question, item, None) == ()


def test_every_role_is_counted():
    assert profile_of((OVER, OVER, UNDER, COMM)).model_dump() == {"over": 2, "under": 1, "communication": 1}
    assert set(OptionRole) == {OVER, UNDER, COMM}
    assert profile_of(()).total == 0


def test_the_quadrant_needs_a_stance():
    assert quadrant_of([(None, True), (None, False)]) is None
    answers = [(Stance.ASK, True), (Stance.ALONE, False), (Stance.INFORM, True), (Stance.ASK, False), (None, True)]
    assert quadrant_of(answers).model_dump() == {"ready": 1, "dangerous": 1, "encourage": 1, "train": 1}
