"""The adversary, on real words."""

from fractions import Fraction

import pytest

from empower_lms.assessment.strength import assess_strength
from empower_lms.assessment.strength.adversary import Attack, best_attack, find_attacks
from empower_lms.assessment.strength.design import Design, Item, Part, design_of
from empower_lms.assessment.strength.findings import FindingId, find_weaknesses
from empower_lms.assessment.strength.items import Scoring, multi_select
from empower_lms.assessment.strength.players import Persona
from empower_lms.assessment.strength.strategies import Strategy, play_all
from empower_lms.domain.question import Numeric
from tests.assessment.strength.documents import PLAIN, choice, plain_quiz, quiz_document, ticks
from tests.strategies import TEXT

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
        played = dict(play_all(ticks("demo.q", 5, 2), "en"))
        assert strategy in played
        return
    texts, key, stem = LURES[strategy]
    baited = dict(play_all(choice("demo.q", texts, key=key, stem=stem), "en"))
    assert baited[strategy] == ((Fraction(1), Fraction(1)),)
    fooled = dict(play_all(choice("demo.q", texts, key=0, stem=stem), "en"))
    assert fooled[strategy] == ((Fraction(0), Fraction(1)),)


def test_options_that_give_nothing_away_are_not_played() -> None:
    assert list(play_all(choice("demo.q"), "en")) == []
    assert list(play_all(Numeric(id="demo.q", objective="demo.o", stem=TEXT, answer="7 EUR"), "en")) == []


def test_ties_are_broken_by_chance() -> None:
    texts = ("Red one two", "Sky two six", "Fog", "Ice")
    longest = dict(play_all(choice("demo.q", texts, key=0), "en"))[Strategy.LONGEST]
    assert longest == ((Fraction(0), Fraction(1, 2)), (Fraction(1), Fraction(1, 2)))


def test_german_words_are_played_in_german() -> None:
    german = ("Es ist rot", "Es ist blau", "Es ist meist nass", "Es ist weiß")
    question = choice("demo.q", PLAIN, key=2, german=german)
    assert Strategy.HEDGED in dict(play_all(question, "de"))
    assert Strategy.HEDGED not in dict(play_all(question, "en"))


def test_ticks_are_counted_by_the_sets_that_fit() -> None:
    played = dict(play_all(ticks("demo.q", 5, 2), "en"))
    # Of 2**5 sets, those of two to four options remain: 25.
    assert dict(played[Strategy.SENSIBLE_TICKS])[Fraction(1)] == Fraction(1, 25)
    assert dict(played[Strategy.TICK_ALL]) == {Fraction(0): Fraction(1)}
    assert dict(played[Strategy.TICK_NONE]) == {Fraction(0): Fraction(1)}


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


def test_points_for_ticking_nothing_are_found() -> None:
    """Section 12: ticking nothing earns 60 % where every decision counts and two of five options are right."""
    item = Item(id="demo.q7", model=multi_select(5, Scoring.EACH), objective="demo.o")
    design = Design(parts=(Part(id="p", count=1, pool=(item,)),), cut=1, tries=1)
    nothing = ((Fraction(3, 5), Fraction(1)),)
    attack = Attack(
        strategy=Strategy.TICK_NONE, language="en", scores={"demo.q7": nothing}, expected=Fraction(3, 5), gain=0
    )
    from empower_lms.assessment.strength.figures import Figures

    findings = list(find_weaknesses(design, Figures(design, None), {}, (attack,), None))
    (found,) = [finding for finding in findings if finding.id is FindingId.EVERY_DECISION]
    assert (found.shares["earned"], found.names["question"]) == (Fraction(3, 5), "demo.q7")
