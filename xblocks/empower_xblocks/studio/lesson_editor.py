"""The editor of a lesson: title and Markdown per language, with a preview."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup
from pydantic import ValidationError

from empower_lms.domain.digest import digest_of
from empower_lms.domain.documents import LessonDocument, parts_of
from empower_lms.domain.lesson import Lesson
from empower_lms.domain.text import LocalizedText
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import LOCALES, phrases
from empower_xblocks.studio.forms import (
    Choice,
    Control,
    Entry,
    FormData,
    Rows,
    Spec,
    Typed,
    change_rows,
    drop_blank_rows,
    make_data,
    read_form,
    type_out,
)
from empower_xblocks.studio.messages import FieldProblem, explain
from empower_xblocks.studio.page import CONFLICT, NOT_SAVED, SAVED, UNCHANGED, Desk, Notice, render_page, view_form
from empower_xblocks.studio.quiz_editing import check_texts, order_languages
from empower_xblocks.studio.quiz_forms import OBJECTIVES

TABS = (Choice(value="lesson", label=_("Lesson")), Choice(value="preview", label=_("Preview")))

_SPEC: Spec = (
    Entry(name="display_name", label=_("Name in the course outline")),
    Entry(name="title", label=_("Title"), is_localized=True),
    Entry(name="minutes", label=_("Minutes of reading"), control=Control.NUMBER),
    Entry(
        name="body",
        label=_("Text"),
        control=Control.PROSE,
        is_localized=True,
        help=_(
            "Markdown: headings from ##, lists, tables, quotes, links to https addresses. A frame begins with a line "
            "such as :::case, :::try, :::answer or :::note and ends with a line :::."
        ),
    ),
    Entry(name="sources", label=_("Sources"), control=Control.LINES, help=_("One per line.")),
    Rows(
        name="goals",
        label=_("What learners can do afterwards"),
        row=_("Objective {n}"),
        entries=OBJECTIVES.entries,
        most=20,
    ),
)


@dataclass(frozen=True)
class LessonAnswer:
    """The page to show, and what is to be stored."""

    html: Markup
    document: LessonDocument | None = None
    display_name: str | None = None

    @property
    def settings(self) -> Mapping[str, object]:
        return {"display_name": self.display_name} if self.display_name is not None else {}


class LessonEditor:
    """Answers the requests of one author about one lesson."""

    def __init__(self, document: LessonDocument, display_name: str, desk: Desk) -> None:
        self.document = document
        self.display_name = display_name
        self.desk = desk
        self.languages = order_languages(document.lesson.title.languages | {*LOCALES})
        self.say = phrases(desk.locale).gettext

    def open(self, tab: str = "lesson") -> LessonAnswer:
        return LessonAnswer(self._show(tab))

    def answer(self, form: FormData) -> LessonAnswer:
        """Do what the pressed button says."""
        leave, go, do = form.get("leave", ""), form.get("go", ""), form.get("do", "")
        if leave or form.get("tab", "") != "lesson":
            return LessonAnswer(self._show(leave or go))
        typed = read_form(_SPEC, form, self.languages)
        if do.partition(":")[0] in {"add", "remove", "up", "down"}:
            typed, focus = change_rows(_SPEC, typed, do, self.languages)
            return LessonAnswer(self._show_form(typed, base=form.get("base", ""), focus=focus))
        return self._save(typed, form.get("base", ""), go)

    def _save(self, typed: Typed, base: str, go: str) -> LessonAnswer:
        typed = drop_blank_rows(_SPEC, typed)
        edited = self._edit(typed)
        if not isinstance(edited, LessonDocument):
            notice = Notice(text=self.say(NOT_SAVED), level="error")
            return LessonAnswer(self._show_form(typed, base=base, notice=notice, problems=edited, next_tab=go))
        name = str(typed["display_name"])
        if edited == self.document and name == self.display_name:
            return LessonAnswer(self._show(go or "lesson", None if go else Notice(text=self.say(UNCHANGED))))
        if base != self._digest():
            notice = Notice(text=self.say(CONFLICT), level="warning")
            return LessonAnswer(self._show_form(typed, notice=notice, stored=self._typed()))
        saved = LessonEditor(edited, name, self.desk)
        return LessonAnswer(saved._show(go or "lesson", Notice(text=self.say(SAVED))), edited, name)

    def _edit(self, typed: Typed) -> LessonDocument | tuple[FieldProblem, ...]:
        data = make_data(_SPEC, typed)
        goals = data.pop("goals")
        data.pop("display_name", None)
        body = {language: text.strip("\n") + "\n" for language, text in data.get("body", {}).items()}
        data |= {"id": self.document.lesson.id, "objectives": [goal.get("id", "") for goal in goals]}
        if body:
            data["body"] = body
        problems: list[FieldProblem] = []
        try:
            lesson = Lesson.model_validate(data)
            document = LessonDocument.model_validate(parts_of(self.document) | {"lesson": lesson, "objectives": goals})
        except ValidationError as error:
            for problem in explain(error, self.desk.locale):
                path = problem.path.replace("objectives", "goals", 1)
                problems.append(problem.model_copy(update={"path": path}))
            return tuple(problems)
        return check_texts(lesson, order_languages(lesson.title.languages), self.desk.locale) or document

    def _typed(self) -> Typed:
        raw = self.document.model_dump(mode="json")
        data = raw["lesson"] | {"goals": raw["objectives"], "display_name": self.display_name}
        return type_out(_SPEC, data, self.languages)

    def _digest(self) -> str:
        return digest_of(self._typed())

    def _show(self, tab: str, notice: Notice | None = None) -> Markup:
        if tab != "preview":
            return self._show_form(self._typed(), notice=notice)
        body: LocalizedText = self.document.lesson.body
        return render_page(
            self.desk,
            "preview",
            "lesson_preview",
            notice=notice,
            previews=[(language, self.document.lesson.title.to(language), text) for language, text in body.items()],
        )

    def _show_form(
        self,
        typed: Typed,
        *,
        base: str | None = None,
        notice: Notice | None = None,
        problems: tuple[FieldProblem, ...] = (),
        stored: Typed | None = None,
        focus: str = "",
        next_tab: str = "",
    ) -> Markup:
        view, summary = view_form(_SPEC, typed, self.languages, problems=problems, stored=stored, focus=focus)
        return render_page(
            self.desk,
            "lesson",
            "form",
            view=view,
            summary=summary,
            notice=notice,
            base=self._digest() if base is None else base,
            next_tab=next_tab,
            lead=self.say(
                _("Lesson {id} of the course {course}."), id=self.document.lesson.id, course=self.document.course
            ),
        )
