"""Strength for readers: sentences in both languages, the section and its chart."""

import re
from fractions import Fraction

import pytest
from lxml import etree

from empower_lms.assessment.strength import Grade, assess_strength
from empower_lms.assessment.strength.findings import Finding, FindingId
from empower_lms.assessment.strength.grade import BOUNDS, Measure, Row
from empower_lms.assessment.strength.players import Persona
from empower_lms.assessment.strength.report import PersonaResult
from empower_lms.assessment.strength.strategies import Strategy
from empower_lms.domain.tier import Tier
from empower_lms.rendering.formats import format_chance
from empower_lms.rendering.strength import render_chart, render_strength
from empower_lms.rendering.strength.wording import (
    GRADES,
    PERSONAS,
    STRATEGIES,
    word_advice,
    word_finding,
    word_measure,
    word_persona,
    word_repair,
)
from tests.assessment.strength.documents import choice, plain_quiz, quiz_document, words

USUAL = assess_strength(plain_quiz(10, 8, pool=30, tries=3))
TINY = assess_strength(plain_quiz(5, 4))


@pytest.mark.parametrize(
    ("chance", "english", "german"),
    [
        ("0", "0%", "0 %"),
        ("0.00001", "< 0.01%", "< 0,01 %"),
        ("0.0004", "0.04%", "0,04 %"),
        ("0.0042", "0.4%", "0,4 %"),
        ("0.276", "28%", "28 %"),
        ("0.99", "99%", "99 %"),
        ("0.997", "99.7%", "99,7 %"),
        ("0.99999", "> 99.9%", "> 99,9 %"),
        ("1", "100%", "100 %"),
    ],
)
def test_chances_are_finer_near_their_ends(chance: str, english: str, german: str) -> None:
    assert format_chance(Fraction(chance), "en") == english
    assert format_chance(Fraction(chance), "de").replace("\xa0", " ") == german


def finding(report, finding_id: FindingId) -> Finding:
    return next(one for one in report.findings if one.id is finding_id)


def test_a_weak_quiz_is_told_with_its_consequence_and_the_cheapest_fix() -> None:
    weak = finding(USUAL, FindingId.WEAK)
    assert word_finding(weak, "en") == (
        "Somebody who knows 60% of the topic becomes certified with 76% (3 tries); at most 30% may."
    )
    assert word_advice(weak, "en") == ("Cheapest fix: 9 of 10 right to pass, 2 tries.", "Then it is 28%.")


def test_a_coarse_cut_is_told() -> None:
    coarse = finding(TINY, FindingId.GRANULARITY)
    assert word_finding(coarse, "en") == "With 5 questions, 70% and 80% are the same rule: 4 of 5."
    assert word_advice(coarse, "en") == ("Ask more questions if the difference matters.",)


def test_masters_who_fail_are_told() -> None:
    strict = assess_strength(plain_quiz(10, 10, tries=1))
    refused = finding(strict, FindingId.REFUSED)
    assert word_finding(refused, "en") == (
        "Of the people who know 90% of the topic, 54% fail the first try and 54% fail for good (1 try); "
        "at most 5% may. They could do the job and are kept from it."
    )
    # Another try may repeat no question, and the pool is large enough for two.
    assert word_advice(refused, "en")[0] == "Cheapest fix: 9 of 10 right to pass, 2 tries."


def test_a_hole_is_told_with_the_objective() -> None:
    questions = [
        choice(f"demo.q{part}-{n}", objective=f"demo.o{part}", key=n % 4) for part in range(5) for n in range(8)
    ]
    report = assess_strength(quiz_document(questions, count=4, cut=17, tier="S2"))
    hole = finding(report, FindingId.HOLE)
    assert re.fullmatch(
        r"Nobody has to know demo\.o\d: somebody who knows nothing of it and nearly everything else becomes certified "
        r"with 79%; at most 10% may\.",
        word_finding(hole, "en"),
    )
    assert word_advice(hole, "en")[0] == (
        "Cheapest fix: 17 of 20 right to pass, at most 1 wrong in each part, 2 tries."
    )
    assert word_repair(report.repair, "en")[0] == (
        "All at once: 17 of 20 right to pass, at most 1 wrong in each part, 2 tries."
    )


def test_questions_to_write_are_counted() -> None:
    short = assess_strength(plain_quiz(10, 9, pool=19))
    advice = word_advice(finding(short, FindingId.POOL), "en")
    assert advice == ("Cheapest fix: 9 of 10 right to pass, 2 tries.", "Write 1 more question family.")


SAMPLE = {
    "shares": {
        name: Fraction(1, 4)
        for name in (
            "once",
            "twice",
            "all",
            "bound",
            "first",
            "gain",
            "sure",
            "standard",
            "share",
            "earned",
            "low",
            "high",
        )
    },
    "numbers": {"tries": 2, "length": 10, "right": 6, "pool": 10, "cut": 8, "needed": 20, "missing": 10},
    "names": {"strategy": "longest", "language": "en", "objective": "demo.o", "parts": "a", "questions": "demo.q"},
}


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("finding_id", FindingId)
def test_every_finding_has_its_sentences(finding_id: FindingId, locale: str) -> None:
    made = Finding(id=finding_id, row=Row.WEAK, **SAMPLE)
    assert "{" not in word_finding(made, locale)
    assert "{" not in " ".join(word_advice(made, locale))
    assert word_advice(made, locale)


@pytest.mark.parametrize("row", Row)
def test_every_row_has_its_words(row: Row) -> None:
    name, value, bound = word_measure(Measure(row=row, value=Fraction(1, 2), bound=Fraction(1, 4)), "en")
    assert name
    assert value
    assert bound.startswith("at most" if row in {Row.GUESS, Row.WEAK, Row.HOLE, Row.RECALL} else "at least")


def test_every_persona_strategy_and_grade_has_its_words() -> None:
    assert (set(PERSONAS), set(STRATEGIES), set(GRADES)) == (set(Persona), set(Strategy), set(Grade))
    result = PersonaResult(persona="adversary", knows=0, first=0, all=0, strategy="longest", language="en", right=1)
    assert word_persona(result, "en") == ("adversary", "knows nothing and always picks the longest answer")


def parse(markup: str) -> etree._Element:
    return etree.fromstring(str(markup).encode())


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_chart_says_everything_without_being_seen(locale: str) -> None:
    chart = parse(render_chart(USUAL, locale, standalone=True))
    assert chart.tag == f"{SVG}svg"
    assert chart.get("role") == "img"
    names = chart.get("aria-labelledby").split()
    texts = [chart.find(f".//*[@id='{name}']").text for name in names]
    assert all(texts)
    assert "Demo" in texts[0]
    for step in range(0, 21, 2):
        assert f"{step * 5}" in texts[1]
    # What is drawn is not read out a second time.
    drawn = [child for child in chart if child.tag == f"{SVG}g"]
    assert [group.get("aria-hidden") for group in drawn] == ["true"]


def test_the_chart_needs_neither_script_nor_style_nor_fixed_colours() -> None:
    for standalone in (False, True):
        text = str(render_chart(USUAL, "en", standalone=standalone))
        assert not re.search(r"<script|<style|style=|#[0-9a-f]{3}|href", text)
        colours = set(re.findall(r'(?:fill|stroke|color)="([^"]+)"', text))
        assert colours <= {"none", "currentColor", "Canvas", "CanvasText"}


def test_the_chart_rises_with_knowledge_and_marks_who_stands_where() -> None:
    chart = parse(render_chart(USUAL, "en", standalone=True))
    for line in chart.iter(f"{SVG}polyline"):
        points = [tuple(map(float, point.split(","))) for point in line.get("points").split()]
        assert [x for x, _y in points] == sorted(x for x, _y in points)
        assert [y for _x, y in points] == sorted((y for _x, y in points), reverse=True)
    assert len(list(chart.iter(f"{SVG}circle"))) == 3
    labels = [text.text for text in chart.iter(f"{SVG}text")]
    assert {"partial", "master", "expert", "pass mark: 8 of 10", "bound for tier S1"} <= set(labels)


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_section_is_complete_and_well_formed(locale: str) -> None:
    section = parse(str(render_strength(USUAL, locale)).replace("&nbsp;", " "))
    assert next(heading.tag for heading in section.iter("h3", "h4", "h5")) == "h3"
    assert len(section.findall(".//table")) == 3
    for table in section.iter("table"):
        assert all(cell.get("scope") for cell in table.iter("th"))
    codes = [code.text for code in section.iter("code")]
    assert codes == [finding.id for finding in USUAL.findings]


def test_a_hostile_title_stays_text() -> None:
    document = plain_quiz(4, 3)
    title = words("<script>alert(1)</script>&")
    hostile = document.model_copy(update={"quiz": document.quiz.model_copy(update={"title": title})})
    assert "<script" not in render_strength(assess_strength(hostile, with_fixes=False), "en")


def test_the_bounds_of_the_tier_are_those_that_are_shown() -> None:
    section = str(render_strength(assess_strength(plain_quiz(10, 9), Tier.S4, with_fixes=False), "en"))
    assert format_chance(BOUNDS[Tier.S4][Row.WEAK], "en") in section
    assert "bound for tier S4" in section


def test_german_readers_get_german_sentences_and_numbers() -> None:
    weak = finding(USUAL, FindingId.WEAK)
    assert word_finding(weak, "de").replace("\xa0", " ") == (
        "Wer 60 % des Themas weiß, wird mit 76 % zertifiziert (3 Versuche); höchstens 30 % dürfen es sein."
    )
    assert " ".join(word_advice(weak, "de")).replace("\xa0", " ") == (
        "Billigste Abhilfe: 9 von 10 richtig zum Bestehen, 2 Versuche. Dann sind es 28 %."
    )
    assert "Bestehensgrenze: 8 von 10" in render_chart(USUAL, "de")
