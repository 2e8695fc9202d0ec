"""Places in addresses."""

import pytest

from empower_lms.assessment.responses import ResponseProblem
from empower_xblocks.place import RESUME, View, address_of, at_question, block_token, named_place, read_place

BLOCK = block_token("usage")


@pytest.mark.parametrize("view", list(View))
def test_every_view_travels_and_comes_back(view):
    place = at_question(3) if view is View.QUESTION else named_place(view.value)
    assert read_place({"at": place.token(BLOCK)}, BLOCK) == place


@pytest.mark.parametrize("problem", list(ResponseProblem))
def test_every_problem_travels_with_what_was_typed(problem):
    place = at_question(3, problem=problem, typed="1.000")
    query = {"at": place.token(BLOCK), "typed": "1.000"}
    assert read_place(query, BLOCK) == place


@pytest.mark.parametrize(
    "at", ["", "x", f"{BLOCK}", f"{BLOCK}.", f"{BLOCK}.²", f"{BLOCK}.-1", f"{BLOCK}.99999", "other.3"]
)
def test_what_cannot_be_read_is_the_start(at):
    assert read_place({"at": at}, BLOCK) == RESUME


def test_an_unknown_problem_is_no_problem():
    assert read_place({"at": f"{BLOCK}.3.nonsense"}, BLOCK) == at_question(3)


def test_an_address_keeps_its_path_and_its_other_parts():
    address = address_of("https://host.example/a/b?x=1&at=old.2&typed=5", at_question(4), BLOCK)
    assert address == f"/a/b?x=1&at={BLOCK}.4#{BLOCK}"


def test_two_blocks_have_two_tokens():
    assert block_token("one") != block_token("two")
