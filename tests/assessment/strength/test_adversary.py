"""The adversary, on real words."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import compress, permutations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from empower_lms.assessment.draw import place_question
from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import grade
from empower_lms.assessment.responses import (
    AnyResponse,
    AssignmentResponse,
    CaseResponse,
    ChoiceResponse,
    OrderingResponse,
)
from empower_lms.assessment.strength import assess_strength
from empower_lms.assessment.strength.adversary import Attack, best_attack, find_attacks
from empower_lms.assessment.strength.design import Design, Item, Part, design_of, model_of
from empower_lms.assessment.strength.figures import Figures
from empower_lms.assessment.strength.findings import FindingId, find_weaknesses
from empower_lms.assessment.strength.items import Scoring, blind_scores, multi_select
from empower_lms.assessment.strength.players import Persona
from empower_lms.assessment.strength.strategies import Strategy, play_all
from empower_lms.domain.question import KINDS, AnyQuestion, BoundaryCaseKind, Numeric
from empower_lms.domain.quiz import PartialCredit
from tests.assessment.strength.documents import PLAIN, choice, plain_quiz, quiz_document, ticks, words
from tests.strategies import LETTERS, TEXT, questions

WHOLE = Scoring.ALL_OR_NOTHING
LURES: dict[Strategy, tuple[tuple[str, ...], int, str]] = {
    Strategy.LONGEST: (("Red one", "Sky two", "Fog six and a half", "Ice ten"), 2, "Well?"),
    Strategy.SHORTEST: (("Red one", "Sky two", "Fog", "Ice ten"), 2, "Well?"),
    Strategy.HEDGED: (("It is red", "It is blue", "It may be", "It is wet"), 2, "Well?"),
    Strategy.NO_ABSOLUTES: (("Always red", "Never blue", "Foggy days", "Only white"), 2, "Well?"),
    Strategy.STEM_WORDS: (("Red one", "Sky two", "Winter", "Ice ten"), 2, "What falls in winter?"),
    Strategy.ALL_OF_THE_ABOVE: (("Red", "Sky", "All of the above", "Ice"), 2, "Well?"),
    Strategy.MIDDLE_NUMBER: (("EUR 1,000", "EUR 9", "EUR 50"), 2, "Well?"),
    Strategy.ODD_ONE_OUT: (("Red one.", "Sky two.", "Fog six", "Ice ten."), 2, "Well?"),
    Strategy.ASK_FIRST: (("Do it", "Drop it", "Ask Sam", "Hide it"), 2, "Well?"),
}


@pytest.mark.parametrize("strategy", Strategy)
def test_every_strategy_takes_its_bait(strategy: Strategy) -> None:
    if strategy not in LURES:
        played = {
            **dict(play_all(ticks("demo.q", 5, 2), "en", WHOLE)),
            **dict(play_all(limit_cases("aab"), "en", WHOLE)),
        }
        assert strategy in played
        return
    texts, key, stem = LURES[strategy]
    baited = dict(play_all(choice("demo.q", texts, key=key, stem=stem), "en", WHOLE))
    assert baited[strategy] == ((Fraction(1), Fraction(1)),)
    fooled = dict(play_all(choice("demo.q", texts, key=0, stem=stem), "en", WHOLE))
    assert fooled[strategy] == ((Fraction(0), Fraction(1)),)


def test_options_that_give_nothing_away_are_not_played() -> None:
    assert list(play_all(choice("demo.q"), "en", WHOLE)) == []
    assert list(play_all(Numeric(id="demo.q", objective="demo.o", stem=TEXT, answer="7 EUR"), "en", WHOLE)) == []


def test_ties_are_broken_by_chance() -> None:
    texts = ("Red one two", "Sky two six", "Fog", "Ice")
    longest = dict(play_all(choice("demo.q", texts, key=0), "en", WHOLE))[Strategy.LONGEST]
    assert longest == ((Fraction(0), Fraction(1, 2)), (Fraction(1), Fraction(1, 2)))


def test_german_words_are_played_in_german() -> None:
    german = ("Es ist rot", "Es ist blau", "Es ist meist nass", "Es ist weiß")
    question = choice("demo.q", PLAIN, key=2, german=german)
    assert Strategy.HEDGED in dict(play_all(question, "de", WHOLE))
    assert Strategy.HEDGED not in dict(play_all(question, "en", WHOLE))


def test_ticks_are_counted_by_the_sets_that_fit() -> None:
    played = dict(play_all(ticks("demo.q", 5, 2), "en", WHOLE))
    # Of 2**5 sets, those of two to four options remain: 25.
    assert dict(played[Strategy.SENSIBLE_TICKS])[Fraction(1)] == Fraction(1, 25)
    assert dict(played[Strategy.TICK_ALL]) == {Fraction(0): Fraction(1)}
    assert dict(played[Strategy.TICK_ONE]) == {Fraction(0): Fraction(1)}
    halves = dict(play_all(ticks("demo.q", 5, 3), "en", Scoring.HALF))
    # Three of five ticks are right, which is more than half.
    assert dict(halves[Strategy.TICK_ALL]) == {Fraction(1, 2): Fraction(1)}


def leaky_quiz(leaks: int, *, only_german: bool = False) -> object:
    """Twenty questions; in some the key is the longest option."""
    baited = ("Red one and then some", "Sky two", "Fog six", "Ice ten")
    return quiz_document(
        [
            choice(f"demo.q{n}", PLAIN if only_german else baited, key=0, german=baited)
            if n < leaks
            else choice(f"demo.q{n}", key=n % 4)
            for n in range(20)
        ],
        cut=16,
        tries=2,
    )


def test_the_longest_answer_is_found_out() -> None:
    """Section 12: who always picks the longest answer gets 12 of 20 right."""
    report = assess_strength(leaky_quiz(10), with_fixes=False)
    adversary = next(result for result in report.personas if result.persona is Persona.ADVERSARY)
    assert (adversary.strategy, round(adversary.right)) == (Strategy.LONGEST, 12)
    (finding,) = [finding for finding in report.findings if finding.id is FindingId.ADVERSARY]
    assert finding.names["strategy"] == "longest"
    assert finding.numbers["right"] == 12
    assert report.grade == "F"


def test_one_language_that_leaks_is_enough() -> None:
    document = leaky_quiz(14, only_german=True)
    design = design_of(document)
    attack = best_attack(design, find_attacks(document, design))
    assert (attack.strategy, attack.language) == (Strategy.LONGEST, "de")


def test_nobody_beats_guessing_where_nothing_leaks() -> None:
    document = plain_quiz(10, 9)
    design = design_of(document)
    assert best_attack(design, find_attacks(document, design)) is None
    assert Persona.ADVERSARY not in {result.persona for result in assess_strength(document).personas}


def test_points_for_ticking_everything_are_found() -> None:
    """Section 12, for ticking all: 60 % where every decision counts and three of five options are right."""
    item = Item(id="demo.q7", model=multi_select(5, Scoring.EACH), objective="demo.o")
    design = Design(parts=(Part(id="p", count=1, pool=(item,)),), cut=1, tries=1)
    everything = ((Fraction(3, 5), Fraction(1)),)
    attack = Attack(
        strategy=Strategy.TICK_ALL, language="en", scores={"demo.q7": everything}, expected=Fraction(3, 5), gain=0
    )
    findings = list(find_weaknesses(design, Figures(design, None), {}, (attack,), None))
    (found,) = [finding for finding in findings if finding.id is FindingId.EVERY_DECISION]
    assert (found.shares["earned"], found.names["questions"]) == (Fraction(3, 5), "demo.q7")


def made(kind: str, **parts: object) -> AnyQuestion:
    return KINDS[kind](id="demo.q", objective="demo.o", stem=words("Well?"), **parts)


def limit_cases(keys: str) -> AnyQuestion:
    """Cases at a limit, each with its key; the options say what they are."""
    options = [("Decide it", "a"), ("Ask the lead", "b"), ("Refuse it", "c")]
    return made(
        "boundary",
        scope="CHG-1",
        scope_version=1,
        options=tuple({"id": letter, "text": words(text)} for text, letter in options),
        cases=tuple(
            {"id": LETTERS[n], "case": kind, "text": words(kind), "key": key, "rationale": TEXT}
            for n, (kind, key) in enumerate(zip(BoundaryCaseKind, keys, strict=False))
        ),
    )


def test_what_is_right_most_often_at_a_limit_is_played() -> None:
    played = dict(play_all(limit_cases("aabbb"), "en", WHOLE))
    assert dict(played[Strategy.USUAL_OUTCOME])[Fraction(1)] == Fraction(3, 5)
    assert dict(played[Strategy.ASK_FIRST])[Fraction(1)] == Fraction(3, 5)
    assert dict(played[Strategy.LONGEST])[Fraction(1)] == Fraction(3, 5)


def story(*steps: tuple[tuple[str, bool, str | None], ...]) -> AnyQuestion:
    """A decision case: at each step texts, whether they are right, and where they lead."""
    return made(
        "case",
        steps=tuple(
            {
                "id": f"s{number}",
                "event": words(f"Event {number}"),
                "choices": tuple(
                    {"id": LETTERS[n], "text": words(text), "correct": right, "consequence": TEXT, "next": after}
                    for n, (text, right, after) in enumerate(choices)
                ),
            }
            for number, choices in enumerate(steps)
        ),
    )


FORKED = story(
    # Two decisions are right here, and lead different ways.
    (("Red one", True, "s1"), ("Ask Sam", True, "s2"), ("Ice ten", False, None), ("Sky two", False, "s2")),
    (("Red one", True, None), ("Sky two", False, None)),
    (("Ask Kim", True, None), ("Fog six", False, None), ("Ice ten", False, None)),
)


def walks(case: AnyQuestion, path: tuple[str, ...] = ()) -> Iterator[tuple[Fraction, bool]]:
    """Every way through a case for somebody who picks blindly, with its chance and whether it is right."""
    taken, step = case.walk(path)
    if step is None:
        yield Fraction(1), all(decision.correct for _step, decision in taken)
        return
    for decision in step.choices:
        for chance, right in walks(case, (*path, decision.id)):
            yield chance / len(step.choices), right


def test_a_branching_case_is_guessed_as_often_as_ways_are_right() -> None:
    blind = dict(blind_scores(model_of(FORKED, PartialCredit.NONE)))[Fraction(1)]
    assert (
        blind
        == sum(chance for chance, right in walks(FORKED) if right)
        == Fraction(1, 4) * (Fraction(1, 2) + Fraction(1, 3))
    )


def test_a_case_is_played_step_by_step() -> None:
    played = dict(play_all(FORKED, "en", WHOLE))
    assert dict(played[Strategy.ASK_FIRST]) == {Fraction(1): Fraction(1)}


@given(question=questions("demo.q", "demo.o"), credit=st.sampled_from(PartialCredit))
def test_every_kind_of_question_has_its_model(question: AnyQuestion, credit: PartialCredit) -> None:
    scores = blind_scores(model_of(question, credit))
    assert sum(chance for _score, chance in scores) == 1
    for _strategy, earned in play_all(question, "en", model_of(question, credit).scoring):
        assert sum(chance for _score, chance in earned) == 1


@settings(max_examples=60, deadline=None)
@given(question=questions("demo.q", "demo.o", kinds=("single", "multi", "matching", "ordering", "boundary", "case")))
def test_the_guess_floor_is_that_of_the_grader(question: AnyQuestion) -> None:
    """Every answer that a form can send, graded by the grader itself."""
    assume(len(question.part_ids) <= 6)
    for credit in PartialCredit:
        answers = list(every_answer(question))
        earned: dict[Fraction, Fraction] = {}
        for chance, item, response in answers:
            score = grade(question, item, response, credit)
            earned[score] = earned.get(score, Fraction(0)) + chance
        assert tuple(sorted(earned.items())) == blind_scores(model_of(question, credit))


def every_answer(question: AnyQuestion) -> Iterator[tuple[Fraction, FormItem, AnyResponse]]:
    """Every answer that somebody may guess, with its chance. Ticking nothing counts as an answer here."""
    item = place_question(question, position=1, stratum="s", seed="s")
    match question.kind:
        case "case":
            for path, chance in every_path(question):
                yield chance, item, CaseResponse(path=path)
            return
        case "boundary":
            responses = [ChoiceResponse(options=(part,)) for part in question.part_ids]
        case "single":
            responses = [ChoiceResponse(options=(part,)) for part in question.part_ids]
        case "multi":
            sets = product((True, False), repeat=len(question.part_ids))
            responses = [ChoiceResponse(options=tuple(compress(question.part_ids, ticked))) for ticked in sets]
        case "matching":
            prompts = list(question.key)
            responses = [
                AssignmentResponse(assigned=dict(zip(prompts, placed, strict=True)))
                for placed in permutations(question.part_ids, len(prompts))
            ]
        case _:
            responses = [
                OrderingResponse(places=dict(zip(question.part_ids, places, strict=True)))
                for places in permutations(range(1, len(question.part_ids) + 1))
            ]
    for response in responses:
        yield Fraction(1, len(responses)), item, response


def every_path(case: AnyQuestion, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Fraction]]:
    step = case.walk(path)[1]
    if step is None:
        yield path, Fraction(1)
        return
    for decision in step.choices:
        for rest, chance in every_path(case, (*path, decision.id)):
            yield rest, chance / len(step.choices)
