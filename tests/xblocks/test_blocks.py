"""What all three blocks do alike, and what lesson and scope card do."""

import re

import pytest

from empower_lms.certification.outlook import Outlook
from empower_lms.domain.documents import LessonDocument, QuizDocument, ScopeDocument
from empower_xblocks.compat import DatabaseError
from empower_xblocks.lesson import LessonBlock
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scenarios import sample_lesson, sample_quiz, sample_scope
from empower_xblocks.scope import ScopeBlock
from tests.fakes import InMemoryRecords
from tests.xblocks.builders import Browser, make_block

DOCUMENTS = [sample_lesson(), sample_quiz("practice"), sample_quiz("certification"), sample_scope()]
KINDS = [LessonBlock, QuizBlock, ScopeBlock]
EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'"


def ids(document):
    return document.kind


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["{", "null", '{"schema_version": 99}', '{"schema_version": 1}', EVIL])
def test_a_broken_document_is_a_kind_sentence_for_learners_and_details_for_authors(kind, text):
    block = make_block(text, kind=kind)
    shown = block.render("student_view", {}).content
    assert "This unit can&#39;t be shown at the moment" in shown
    assert "For authors" not in shown
    assert "For authors" in block.author_view().content
    for handler in ("set_language", "begin", "answer", "hand_in", "mark_read"):
        if hasattr(block, handler):
            assert Browser(block).post(handler, []).status_int in {200, 409}


def test_a_fresh_block_shows_a_draft_where_there_is_one():
    for kind in (LessonBlock, QuizBlock):
        block = make_block("", kind=kind)
        assert "For authors" not in block.author_view().content
        assert "Replace this" in block.start_document().to_json()
    assert "For authors" in make_block("", kind=ScopeBlock).author_view().content


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_view_is_in_the_language_of_the_learner(document, language):
    html = Browser(make_block(document, language=language)).open().html
    assert f'lang="{language}" data-sending=' in html
    assert document.kind == "quiz" or ("Karte" in html or "Gutschrift" in html) == (language == "de")


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_pages_have_no_inline_script_and_no_inline_style(document):
    block = make_block(document)
    browser = Browser(block).open()
    pages = [browser.html, block.author_view().content]
    if isinstance(document, QuizDocument):
        pages += [browser.press("begin").html, browser.press("show", {"go": "review"}).html]
    for html in pages:
        assert "<script" not in html
        assert "<style" not in html
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", html)


def with_evil_texts(raw):
    """Put a script into every text of a document, keeping keys and ids."""
    if isinstance(raw, dict):
        if raw and set(raw) <= {"en", "de"}:
            return {language: f"{text} {EVIL}" for language, text in raw.items()}
        return {name: with_evil_texts(value) for name, value in raw.items()}
    return [with_evil_texts(value) for value in raw] if isinstance(raw, list) else raw


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_no_text_of_an_author_becomes_markup(document):
    evil = type(document).model_validate(with_evil_texts(document.model_dump(mode="json")))
    block = make_block(evil, display_name=EVIL)
    browser = Browser(block).open()
    pages = [browser.html, block.author_view().content]
    if isinstance(evil, QuizDocument):
        pages.append(browser.press("begin").html)
        for position in (1, 2, 3):
            browser.press("show", {"go": position})
            pages.append(browser.answer_rightly(evil, go="check").html)
        pages.append(browser.press("show", {"go": "hand-in"}).press("hand_in").html)
        pages.append(browser.press("show", {"go": "answers"}).html)
    for html in pages:
        assert "<script" not in html
        assert "<img" not in html


def test_what_a_learner_types_does_not_become_markup():
    browser = Browser(make_block(sample_quiz("certification")), script=False).open().press("begin")
    address = f"http://localhost/course/unit?at={browser.block.token}.1.not-a-number&typed=%3Cscript%3E%22"
    assert "<script" not in browser.open(address).html


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_switching_the_language_keeps_attempt_and_position(script):
    records = InMemoryRecords()
    document = sample_quiz("certification")
    browser = Browser(make_block(document, records=records), script=script).open().press("begin")
    browser.press("show", {"go": 2}).press("set_language", {"language": "de"})
    assert 'lang="de" data-sending=' in browser.html
    assert browser.position == 2
    assert len(records.attempts["7"]) == 1
    assert browser.block.language == "de"


def test_a_language_that_we_do_not_have_is_ignored():
    browser = Browser(make_block(sample_lesson())).open().press("set_language", {"language": "xx"})
    assert 'lang="en" data-sending=' in browser.html


def test_a_lesson_shows_time_goals_and_text():
    html = Browser(make_block(sample_lesson())).open().html
    assert "3 minutes of reading" in html
    assert "Locate a case inside or outside a scope card." in html
    assert "<strong>EUR 100</strong>" in html
    assert "<h3>The limit</h3>" in html


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_marking_a_lesson_as_read_completes_it(script):
    block = make_block(sample_lesson())
    browser = Browser(block, script=script).open().press("mark_read")
    assert "You have read this lesson." in browser.html
    assert block.runtime.published == [("completion", {"completion": 1.0})]


def test_a_visitor_reads_lessons_and_marks_nothing():
    block = make_block(sample_lesson(), user=None)
    browser = Browser(block).open()
    assert "The limit" in browser.html
    assert "Mark as read" not in browser.html
    assert browser.post("mark_read", []).status_int == 403
    assert not block.read_already
    assert block.runtime.published == []


def test_a_scope_card_says_everything_that_it_limits():
    html = Browser(make_block(sample_scope())).open().html
    for text in (
        "Grant a credit without asking.",
        "Beyond it: Ask the team lead.",
        "To the team lead, within 24 hours.",
        "12 months after the sponsor&#39;s signature",
        "Ask the team lead.",
        "Inside: you decide",
        "Outside: you ask",
    ):
        assert text in html


def test_a_scope_card_says_where_the_learner_stands():
    records = InMemoryRecords(scopes=(sample_scope().scope,))
    html = Browser(make_block(sample_scope(), records=records)).open().html
    assert "Not yet" in html
    assert "/empower/scopes/SMP-1/" in html


def test_a_scope_card_stays_readable_when_the_records_are_not():
    class Broken(InMemoryRecords):
        def outlook(self, user_id, *, now) -> Outlook:
            raise DatabaseError("gone")

    html = Browser(make_block(sample_scope(), records=Broken())).open().html
    assert "Grant a credit without asking." in html
    assert "Not yet" not in html


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_other_channels_carry_the_title_and_the_size_only(document):
    block = make_block(document)
    title = block.heading(document, "en")
    size = {}
    if isinstance(document, QuizDocument):
        size = {"mode": document.quiz.mode.value, "questions": 3, "minutes": None}
    assert block.student_view_data() == {"title": title, **size}
    assert block.index_dictionary()["content"] == {"display_name": title}


@pytest.mark.parametrize(
    ("kind", "good"), [(LessonBlock, DOCUMENTS[0]), (QuizBlock, DOCUMENTS[1]), (ScopeBlock, DOCUMENTS[3])]
)
def test_studio_refuses_a_document_that_learners_could_not_see(kind, good):
    assert make_block(good).validate().empty
    assert not make_block("{}", kind=kind).validate().empty


def test_the_document_survives_export_and_import():
    from lxml import etree

    block = make_block(sample_quiz("practice"))
    node = etree.Element("empower_quiz")
    block.add_xml_to_node(node)
    assert "document" not in node.attrib
    (child,) = node
    assert QuizDocument.model_validate_json(child.text) == sample_quiz("practice")


def test_kinds_and_documents_fit():
    assert [kind.document_kind for kind in KINDS] == [LessonDocument, QuizDocument, ScopeDocument]


# Open edX mixes fields into every block and collects values by these names. Whatever a block calls so, even a
# method, is taken for the field: the release date, for one. tests/openedx asks the platform itself.
PLATFORM_NAMES = (
    *("start", "due", "title", "category", "course_version", "graded", "format", "showanswer", "max_attempts"),
    *("attempts", "rerandomize", "graceperiod", "group_access", "hide_from_toc", "self_paced", "show_correctness"),
    *("location", "url_name", "course_id", "user_partitions", "max_count", "visible_to_staff_only", "edited_on"),
    *("chrome", "source_file", "static_asset_path", "submission_start", "submission_due", "upstream"),
)


@pytest.mark.parametrize("block", [LessonBlock, QuizBlock, ScopeBlock])
def test_nothing_of_ours_has_the_name_of_a_field_of_the_platform(block):
    assert not [name for name in PLATFORM_NAMES if hasattr(block, name)]
