"""Typed words: what makes a difference, what doesn't, and patterns that can't be made to run for ever."""

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from empower_lms.domain.question import ShortText, WrongText
from empower_lms.domain.typed_words import MAX_PATTERN, MAX_TYPED, compile_pattern, is_matched, normalise, tidy
from tests.strategies import TEXT, text

SAME = [
    ["Die Change-Leitung.", "change leitung", "CHANGELEITUNG", "„Change‑Leitung“", "der  Change–Leitung!"],
    ["Änderungsbeirat", "aenderungsbeirat", "A\u0308nderungsbeirat", "den Änderungs-Beirat"],
    ["Straße", "STRASSE", "strasse"],
    ["CHG-1", "chg1", "CHG 1", "chg\u20111", "C\u00adHG-1", "(CHG-1)"],
    ["don't", "don’t", "dont"],
    ["naïve", "naive"],
    ["the owner", "an owner", "owner"],
    ["−5", "-5"],
    ["½", "1/2"],
]
DIFFERENT = [
    "1.5",
    "15",
    "1,5",
    "1 5",
    "-5",
    "5",
    "24/7",
    "247",
    "24 7",
    "R&D",
    "rd",
    "owner",
    "owners",
    "C",
    "C++",
    "10 %",
]


@pytest.mark.parametrize("words", SAME, ids=lambda words: words[0])
def test_spellings_that_people_use_for_the_same_words_are_the_same(words):
    assert len({normalise(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), list(combinations(DIFFERENT, 2)))
def test_words_that_differ_stay_different(one, other):
    assert normalise(one) != normalise(other)


@given(st.text(max_size=MAX_TYPED))
def test_normalising_twice_is_normalising_once_up_to_an_article(words):
    once = normalise(words)
    assert normalise(once) == once
    assert once == once.casefold()


@given(st.text(max_size=MAX_TYPED))
def test_case_and_blanks_around_never_matter(words):
    assert normalise(f"  {words}\t") == normalise(words)
    assert normalise(normalise(words).upper()) == normalise(words)


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+$", r"(a|aa)+$", r"(a|a?)+$", r"(.*a){12}", r"([a-z]+)*=", r"(\w+\s?)*x", r"^(([a-z])+.)+[A-Z]([a-z])+$"],
)
@pytest.mark.parametrize("typed", ["a" * MAX_TYPED, "a" * (MAX_TYPED - 1) + "!", "a " * (MAX_TYPED // 2)])
def test_patterns_that_explode_elsewhere_take_no_time(pattern, typed):
    started = time.process_time()
    for _ in range(50):
        is_matched(pattern, typed)
    # Python's own engine takes minutes for one of these; half a second for fifty leaves room for a busy machine.
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "pattern", [r"(?=a)", r"(a)\1", r"(?<!a)b", "[", "(", "a{1001}", r"\p{Nope}", "a" * (MAX_PATTERN + 1)]
)
def test_what_the_engine_refuses_is_said(pattern):
    with pytest.raises(ValueError, match=r"."):
        compile_pattern(pattern)
    with pytest.raises(ValidationError, match="can't be used"):
        question(patterns=(text(pattern),)) if len(pattern) <= MAX_PATTERN else question(patterns=(text("["),))


@pytest.mark.parametrize(
    ("pattern", "typed", "fits"),
    [
        ("owner", "Owner", True),
        ("owner", "  the owner", False),
        ("(the )?owner", "The  Owner.", True),
        ("owner", "an owner of it", False),
        ("straße|STRASSE", "Straße", True),
        ("ja", "„Ja!“", True),
        (".", "ä", True),
    ],
)
def test_a_pattern_sees_whole_words_as_typed_in_any_case(pattern, typed, fits):
    assert is_matched(pattern, typed) is fits


def test_words_are_tidied_before_a_pattern_sees_them():
    assert tidy("  “The\u00a0owner …” ") == "The owner"


def question(**fields) -> ShortText:
    return ShortText(id="demo.q", objective="demo.o", stem=TEXT, **{"accepted": (text("owner"),), **fields})


@pytest.mark.parametrize(
    "fields",
    [
        {"misconceptions": (WrongText(texts=(text("The OWNER"),), feedback=TEXT),)},
        {"misconceptions": (WrongText(texts=(text("holders"),), feedback=TEXT),), "patterns": (text("holders?"),)},
        {
            "misconceptions": (
                WrongText(texts=(text("custo-mer"),), feedback=TEXT),
                WrongText(texts=(text("Customer"),), feedback=TEXT),
            )
        },
    ],
)
def test_words_that_fall_together_are_refused(fields):
    with pytest.raises(ValidationError, match=r"accepted as well|stands there twice"):
        question(**fields)


@pytest.mark.parametrize("words", ["…", "?!", "x" * (MAX_TYPED + 1)])
def test_words_that_nobody_can_type_are_refused(words):
    with pytest.raises(ValidationError):
        question(accepted=(text(words),))


def test_an_answer_counts_in_either_language_and_wrong_ones_are_known():
    asked = question(
        accepted=({"en": "owner", "de": "Eigentümerin"},),
        misconceptions=(WrongText(texts=({"en": "customer", "de": "Kundin"},), feedback=TEXT),),
    )

    assert asked.accepts("eigentuemerin")
    assert asked.accepts("The owner")
    assert not asked.accepts("kundin")
    assert asked.recognise("die Kundin") == asked.misconceptions[0]
    assert asked.recognise("nobody") is None
