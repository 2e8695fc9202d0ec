"""Boundary questions: computed from the card when a catalogue is loaded, and different when the card is."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empower_lms.assessment.draw import draw_form, place_question
from empower_lms.assessment.judge import judge
from empower_lms.authoring.olx.documents import quiz_document
from empower_lms.authoring.question_forms.edge_wording import EdgeWriter
from empower_lms.certification.decide import examine
from empower_lms.certification.edge_cases import EdgeRule, compute_edge_cases
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import Boundary, BoundaryCaseKind, OptionRole
from empower_lms.rendering.formats import format_quantity
from empower_lms.rendering.markdown import to_html
from tests.answers import right_response, wrong_response
from tests.authoring.conftest import Workspace
from tests.authoring.edge_and_story import CARD, EDGE, EDGE_DE, write_edge
from tests.certification.cards import both, make_scope
from tests.stories import make_boundary

XSS = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "](https://x.example)")


def load_edge(workspace: Workspace) -> Boundary:
    loaded = workspace.load()
    assert loaded.catalogue is not None, [finding.message() for finding in loaded.diagnostics]
    course = loaded.catalogue.course_by_id["goodwill"]
    return next(question for question in course.questions.practice if isinstance(question, Boundary))


def load_practice(workspace: Workspace) -> QuizDocument:
    catalogue = workspace.load().catalogue
    assert catalogue is not None
    course = catalogue.course_by_id["goodwill"]
    return quiz_document(course, course.quiz_by_id["goodwill.practice"])


def set_limit(workspace: Workspace, amount: str) -> None:
    workspace.edit(CARD, "at_most: 50 EUR", f"at_most: {amount} EUR")
    workspace.edit(CARD, "amount: 30 EUR", f"amount: {amount} EUR")
    workspace.edit(CARD, "amount: 70 EUR", f"amount: {amount}.02 EUR")


def test_a_valid_question_has_nothing_to_correct(workspace):
    assert write_edge(workspace).findings() == []


def test_cases_and_keys_come_from_the_card(workspace):
    edge = load_edge(write_edge(workspace))
    assert [(case.case.value, str(case.given), case.key) for case in edge.cases] == [
        ("below", "49.99 EUR", "a"),
        ("at", "50 EUR", "a"),
        ("above", "50.01 EUR", "b"),
        ("split", "60 EUR", "b"),
        ("other-unit", "50 USD", "b"),
    ]
    assert [option.role for option in edge.options] == [OptionRole.OVER, OptionRole.UNDER, OptionRole.COMMUNICATION]
    assert (edge.scope, edge.scope_version) == ("GWC-1", 1)


def test_every_key_is_what_the_card_answers(workspace):
    edge = load_edge(write_edge(workspace))
    scope = workspace.load().catalogue.scope_by_id["GWC-1"]
    assert edge.card == scope.digest
    for case in edge.cases:
        reasons = examine(scope, {**scope.inside.facts, "amount": str(case.given)})
        assert case.key == ("b" if reasons else "a")


def test_numbers_and_reasons_are_written_in_the_language_of_the_reader(workspace):
    edge = load_edge(write_edge(workspace))
    below, at, above, split, other = edge.cases
    assert "€49.99" in edge.stem_of(below.id, "en")
    assert "49,99\u00a0€" in edge.stem_of(below.id, "de")
    assert "up to €50 per case" in edge.stem_of(at.id, "en")
    assert "2 credits of €30 each" in edge.stem_of(split.id, "en")
    assert "2 Gutschriften zu je 30\u00a0€" in edge.stem_of(split.id, "de")
    assert "exactly the limit" in at.rationale.to("en")
    assert "genau die Grenze" in at.rationale.to("de")
    assert "€0.01 more than €50" in above.rationale.to("en")
    assert "2 × €30 = €60" in split.rationale.to("en")
    assert "“all in all”" in split.rationale.to("en")
    assert "„insgesamt“" in split.rationale.to("de")
    assert "names no exchange rate" in other.rationale.to("en")
    for case in edge.cases:
        assert "**GWC-1.amount**, version 1 of the card: “Up to EUR 50 per case.”" in case.rationale.to("en")
        for _language, text in (*case.text.items(), *case.rationale.items()):
            assert not re.search(r"\{\w", text)


def test_the_question_changes_with_the_limit(workspace):
    before = load_practice(write_edge(workspace))
    set_limit(workspace, "80")
    after = load_practice(workspace)
    edge = load_edge(workspace)
    assert edge.cases[0].given == Quantity(amount="79.99", unit="EUR")
    assert "up to €80" in edge.stem_of("a", "en")
    assert after.digest != before.digest
    assert after.question_by_id[edge.id].version != before.question_by_id[edge.id].version


def test_any_change_of_the_card_is_a_new_version_of_the_question(workspace):
    before = load_edge(write_edge(workspace))
    workspace.edit(CARD, "Offer help without money.", "Help without money.")
    after = load_edge(workspace)
    assert after.cases == before.cases
    assert after.version != before.version


def test_a_running_attempt_keeps_the_limit_that_it_began_with(workspace):
    before = load_practice(write_edge(workspace.edit("goodwill/course.yaml", "count: 1}", "count: 2}")))
    form = draw_form(before, seed="one")
    item = next(item for item in form.items if item.question == "goodwill.edge")
    response = right_response(before.question_by_id[item.question], item)
    set_limit(workspace, "60")
    after = load_practice(workspace)
    assert judge(before, form, {item.position: response}).points == 1
    with pytest.raises(ValueError, match="another version"):
        judge(after, form, {item.position: response})


def test_without_words_of_the_author_a_case_is_told_by_us(workspace):
    write_edge(workspace)
    for path in (EDGE, EDGE_DE):
        text = (workspace.root / path).read_text(encoding="utf-8")
        head, _, tail = text.partition("### split")
        workspace.write(path, head + "###" + tail.split("###", 1)[1])
    split = load_edge(workspace).cases[3]
    assert split.text.to("en") == "Here it comes to 2 parts of €30 each."


def test_the_usual_cases_are_the_neighbours_of_the_limit(workspace):
    write_edge(workspace).edit(EDGE, "cases: [below, at, above, split, other-unit]\n", "")
    assert [case.case for case in load_edge(workspace).cases] == [
        BoundaryCaseKind.BELOW,
        BoundaryCaseKind.AT,
        BoundaryCaseKind.ABOVE,
        BoundaryCaseKind.SPLIT,
    ]


def test_more_parts_and_another_step(workspace):
    write_edge(workspace).edit(EDGE, "kind: boundary", "kind: boundary\nparts: 3\nstep: 5 EUR\nother_unit: CHF")
    below, _at, above, split, other = load_edge(workspace).cases
    assert (str(below.given), str(above.given), str(split.given), str(other.given)) == (
        "45 EUR",
        "55 EUR",
        "60 EUR",
        "50 CHF",
    )
    assert "3 credits of €20 each" in split.text.to("en")


def test_an_author_names_a_unit_that_we_have_no_words_for(workspace):
    write_edge(workspace)
    for old, new in (
        ("unit: EUR", "unit: boxes"),
        ("50 EUR\n", "2 boxes\n"),
        ("30 EUR,", "1 boxes,"),
        ("70 EUR,", "3 boxes,"),
    ):
        workspace.edit(CARD, old, new)
    workspace.edit(EDGE, ", other-unit]", "]\nunits: {en: [box, boxes], de: [Kiste, Kisten]}")
    below, at, above, _split = load_edge(workspace).cases
    assert below.text.to("en").endswith("1\u00a0box.")
    assert at.text.to("de").endswith("2\u00a0Kisten.")
    assert "1\u00a0box more than 2\u00a0boxes" in above.rationale.to("en")


@pytest.mark.parametrize(
    ("unit", "amount", "english", "german"),
    [
        ("h", "3.75", "3.75 hours", "3,75 Stunden"),
        ("h", "1", "1 hour", "1 Stunde"),
        ("days", "90", "90 days", "90 Tage"),
        ("services", "1", "1 service", "1 Service"),
        ("steps", "2", "2 steps", "2 Stufen"),
        ("%", "2.5", "2.5 %", "2,5 %"),
        ("", "1234", "1,234", "1.234"),
        ("EUR", "4999.99", "€4,999.99", "4.999,99 €"),
    ],
)
def test_amounts_are_written_out(unit, amount, english, german):
    scope = make_scope()
    for language, expected in (("en", english), ("de", german)):
        limit = scope.limits[0].model_copy(update={"at_most": Quantity(amount=amount, unit=unit)})
        written = EdgeWriter(scope, limit, language, {}).amount(limit.at_most)
        assert written.replace("\u00a0", " ") == expected


@given(cents=st.integers(2, 10**12), parts=st.integers(2, 6))
def test_every_worked_rationale_adds_up(cents, parts):
    amount = Decimal(cents) / 100
    plain = make_scope().model_dump(mode="json")["limits"][0]
    scope = make_scope(limits=[{**plain, "at_most": {"amount": f"{amount:f}", "unit": "EUR"}}], inside={
        "text": both("in"), "why": both("fits"), "facts": {"amount": "0 EUR", "waited": True, "topic": "service"},
    })  # fmt: skip
    for case in compute_edge_cases(scope, scope.limits[0], BoundaryCaseKind, EdgeRule(parts=parts)):
        for language in ("en", "de"):
            writer = EdgeWriter(scope, scope.limits[0], language, {})
            worked = writer.rationale(case, make_boundary().stem)
            assert format_quantity(case.given, language) in worked
            if case.case is BoundaryCaseKind.SPLIT:
                assert f"{parts} × {format_quantity(case.part, language)} = " in worked
                assert case.part.amount * parts == case.given.amount


def test_a_broken_card_has_its_own_finding_only(workspace):
    write_edge(workspace).edit(CARD, "amount: 30 EUR", "amount: 60 EUR")
    assert [finding.rsplit(" ", 1)[1] for finding in workspace.findings()] == ["SCP001"]
    write_edge(workspace).edit(CARD, "version: 1 ", "version: one ")
    assert not any("edge" in finding for finding in workspace.findings())


def test_an_unknown_clause_is_named_with_the_limits_that_are_there(workspace):
    write_edge(workspace).edit(EDGE, "clause: GWC-1.amount", "clause: GWC-1.amuont")
    (finding,) = workspace.load().diagnostics
    assert (finding.code, "GWC-1.amount" in finding.hint()) == ("REF002", True)


@pytest.mark.parametrize("missing", ["clause: GWC-1.amount\n", "objective: goodwill.decide\n"])
def test_a_missing_setting_is_named(workspace, missing):
    write_edge(workspace).edit(EDGE, missing, "")
    assert [finding.rsplit(" ", 1)[1] for finding in workspace.findings()] == ["FLD001"]


@pytest.mark.parametrize("field", ["scope: GWC-1", "scope_version: 2", "card: x", "options: []", "key: a"])
def test_what_is_computed_is_no_setting(workspace, field):
    write_edge(workspace).edit(EDGE, "kind: boundary", f"kind: boundary\n{field}")
    assert any(" FLD002" in finding for finding in workspace.findings())


def test_sentences_stand_in_every_language(workspace):
    write_edge(workspace).edit(EDGE, "### split", "### above\n\nNow {amount}.\n\n### split")
    assert workspace.findings() == [f"{EDGE_DE}:21:1 LNG009"]


def test_the_place_of_the_case_stands_in_every_language(workspace):
    write_edge(workspace).edit(EDGE_DE, "{case} ", "")
    assert workspace.findings() == [f"{EDGE_DE}:4:1 LNG009"]


def test_a_limit_in_the_text_is_found_in_both_languages(workspace):
    write_edge(workspace).edit(EDGE, "ends at {limit}", "ends at €50").edit(
        EDGE_DE, "endet bei {limit}", "endet bei 50 €"
    )
    assert workspace.findings() == [f"{EDGE_DE}:8:1 QST045", f"{EDGE}:14:1 QST045"]


def test_two_limits_on_one_fact_leave_no_case_to_the_wider_one(workspace):
    write_edge(workspace)
    narrow = "\n  - id: GWC-1.small\n    fact: amount\n    at_most: 40 EUR\n"
    narrow += "    text: {en: Small., de: Klein.}\n    beyond: {en: Ask., de: Frag.}\nconditions:"
    workspace.edit(CARD, "\nconditions:", narrow)
    found = [finding for finding in workspace.load().diagnostics if finding.code == "QST038"]
    assert found
    assert all("GWC-1.small" in finding.message() for finding in found)


@pytest.mark.parametrize("attack", XSS)
def test_nothing_of_a_card_becomes_markup(workspace, attack):
    text = attack.replace('"', "")
    write_edge(workspace).edit(CARD, "text: {en: Up to EUR 50 per case., ", f'text: {{en: "Up to {text}", ')
    workspace.edit(EDGE, ", other-unit]", f"]\nunits: {{en: ['{text}', '{text}'], de: [a, b]}}")
    for old, new in (
        ("unit: EUR", "unit: boxes"),
        ("50 EUR\n", "2 boxes\n"),
        ("30 EUR,", "1 boxes,"),
        ("70 EUR,", "3 boxes,"),
    ):
        workspace.edit(CARD, old, new)
    edge = load_edge(workspace)
    for case in edge.cases:
        for shown in (edge.stem_of(case.id, "en"), case.rationale.to("en")):
            html = str(to_html(shown))
            assert not re.search(r"<(?!/?(?:p|strong|em)>)", html), html


@given(seed=st.text(max_size=8))
def test_the_draw_favours_no_answer(seed):
    edge = make_boundary()
    variant = edge.variant(place_question(edge, position=1, stratum="all", seed=seed).variant)
    assert variant in edge.cases


def test_both_answers_are_drawn_equally_often():
    edge = make_boundary()
    drawn = [place_question(edge, position=1, stratum="all", seed=str(number)).variant for number in range(2000)]
    asks = sum(edge.variant(variant).key == "b" for variant in drawn)
    assert 900 < asks < 1100
    inside = [variant for variant in drawn if edge.variant(variant).key == "a"]
    assert 0.44 < inside.count("a") / len(inside) < 0.56


def test_wrong_and_right_depend_on_the_variant():
    edge = make_boundary()
    for number in range(6):
        item = place_question(edge, position=1, stratum="all", seed=str(number))
        assert right_response(edge, item).options == (edge.variant(item.variant).key,)
        assert right_response(edge, item) != wrong_response(edge, item)
