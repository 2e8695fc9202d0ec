"""Flags: kept with one try, and never for somebody else's eyes."""

from empower_xblocks.flags import read_flags, write_flag
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block
from tests.xblocks.quizzes import make_quiz


def test_flags_go_up_and_come_down():
    stored = write_flag({}, "a", 3, flagged=True)
    stored = write_flag(stored, "a", 1, flagged=True)
    assert read_flags(stored, "a") == {1, 3}
    assert read_flags(write_flag(stored, "a", 3, flagged=False), "a") == {1}


def test_a_new_try_has_no_flags():
    stored = write_flag({}, "a", 3, flagged=True)
    assert read_flags(stored, "b") == frozenset()
    assert write_flag(stored, "b", 1, flagged=True) == {"attempt": "b", "positions": [1]}


def test_a_flag_is_no_answer():
    records = InMemoryRecords()
    browser = Browser(make_block(make_quiz(), records=records)).open().press("begin")
    browser.press("answer", {"go": "flag"})
    assert "Question 1, not answered, marked" in browser.html
    assert records.attempts["7"][0].responses == {}
    assert "Question 1, not answered, marked" in browser.open().html
    browser.press("answer", {"go": "unflag"})
    assert "Question 1, not answered, marked" not in browser.html


def test_where_answers_are_explained_at_once_a_flag_asks_for_no_explanation():
    records = InMemoryRecords()
    document = make_quiz("practice")
    browser = Browser(make_block(document, records=records)).open().press("begin")
    browser.answer_rightly(document, go="flag")
    assert records.attempts["7"][0].responses == {}
    assert "empower__feedback" not in browser.html


def test_nothing_is_flagged_for_a_visitor():
    block = make_block(make_quiz(), user=None)
    assert (
        Browser(block).open().post("answer", [("attempt", "a"), ("q", 1), ("key", "k"), ("go", "flag")]).status_int
        == 403
    )
    assert block.flags == {}
