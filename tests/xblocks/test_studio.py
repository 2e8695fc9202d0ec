"""The editor in Studio: what is saved, what is told, and what is never lost."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from lxml import html
from webob.multidict import MultiDict

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import KINDS
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scenarios import sample_lesson, sample_quiz, sample_scope
from empower_xblocks.studio import quiz_editing as editing
from empower_xblocks.studio.pieces import BlockSettings
from empower_xblocks.studio.question_forms import KIND_HINTS, KIND_NAMES
from empower_xblocks.studio.quiz_editor import TABS, QuizEditor
from tests.certification.cards import make_scope
from tests.strategies import quiz_documents
from tests.xblocks.builders import make_block
from tests.xblocks.studio import Author

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def author() -> Author:
    return Author.of(sample_quiz("certification"))


def test_every_kind_of_question_has_a_name_a_hint_and_a_form():
    assert set(KIND_NAMES) == set(KIND_HINTS) == set(KINDS)


# Saving


def test_settings_are_saved(author):
    author.save(title__en="Prove it", title__de="Zeig es", cut="1", retake__tries="3", retake__wait="2d", layout="all")
    assert author.is_saved
    quiz = author.document.quiz
    assert (quiz.title.to("en"), quiz.title.to("de"), quiz.cut) == ("Prove it", "Zeig es", 1)
    assert (quiz.retake.tries, quiz.retake.wait.days, quiz.layout) == (3, 2, "all")
    assert author.block.document == author.document.to_json()


def test_what_the_settings_do_not_show_stays(author):
    before = author.document
    author.save(title__en="Other", strata=None)
    after = author.document
    assert after.quiz.strata == before.quiz.strata
    assert (after.questions, after.objectives, after.quiz.id) == (before.questions, before.objectives, before.quiz.id)


def test_name_and_weight_of_the_block_are_saved(author):
    author.save(display_name="Final", weight="2,5")
    assert (author.block.display_name, author.block.weight) == ("Final", 2.5)
    author.save(weight="heavy")
    assert "number" in author.problems_at("weight")
    assert author.block.weight == 2.5


def test_stance_tools_and_time_limit_are_saved(author):
    author.save(with_stance="on", confident_errors="1", tools=["calculator"], time_limit="45m", partial_credit="none")
    quiz = author.document.quiz
    assert quiz.stance is not None
    assert (quiz.stance.confident_errors, quiz.tools, quiz.partial_credit) == (1, ("calculator",), "none")
    assert quiz.time_limit is not None
    author.open().save(with_stance=None, confident_errors="", tools=[], time_limit="", partial_credit="")
    quiz = author.document.quiz
    assert (quiz.stance, quiz.tools, quiz.time_limit, quiz.partial_credit) == (None, (), None, None)


def test_a_glossary_is_written_line_by_line(author):
    author.press("add:glossary", tools=["glossary"])
    author.save(**{"glossary.0.term.en": "freeze", "glossary.0.term.de": "Freeze"})
    assert "Please fill this in" in author.problems_at("glossary.0.meaning.en")
    author.save(**{"glossary.0.meaning.en": "no changes", "glossary.0.meaning.de": "keine Änderungen"})
    assert author.is_saved
    assert author.document.quiz.glossary[0].meaning.to("de") == "keine Änderungen"


def test_practice_has_as_many_tries_as_one_likes():
    author = Author.of(sample_quiz("practice")).save(title__en="New")
    assert author.document.quiz.retake.tries is None


def test_the_blueprint_is_saved(author):
    author.open("blueprint").save(**{"strata.0.count": "2", "strata.0.at_least": "1", "cut": "1"})
    assert author.is_saved
    (part,) = author.document.quiz.strata
    assert (part.count, part.at_least, author.document.quiz.cut) == (2, 1, 1)


def test_an_objective_is_added_then_used(author):
    author.open("blueprint").press("add:objectives")
    author.save(**{"objectives.1.id": "sample.second", "objectives.1.text.en": "More", "objectives.1.text.de": "Mehr"})
    assert [one.id for one in author.document.objectives] == ["sample.locate", "sample.second"]
    author.save(**{"strata.0.objectives": ["sample.locate", "sample.second"]})
    assert author.document.quiz.strata[0].objectives == ("sample.locate", "sample.second")


def test_nothing_is_written_when_nothing_was_changed(author):
    before = author.block.document
    for tab in ("settings", "blueprint", "text"):
        author.open(tab).save()
        assert "Nothing was changed" in author.notice
    assert author.block.document == before


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quiz_documents())
def test_opening_and_saving_any_quiz_changes_nothing(document: QuizDocument):
    assert editing.edit_settings(document, editing.type_settings(document), "en").document == document
    assert editing.edit_blueprint(document, editing.type_blueprint(document, "en"), "en").document == document
    for question in document.questions:
        typed = editing.type_question(document, question, "en")
        edited = editing.edit_question(document, question.id, question.kind, typed, "en")
        assert edited.document == document, edited.problems


# Questions


def test_a_question_is_edited(author):
    author.open("questions").press("open:sample.freeze")
    author.save(**{"stem.en": "New stem", "options.1.feedback.en": "Because.", "critical": "on"})
    assert author.is_saved
    question = author.document.question_by_id["sample.freeze"]
    assert question.stem.to("en") == "New stem"
    assert question.options[1].feedback.to("en") == "Because."
    assert question.critical
    assert "New stem" in author.page.xpath("//section[contains(@class, 'studio__preview')]")[0].text_content()


def test_the_id_of_a_question_stays(author):
    author.open("questions").press("open:sample.freeze").save(id="sample.other", **{"stem.en": "x"})
    assert "sample.freeze" in author.document.question_by_id


FORM_KINDS = [kind for kind in KINDS if kind != "boundary"]


def test_a_boundary_question_is_begun_as_text_because_its_cases_are_computed(author):
    author.open("questions").press("new", kind="boundary")
    assert "computed from the limit of a scope card" in author.notice
    assert author.value("tab") == "text"
    assert author.value("text.en").endswith(
        "id: sample.question-4\nkind: boundary\nobjective: sample.locate\nclause: CHG-1.amount\n---\n"
        "Replace this: who you are, and what has happened. {case}\n\n"
        "- [inside] Replace this: what is right up to {limit}.\n"
        "- [outside] Replace this: what is right beyond it.\n"
    )
    author.save()
    assert "no card can be read here" in author.page.text_content()
    assert len(author.document.questions) == 3


def test_a_boundary_question_is_computed_from_the_cards_in_force(author):
    block = author.block
    desk = block._desk()
    editor = QuizEditor(author.document, BlockSettings(""), desk, cards=lambda: (make_scope(),))
    begun = editor.answer(MultiDict({"tab": "questions", "do": "new", "kind": "boundary"}))
    areas = html.fromstring(begun.html).xpath("//textarea[starts-with(@name, 'text.')]")
    texts = {area.get("name"): area.text for area in areas}
    form = MultiDict({"tab": "text", "base": author.document.digest, "do": "save", **texts})
    saved = editor.answer(form).document
    question = saved.questions[-1]
    assert question.kind == "boundary"
    assert question.card == make_scope().digest
    assert [case.case for case in question.cases] == ["below", "at", "above"]


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_a_question_of_every_kind_can_be_begun_and_tells_what_is_missing(author, kind):
    author.open("questions").press("new", kind=kind)
    assert author.value("kind") == kind
    before = author.document
    author.save()
    assert "Not saved yet" in author.notice
    assert author.problems_at("stem.en")
    assert author.document == before


def test_a_question_is_added(author):
    author.open("questions").press("new", kind="single")
    texts = {f"stem.{language}": "Which?" for language in ("en", "de")}
    for row in range(3):
        texts |= {f"options.{row}.text.{language}": f"Option {row}" for language in ("en", "de")}
    author.save(**texts)
    assert "exactly one option" in author.notice
    author.save(**{"options.1.correct": "on"})
    assert author.is_saved
    question = author.document.questions[-1]
    assert (question.id, question.key) == ("sample.question-4", {"b"})


def test_an_id_that_is_taken_is_refused_at_its_field(author):
    author.open("questions").press("new", kind="numeric")
    author.save(id="sample.freeze", answer="3 h", **{"stem.en": "How long?", "stem.de": "Wie lange?"})
    assert "this id already" in author.problems_at("id")


def test_rows_are_added_moved_and_removed_and_references_follow(author):
    author.open("questions").press("new", kind="matching")
    texts = {"stem.en": "Match", "stem.de": "Ordne zu"}
    author.press("add:partners")
    author.press("add:partners")
    for index, word in enumerate(("red", "green", "blue", "none", "left")):
        if f"partners.{index}.id" in dict(author.fields):
            texts |= {f"partners.{index}.text.{language}": word for language in ("en", "de")}
    for index, (word, partner) in enumerate((("rose", "a"), ("grass", "b"))):
        texts |= {f"prompts.{index}.text.{language}": word for language in ("en", "de")}
        texts[f"prompts.{index}.partner"] = partner
    author.press("up:partners.1", **texts)
    author.save()
    assert author.is_saved, author.notice
    question = author.document.questions[-1]
    pairs = {prompt.text.to("en"): question.partner(prompt.partner).text.to("en") for prompt in question.prompts}
    assert pairs == {"rose": "red", "grass": "green"}
    assert [partner.text.to("en") for partner in question.partners][:2] == ["green", "red"]


def test_a_question_is_removed_only_after_a_second_press(author):
    author.open("blueprint").save(**{"strata.0.count": "2", "strata.0.at_least": "0", "cut": "1"})
    author.open("questions").press("ask:sample.fields")
    assert "Remove this question?" in author.notice
    assert "sample.fields" in author.document.question_by_id
    author.press("keep:sample.fields").press("ask:sample.fields").press("remove:sample.fields")
    assert "sample.fields" not in author.document.question_by_id


def test_a_question_that_the_draw_needs_is_not_removed(author):
    author.open("questions").press("ask:sample.fields").press("remove:sample.fields")
    assert "draws 3 questions" in author.notice
    assert "sample.fields" in author.document.question_by_id


def test_questions_are_moved_in_the_list(author):
    author.open("questions").press("down:sample.freeze")
    assert [one.id for one in author.document.questions][:2] == ["sample.fields", "sample.freeze"]


# What can't be saved


def test_a_problem_stands_at_its_field_and_in_the_summary_and_nothing_typed_is_lost(author):
    before = author.document
    author.save(cut="99", title__en="Typed with care")
    assert "Right answers needed to pass: 99 right answers can't be reached" in author.notice
    assert "99 right answers can't be reached" in author.problems_at("cut")
    assert author.value("title.en") == "Typed with care"
    assert author.document == before
    author.save(cut="many")
    assert "whole number" in author.problems_at("cut")


def test_markdown_that_must_not_be_published_is_told_at_its_field(author):
    author.open("questions").press("open:sample.freeze").save(**{"stem.en": "<script>alert(1)</script>"})
    assert "<script>" in author.problems_at("stem.en")
    assert not author.page.xpath("//script")


def test_a_missing_translation_is_told_at_its_field(author):
    author.open("questions").press("open:sample.freeze").save(**{"stem.de": ""})
    assert "missing" in author.problems_at("stem.de")


def test_messages_are_in_the_language_of_studio(author):
    with translation.override("de-at"):
        author.open().save(cut="99")
        assert author.notice == (
            "Noch nicht gespeichert. Bitte berichtige, was markiert ist; alles, was du getippt hast, ist noch da. "
            "Richtige Antworten zum Bestehen: 99 richtige Antworten sind mit 3 Fragen nicht zu erreichen. "
            "Senke das eine oder zieh mehr."
        )
        author.save(cut="1")
        assert author.notice == (
            "Gespeichert. Lernende sehen es, sobald die Einheit veröffentlicht ist; ein begonnener Versuch geht mit "
            "seiner eigenen Fassung weiter."
        )
        author.save()
        assert author.notice == "Nichts wurde geändert, also gab es nichts zu speichern."
    assert "Settings" in author.open().page.text_content()


def foreign_sentences(page) -> set[str]:
    """Find the English of the catalogue on a page outside of what is marked as another language."""
    with (REPOSITORY / "empower_lms/translations/de/LC_MESSAGES/text.po").open("rb") as file:
        catalogue = read_po(file)
    english = {
        str(message.id)
        for message in catalogue
        if message.id and isinstance(message.id, str) and message.string not in {"", message.id}
    }
    shown = {" ".join(text.split()) for text in page.xpath("//text()[not(ancestor::*[@lang][1][@lang='en'])]")}
    shown |= set(page.xpath("//*[not(ancestor-or-self::*[@lang][1][@lang='en'])]/@aria-label"))
    return shown & english


@pytest.mark.parametrize("tab", [tab.value for tab in TABS])
def test_every_page_of_the_editor_speaks_german(author, tab):
    english = author.open(tab).page
    english.set("lang", "de")
    assert foreign_sentences(english)
    with translation.override("de"):
        assert foreign_sentences(author.open(tab).page) == set()


@pytest.mark.parametrize("kind", FORM_KINDS)
def test_the_form_of_every_kind_speaks_german(author, kind):
    with translation.override("de"):
        author.open("questions").press("new", kind=kind)
        assert foreign_sentences(author.page) == set()
        author.save()
        assert "Noch nicht gespeichert." in author.notice
        assert foreign_sentences(author.page) == set()


def test_going_to_another_page_saves_what_was_typed(author):
    author.press(go="questions", title__en="On the way")
    assert author.document.quiz.title.to("en") == "On the way"
    assert author.value("tab") == "questions"


def test_going_on_with_something_broken_stays_and_offers_the_way_out(author):
    author.press(go="questions", cut="99")
    assert author.value("tab") == "settings"
    assert author.page.xpath("//button[@name='leave' and @value='questions']")
    author.post([*author.fields, ("leave", "questions")])
    assert author.value("tab") == "questions"


# Two authors


def test_two_authors_of_the_same_piece_are_told_and_both_versions_are_shown():
    block = make_block(sample_quiz("certification"))
    ada, bob = Author(block).open(), Author(block).open()
    ada.save(title__en="Ada's title")
    bob.save(title__en="Bob's title")
    assert "Somebody else saved" in bob.notice
    assert bob.value("title.en") == "Bob's title"
    assert "Ada's title" in bob.page.text_content()
    assert bob.document.quiz.title.to("en") == "Ada's title"
    bob.save()
    assert bob.document.quiz.title.to("en") == "Bob's title"


def test_two_authors_of_different_pieces_never_meet():
    block = make_block(sample_quiz("certification"))
    ada, bob = Author(block).open(), Author(block).open("questions").press("open:sample.freeze")
    ada.save(title__en="Ada's title")
    bob.save(**{"stem.en": "Bob's stem"})
    assert bob.is_saved
    assert block.read()[0].quiz.title.to("en") == "Ada's title"
    assert block.read()[0].question_by_id["sample.freeze"].stem.to("en") == "Bob's stem"


def test_two_authors_of_the_text_are_told():
    block = make_block(sample_quiz("certification"))
    ada, bob = Author(block).open("text"), Author(block).open("text")
    for author, title in ((ada, "Ada's title"), (bob, "Bob's title")):
        author.save(**{"text.en": author.value("text.en").replace("Sample certification quiz", title)})
    assert "Somebody else saved" in bob.notice
    assert "Bob's title" in bob.value("text.en")
    assert bob.document.quiz.title.to("en") == "Ada's title"


# The text


def test_the_text_is_saved(author):
    author.open("text")
    author.save(**{"text.en": author.value("text.en").replace("A freeze began. What now?", "It began.\nWhat now?")})
    assert author.is_saved
    assert author.document.question_by_id["sample.freeze"].stem.to("en") == "It began.\nWhat now?"


def test_a_mistake_in_the_text_is_told_with_its_line(author):
    author.open("text")
    text = author.value("text.en").replace("- [x] Ask", "- [y] Ask")
    line = next(n for n, one in enumerate(text.split("\n"), start=1) if "[y]" in one)
    author.save(**{"text.en": text})
    assert f"Line {line}" in author.notice
    assert author.value("text.en").replace("\r\n", "\n") == text
    assert "[y]" not in author.block.document


def test_the_text_of_another_quiz_is_refused(author):
    author.open("text")
    author.save(**{"text.en": author.value("text.en").replace("sample.certification", "sample.other")})
    assert "sample.other" in author.notice
    assert author.document.quiz.id == "sample.certification"


# The preview


def test_the_preview_is_the_learners_page_and_stores_nothing(author):
    author.open("preview")
    assert "<empower-block" in author.html
    before = dict(author.block._dirty_fields)
    author.post({}, "studio_preview/begin")
    assert 'name="answer"' in author.html or "answer-1" in author.html
    assert author.block._dirty_fields == before
    author.post({"go": "2"}, "studio_preview/show")
    assert "<empower-block" in author.html
    assert author.block.records.standing("7", author.document, now=_now()).latest is None


def _now():
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_the_preview_of_practice_shows_feedback_after_an_answer():
    author = Author.of(sample_quiz("practice"))
    author.post({}, "studio_preview/begin")
    form = next(
        form for form in author.page.forms if form.get("action").endswith("answer") or "item" in dict(form.fields)
    )
    values = dict(form.form_values())
    kind = author.document.question_by_id[values["item"]].kind
    values["answer"] = "720" if kind == "numeric" else "1"
    author.post({**values, "go": "check"}, "studio_preview/answer")
    assert "empower__feedback" in author.html


# Lessons and scopes


def test_a_lesson_is_saved():
    author = Author.of(sample_lesson())
    author.save(title__en="Second edition", minutes="7", **{"body.en": "## New\n\nText.\n"})
    assert author.is_saved
    lesson = author.document.lesson
    assert (lesson.title.to("en"), lesson.minutes, lesson.body.to("en")) == ("Second edition", 7, "## New\n\nText.\n")
    author.save(**{"body.en": "<b>bold</b>"})
    assert "HTML" in author.problems_at("body.en")
    assert "Text." in author.open("preview").html


def test_opening_and_saving_a_lesson_changes_nothing():
    author = Author.of(sample_lesson()).save()
    assert "Nothing was changed" in author.notice
    assert author.document == sample_lesson()


def test_a_scope_card_is_shown_and_says_where_it_comes_from():
    author = Author.of(sample_scope())
    assert "register" in author.html
    assert "SMP-1" in author.html
    author.save(display_name="The card")
    assert author.block.display_name == "The card"
    assert author.document == sample_scope()


# Fresh blocks, copies, broken documents


def test_a_fresh_quiz_begins_with_something_to_edit_and_its_own_id():
    author = Author(make_block("", kind=QuizBlock)).open()
    started = author.document
    author.save(title__en="Mine")
    assert author.is_saved
    assert author.document.quiz.id == started.quiz.id
    assert isinstance(author.document, QuizDocument)


def test_a_copy_is_the_same_quiz_under_another_id():
    class Store:
        saved = None

        def update_item(self, block, user_id):
            self.saved = (block, user_id)

    block, store = make_block(sample_quiz("certification")), Store()
    block.studio_post_duplicate(store, None)
    copy, original = block.read()[0], sample_quiz("certification")
    assert copy.quiz.id != original.quiz.id
    assert copy.quiz.model_copy(update={"id": original.quiz.id}) == original.quiz
    assert store.saved[0] is block


def test_a_broken_document_can_be_mended_by_hand():
    author = Author(make_block('{"kind": "quiz"}', kind=QuizBlock)).open()
    assert "t be read" in author.html
    author.save(document='{"kind": "quiz", "schema_version": 99}')
    assert "Not saved yet" in author.notice
    author.save(document=sample_quiz("practice").to_json())
    assert author.document == sample_quiz("practice")


# Who may edit


@pytest.mark.parametrize("may_write", [None, False], ids=["no Studio", "no right"])
@pytest.mark.parametrize("document", [sample_quiz("certification"), sample_lesson(), sample_scope()])
def test_only_an_author_in_studio_sees_and_changes_anything(document, may_write):
    author = Author(make_block(document), may_write=may_write)
    before = author.block.document
    assert "studio__form" not in author.block.studio_view().content
    assert author.block.studio_view().resources == []
    for handler in ("studio_edit", "studio_preview/show", "studio_preview/begin", "studio_preview/answer"):
        for values in ({}, {"leave": "text"}, {"tab": "text", "do": "save"}, {"tab": "questions", "do": "open:x"}):
            author.post(values, handler)
            assert author.status == 403
            assert "studio__form" not in author.html
            assert "720" not in author.html
    assert author.block.document == before


def test_without_a_script_the_same_forms_answer_with_whole_pages(author):
    author.script = False
    author.post([*author.fields, ("do", "save")])
    assert author.html.startswith("<!doctype html>")
    assert "Nothing was changed" in author.notice


def test_no_page_has_inline_script_or_style_or_another_host(author):
    for tab in TABS:
        author.open(tab.value)
        assert not author.page.xpath("//script | //style | //@style | //@onclick")
        assert "http://" not in author.html.replace("http://localhost", "")
