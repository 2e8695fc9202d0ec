"""The editor of a quiz: one request in, a page and perhaps a new document out.

It stores nothing itself. Every page is one form; going to another page saves what was typed, so nothing is lost on
the way, and what can't be saved stays on the page with its messages.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from markupsafe import Markup

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import KINDS
from empower_lms.domain.scope import Scope
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases
from empower_xblocks.studio import quiz_editing as editing
from empower_xblocks.studio.forms import Choice, FormData, Typed, change_rows, drop_blank_rows, read_form
from empower_xblocks.studio.identity import Identity, copy_quiz, word_place
from empower_xblocks.studio.messages import FieldProblem, at_field
from empower_xblocks.studio.page import CONFLICT, NOT_SAVED, SAVED, UNCHANGED, Desk, Notice, render_page, view_form
from empower_xblocks.studio.pieces import (
    BlockSettings,
    Piece,
    blueprint_piece,
    question_piece,
    settings_piece,
    with_first_rows,
)
from empower_xblocks.studio.preview import preview_question, preview_quiz
from empower_xblocks.studio.question_forms import KIND_HINTS, KIND_NAMES
from empower_xblocks.studio.text_tab import COMPUTED_CASES, TextEdit, begin_boundary, read_texts, show_texts
from empower_xblocks.studio.weigh import weigh

TABS = (
    Choice(value="settings", label=_("Settings")),
    Choice(value="blueprint", label=_("Blueprint")),
    Choice(value="questions", label=_("Questions")),
    Choice(value="text", label=_("Text")),
    Choice(value="preview", label=_("Preview")),
)
FIRST = "settings"
OWN_ID, OWN_ID_SURE, KEEP_ID = "own-id", "own-id:sure", "own-id:keep"
ROW_ACTIONS = ("add:", "remove:", "up:", "down:")


@dataclass(frozen=True)
class Answer:
    """The page to show, and what is to be stored."""

    html: Markup
    document: QuizDocument | None = None
    block: BlockSettings | None = None

    @property
    def settings(self) -> Mapping[str, object]:
        return asdict(self.block) if self.block is not None else {}


class QuizEditor:
    """Answers the requests of one author about one quiz."""

    def __init__(
        self,
        document: QuizDocument,
        block: BlockSettings,
        desk: Desk,
        identity: Identity | None = None,
        cards: Callable[[], tuple[Scope, ...]] = tuple,
    ) -> None:
        self.document = document
        self.block = block
        self.desk = desk
        self.identity = identity or Identity()
        self.cards = cards
        self.say = phrases(desk.locale).gettext

    def open(self, tab: str = FIRST) -> Answer:
        """Show a page as it is stored."""
        return Answer(self._show(tab))

    def answer(self, form: FormData) -> Answer:
        """Do what the pressed button says."""
        leave = form.get("leave", "")
        if leave:
            return Answer(self._show(leave))
        tab = form.get("tab", FIRST)
        if tab == "questions":
            return self._answer_list(form)
        if tab == "text":
            return self._answer_text(form)
        if tab == "question":
            kind = form.get("kind", "")
            if kind not in KINDS:
                return self.open("questions")
            return self._answer_piece(
                question_piece(self.document, form.get("question", ""), kind, self.desk.locale), form
            )
        if tab == "blueprint":
            return self._answer_piece(blueprint_piece(self.document, self.desk.locale), form)
        if tab == "settings":
            return self._answer_settings(form)
        return Answer(self._show(form.get("go", FIRST)))

    def _after(self, document: QuizDocument, block: BlockSettings) -> "QuizEditor":
        """Go on with what was saved. A quiz that has just got an id of its own is alone."""
        is_the_same = document.quiz.id == self.document.quiz.id
        return QuizEditor(document, block, self.desk, self.identity if is_the_same else Identity(), self.cards)

    # Forms over one piece

    def _answer_piece(self, piece: Piece, form: FormData) -> Answer:
        typed = self._read(piece, form)
        do, go = form.get("do", ""), form.get("go", "")
        if do.startswith(ROW_ACTIONS):
            typed, focus = change_rows(piece.spec, typed, do, piece.languages)
            return Answer(self._show_piece(piece, typed, base=form.get("base", ""), focus=focus))
        if do == "weigh":
            return Answer(self._show_piece(piece, typed, base=form.get("base", "")))
        return self._save_piece(piece, typed, form.get("base", ""), go)

    def _answer_settings(self, form: FormData) -> Answer:
        piece = settings_piece(self.document, self.block, self.desk.locale)
        do, base = form.get("do", ""), form.get("base", "")
        if do not in {OWN_ID, OWN_ID_SURE, KEEP_ID}:
            return self._answer_piece(piece, form)
        typed = self._read(piece, form)
        if do == KEEP_ID:
            return Answer(self._show_piece(piece, typed, base=base))
        tries = self.identity.tries() if do == OWN_ID else 0
        if tries != 0:
            return Answer(self._show_piece(piece, typed, base=base, asks_for_id=True, tries=tries))
        named = replace(piece, save=lambda typed: self._with_own_id(piece.save(typed)))
        return self._save_piece(named, typed, base, "")

    def _with_own_id(self, edited: editing.Edited) -> editing.Edited:
        if edited.document is None or not self.identity.name or self.identity.is_from_library:
            return edited
        return editing.Edited(copy_quiz(edited.document, self.identity.name))

    def _read(self, piece: Piece, form: FormData) -> Typed:
        typed = read_form(piece.spec, form, piece.languages)
        for name, languages in piece.more_languages.items():
            typed[name] = {language: form.get(f"{name}.{language}", "") for language in languages}
        for name in piece.locked:
            typed[name] = piece.stored[name]
        return typed

    def _save_piece(self, piece: Piece, typed: Typed, base: str, go: str) -> Answer:
        typed = drop_blank_rows(piece.spec, typed)
        block, problems = self._read_block(piece, typed)
        edited = piece.save(typed)
        problems += edited.problems
        if problems or edited.document is None:
            notice = Notice(text=self.say(NOT_SAVED), level="error")
            return Answer(self._show_piece(piece, typed, base=base, notice=notice, problems=problems, next_tab=go))
        if edited.document == self.document and block == self.block:
            unchanged = None if go else Notice(text=self.say(UNCHANGED))
            return Answer(self._show(go, unchanged) if go else self._show_piece(piece, typed, notice=unchanged))
        if base != piece.digest:
            notice = Notice(text=self.say(CONFLICT), level="warning")
            return Answer(self._show_piece(piece, typed, notice=notice, stored=piece.stored))
        saved = self._after(edited.document, block)
        page = go or piece.tab
        done = Notice(text=self.say(SAVED))
        html = saved._show(page, done, question=str(typed.get("id", "")))
        return Answer(html, document=edited.document, block=block)

    def _read_block(self, piece: Piece, typed: Typed) -> tuple[BlockSettings, editing.Problems]:
        if piece.tab != "settings":
            return self.block, ()
        weight = self.block.weight
        if "weight" in typed and typed["weight"].strip():
            try:
                weight = float(typed["weight"].replace(",", "."))
            except ValueError:
                weight = -1
            if weight is not None and not 0 <= weight <= 1000:
                return self.block, (at_field("weight", _("Write a number, such as 1 or 0.5."), self.desk.locale),)
        return BlockSettings(typed["display_name"], weight), ()

    def _show_piece(
        self,
        piece: Piece,
        typed: Typed,
        *,
        base: str | None = None,
        notice: Notice | None = None,
        problems: Sequence[FieldProblem] = (),
        stored: Typed | None = None,
        focus: str = "",
        next_tab: str = "",
        **more: Any,
    ) -> Markup:
        view, summary = view_form(
            piece.spec,
            typed,
            piece.languages,
            problems=problems,
            stored=stored,
            more_languages=piece.more_languages,
            focus=focus,
            locked=piece.locked,
        )
        return render_page(
            self.desk,
            {"question": "questions"}.get(piece.tab, piece.tab),
            piece.tab,
            view=view,
            summary=summary,
            notice=notice,
            base=piece.digest if base is None else base,
            hidden={**piece.hidden, "tab": piece.tab} if piece.tab == "question" else piece.hidden,
            next_tab=next_tab,
            lead=piece.lead,
            **(self._beside(piece, typed) | more),
        )

    def _beside(self, piece: Piece, typed: Typed) -> dict[str, Any]:
        if piece.tab == "question":
            edited = piece.save(drop_blank_rows(piece.spec, typed))
            return {
                "preview": preview_question(edited.document, str(typed["id"]), self.desk) if edited.document else ""
            }
        if piece.tab == "settings":
            places = [word_place(twin, self.desk.locale) for twin in self.identity.twins()]
            return {"twins": places, "is_from_library": self.identity.is_from_library}
        pools = [
            {
                "id": part["id"] or "–",
                "available": sum(one.objective in part["objectives"] for one in self.document.questions),
                "count": int(part["count"]) if part["count"].isascii() and part["count"].isdigit() else 0,
            }
            for part in typed["strata"]
        ]
        return {"pools": pools, "strength": self.weigh(typed)}

    def weigh(self, typed: Typed) -> Markup:
        """Return the strength of what is typed, stored or not."""
        typed = drop_blank_rows(blueprint_piece(self.document, self.desk.locale).spec, typed)
        edited = editing.edit_blueprint(self.document, typed, self.desk.locale)
        return weigh(edited.document, self.desk.locale)

    # The list of questions

    def _answer_list(self, form: FormData) -> Answer:
        verb, _colon, name = form.get("do", "").partition(":")
        if form.get("go", ""):
            return Answer(self._show(form.get("go")))
        match verb:
            case "open" if name in self.document.question_by_id:
                return Answer(self._show("question", question=name))
            case "new" if form.get("kind", "") == "boundary":
                edit = begin_boundary(self.document, self.cards(), self.desk.locale)
                notice = Notice(text=self.say(COMPUTED_CASES), level="warning")
                return Answer(show_texts(self.desk, edit, self.document.digest, notice, ""))
            case "new" if form.get("kind", "") in KINDS:
                piece = question_piece(self.document, "", form.get("kind"), self.desk.locale)
                return Answer(self._show_piece(piece, with_first_rows(piece)))
            case "up" | "down":
                moved = editing.move_question(self.document, name, -1 if verb == "up" else 1)
                return self._store(moved, focus=name)
            case "ask":
                return Answer(self._show("questions", asked=name))
            case "remove":
                return self._remove(name)
        return Answer(self._show("questions", focus=name))

    def _remove(self, name: str) -> Answer:
        edited = editing.remove_question(self.document, name, self.desk.locale)
        if edited.document is None:
            text = " ".join(problem.message for problem in edited.problems)
            return Answer(self._show("questions", Notice(text=text, level="error"), focus=name))
        return self._store(edited.document)

    def _store(self, document: QuizDocument, focus: str = "") -> Answer:
        if document == self.document:
            return Answer(self._show("questions", focus=focus))
        saved = self._after(document, self.block)
        return Answer(saved._show("questions", Notice(text=self.say(SAVED)), focus=focus), document=document)

    # The text

    def _answer_text(self, form: FormData) -> Answer:
        go = form.get("go", "")
        edit = read_texts(self.document, form, self.cards())
        if edit.document is None:
            notice = Notice(text=self.say(NOT_SAVED), level="error")
            return Answer(show_texts(self.desk, edit, form.get("base", ""), notice, go))
        if edit.document == self.document:
            return Answer(self._show(go or "text", None if go else Notice(text=self.say(UNCHANGED))))
        if form.get("base", "") != self.document.digest:
            notice = Notice(text=self.say(CONFLICT), level="warning")
            theirs = TextEdit.of(self.document, self.desk.locale).texts
            return Answer(show_texts(self.desk, edit, self.document.digest, notice, "", theirs=theirs))
        saved = self._after(edit.document, self.block)
        return Answer(saved._show(go or "text", Notice(text=self.say(SAVED))), document=edit.document)

    # Pages as they are stored

    def _show(
        self, page: str, notice: Notice | None = None, *, question: str = "", asked: str = "", focus: str = ""
    ) -> Markup:
        match page:
            case "blueprint":
                piece = blueprint_piece(self.document, self.desk.locale)
                return self._show_piece(piece, piece.stored, notice=notice)
            case "question" if question in self.document.question_by_id:
                piece = question_piece(self.document, question, "", self.desk.locale)
                return self._show_piece(piece, piece.stored, notice=notice)
            case "questions" | "question":
                return self._show_list(notice, asked, focus)
            case "text":
                edit = TextEdit.of(self.document, self.desk.locale)
                return show_texts(self.desk, edit, self.document.digest, notice, "")
            case "preview":
                preview = preview_quiz(self.document, self.desk)
                return render_page(self.desk, "preview", "preview", preview=preview, notice=notice)
        piece = settings_piece(self.document, self.block, self.desk.locale)
        return self._show_piece(piece, piece.stored, notice=notice)

    def _show_list(self, notice: Notice | None, asked: str, focus: str) -> Markup:
        locale = self.desk.locale
        rows = [
            {
                "id": question.id,
                "kind": KIND_NAMES[question.kind],
                "critical": question.critical,
                "stem": _shorten(question.stem.to(locale)),
                "objective": self.document.objective_by_id[question.objective].text.to(locale),
            }
            for question in self.document.questions
        ]
        kinds = [(kind, KIND_NAMES[kind], KIND_HINTS[kind]) for kind in KINDS]
        return render_page(
            self.desk, "questions", "questions", rows=rows, kinds=kinds, notice=notice, asked=asked, focus=focus
        )


def _shorten(text: str, limit: int = 160) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else f"{words[:limit]}…"
