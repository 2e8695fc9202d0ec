"""Numbers in texts and in answer lines."""

from decimal import Decimal

import pytest

from empower_lms.authoring.amounts import read_amount, read_answer
from empower_lms.authoring.checks.items import tail_probability
from empower_lms.authoring.numbers_in_text import find_numbers


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("EUR 1,000.50", "1.000,50 EUR"),
        ("EUR 1,000", "1.000 €"),
        ("12.5 %", "12,5 %"),
        ("at 3 pm", "um 15 Uhr"),
        ("at 3:30 p.m.", "um 15.30 Uhr"),
        ("at 14:30", "um 14:30 Uhr"),
        ("at 12 am", "um 0 Uhr"),
        ("until 1 March", "bis 1. März"),
        ("on the 24th", "am 24."),
        ("CHG-1, 10,000 users", "CHG-1, 10 000 Leute".replace(" 000", "\u202f000")),
        ("no number", "keine Zahl"),
    ],
)
def test_the_same_numbers_are_the_same_in_both_languages(english: str, german: str) -> None:
    assert find_numbers(english, "en") == find_numbers(german, "de")


@pytest.mark.parametrize(("english", "german"), [("EUR 1,000", "1,000 EUR"), ("3 of 4", "3 von 5"), ("2 2", "2")])
def test_other_numbers_are_other(english: str, german: str) -> None:
    assert find_numbers(english, "en") != find_numbers(german, "de")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("720 EUR", (Decimal(720), "EUR")),
        ("720€", (Decimal(720), "EUR")),
        ("1680.50 EUR", (Decimal("1680.50"), "EUR")),
        ("-3", (Decimal(-3), "")),
        ("14 contract hours", (Decimal(14), "contract hours")),
    ],
)
def test_amounts_are_read_exactly(text: str, amount: tuple[Decimal, str]) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize(
    "text", ["1,5 EUR", "1.000.000 EUR", "1,000 EUR", "EUR 5", "five EUR", "", "5 EUR 6", "٣ EUR ±"]
)
def test_unclear_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it "):
        read_amount(text)


@pytest.mark.parametrize(
    ("text", "tolerance"), [("5 h ± 1", "1"), ("5 h ± 0.5 h", "0.5"), ("5 h +/- 1 h", "1"), ("5 h", "0")]
)
def test_answers_have_a_tolerance(text: str, tolerance: str) -> None:
    assert read_answer(text) == (Decimal(5), "h", Decimal(tolerance))


@pytest.mark.parametrize("text", ["5 h ± 1 EUR", "5 h ± -1", "5 h ± x"])
def test_a_tolerance_has_the_unit_of_the_answer(text: str) -> None:
    with pytest.raises(ValueError, match=r"it |tolerance"):
        read_answer(text)


@pytest.mark.parametrize(("questions", "hits", "expected"), [(20, 9, "0.0409"), (20, 8, "0.1018"), (36, 14, "0.0461")])
def test_chance_of_the_longest_option_is_binomial(questions: int, hits: int, expected: str) -> None:
    """Values of the validity brief: 9 of 20 and 14 of 36 are too many."""
    assert f"{tail_probability([0.25] * questions, hits):.4f}" == expected


def test_mixed_numbers_of_options_are_weighed_each() -> None:
    assert tail_probability([0.5, 0.25], 2) == pytest.approx(0.125)
    assert tail_probability([0.5, 0.25], 1) == pytest.approx(0.625)
    assert tail_probability([0.5, 0.25], 0) == pytest.approx(1)
