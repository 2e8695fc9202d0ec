"""What a blind guess earns in boundary questions and decision cases: counted over every possible answer."""

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.draw import place_question
from empower_lms.assessment.grade import grade
from empower_lms.assessment.reading import RawAnswer, read_response, shown_choices
from empower_lms.assessment.responses import CaseResponse, ChoiceResponse, ResponseProblem
from empower_lms.domain.question import DecisionCase
from tests.stories import make_boundary, make_story
from tests.strategies import questions


def every_way(story: DecisionCase, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    """Yield each way through a story with its chance, when every decision is as likely as the others of its step."""
    step = story.walk(path)[1]
    if step is None:
        yield path, Fraction(1)
        return
    for choice in step.choices:
        for way, chance in every_way(story, (*path, choice.id)):
            yield way, chance / len(step.choices)


@given(story=questions("demo.q", "demo.o", ("case",)))
def test_the_computed_chance_of_a_case_is_that_of_all_its_ways(story):
    item = place_question(story, position=1, stratum="s", seed="x")
    ways = list(every_way(story))
    assert sum(chance for _way, chance in ways) == 1
    earned = sum(chance * grade(story, item, CaseResponse(path=way)) for way, chance in ways)
    assert earned == story.chance_of_guess()
    assert 0 < earned < 1


def test_the_chance_of_a_story_in_the_head():
    # The call: one of three. Then one of two, and one of two.
    assert make_story().chance_of_guess() == Fraction(1, 12)


@given(question=questions("demo.q", "demo.o", ("boundary",)), seed=st.text(max_size=4))
def test_a_blind_guess_at_a_boundary_is_one_option_of_all(question, seed):
    item = place_question(question, position=1, stratum="s", seed=seed)
    points = [grade(question, item, ChoiceResponse(options=(option,))) for option in question.part_ids]
    assert sum(points) == 1


def test_asking_always_or_deciding_always_is_right_half_of_the_time():
    edge = make_boundary()
    seeds = [str(number) for number in range(1000)]
    items = [place_question(edge, position=1, stratum="s", seed=seed) for seed in seeds]
    for option in ("a", "b"):
        earned = sum(grade(edge, item, ChoiceResponse(options=(option,))) for item in items)
        assert 440 < earned < 560


@given(story=questions("demo.q", "demo.o", ("case",)), data=st.data())
def test_any_clicking_about_ends_in_a_way_through_the_story(story, data):
    """Forms of any step, sent in any order and twice: the stored path only ever grows, along the story."""
    item = place_question(story, position=1, stratum="s", seed=data.draw(st.text("ab", max_size=2)))
    before = None
    for _ in range(data.draw(st.integers(1, 12))):
        value = f"{data.draw(st.integers(0, len(story.steps) + 1))}.{data.draw(st.integers(0, 5))}"
        read = read_response(story, item, RawAnswer(item=story.id, values=(value,)), before)
        if isinstance(read, ResponseProblem):
            continue
        known = before.path if before is not None else ()
        assert read.path[: len(known)] == known
        assert len(read.path) - len(known) in {0, 1}
        taken, open_step = story.walk(read.path)
        assert read.complete is (open_step is None)
        assert all(choice.id in shown_choices(step, item) for step, choice in taken)
        before = read
