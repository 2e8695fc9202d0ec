"""The preview: the learner's own pages over an attempt that exists nowhere.

Everything goes through the learner projection and the learner's templates. The attempt is made anew for each
request, from a seed that travels in the address of the forms; nothing is stored.
"""

from collections.abc import Iterable
from typing import TypeAlias

from markupsafe import Markup

from empower_lms.assessment.attempts import Attempt, AttemptState, QuizStanding
from empower_lms.assessment.draw import DrawImpossible, draw_form, place_question
from empower_lms.assessment.form import Form
from empower_lms.assessment.reading import read_response
from empower_lms.assessment.responses import AnyResponse, ResponseProblem
from empower_lms.assessment.retake import InProgress, MayStart
from empower_lms.certification.outlook import Outlook
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.translation import noop as _
from empower_lms.rendering.translation import phrases
from empower_xblocks.answer_sheet import AnswerSheet, read_page, read_sheet
from empower_xblocks.answer_sheet import Form as SentForm
from empower_xblocks.base import BlockFrame
from empower_xblocks.place import RESUME, Place, at_question, named_place
from empower_xblocks.quiz_pages import QuizView, render_quiz
from empower_xblocks.studio.page import Desk

SEED = "preview"
Responses: TypeAlias = dict[int, AnyResponse]


def preview_quiz(document: QuizDocument, desk: Desk, place: Place = RESUME) -> Markup:
    """Show a quiz as a learner meets it: first the page before the start."""
    return _render(
        document, desk, QuizStanding(next=MayStart(number=1, left_in_block=document.quiz.retake.tries)), place
    )


def preview_question(document: QuizDocument | None, question_id: str, desk: Desk) -> Markup:
    """Show one question as it stands on a form."""
    question = document.question_by_id.get(question_id) if document is not None else None
    if document is None or question is None:
        return Markup("")
    item = place_question(question, position=1, stratum=document.quiz.strata[0].id, seed=SEED)
    form = Form(quiz=document.quiz.id, document=document.digest, seed=SEED, items=(item,))
    return _render(document, desk, _running(document, form, desk), at_question(1))


def answer_preview(document: QuizDocument, desk: Desk, handler: str, form: SentForm) -> Markup:
    """Do what a button in the preview says; what was answered is read and graded, and forgotten."""
    try:
        drawn = draw_form(document, seed=SEED)
    except DrawImpossible:
        text = phrases(desk.locale).gettext(
            _("No form can be drawn: too many questions exclude each other. See the Blueprint.")
        )
        return Markup("<p>{}</p>").format(text)
    if handler == "show":
        return _render(document, desk, _running(document, drawn, desk), named_place(form.get("go", "")))
    if handler == "answer":
        sheet = read_sheet(form)
        return _answer(document, desk, drawn, (sheet,) if sheet is not None else (), form)
    if handler == "save_page":
        return _answer(document, desk, drawn, tuple(read_page(form)), form)
    return _render(document, desk, _running(document, drawn, desk), at_question(1) if handler == "begin" else RESUME)


def _answer(document: QuizDocument, desk: Desk, drawn: Form, sheets: Iterable[AnswerSheet], form: SentForm) -> Markup:
    """Read the sheets of one page. The first one that can't be read is where the learner is told so."""
    responses: Responses = {}
    place = named_place(form.get("go", "").partition(":")[0])
    for sheet in sheets:
        if not 1 <= sheet.position <= drawn.length or (sheet.raw.is_blank and not sheet.asks_to_check):
            place = sheet.destination if sheet.go else place
            continue
        item = drawn.item(sheet.position)
        read = read_response(document.question_by_id[item.question], item, sheet.raw)
        if isinstance(read, ResponseProblem):
            place = at_question(sheet.position, problem=read, typed=sheet.raw.typed)
            break
        responses[sheet.position] = read
        place = sheet.destination if sheet.go else place
    return _render(document, desk, _running(document, drawn, desk, responses), place)


def _running(document: QuizDocument, form: Form, desk: Desk, responses: Responses | None = None) -> QuizStanding:
    attempt = Attempt.model_validate(
        {
            "id": SEED,
            "quiz": document.quiz.id,
            "number": 1,
            "form": form,
            "state": AttemptState.OPEN,
            "started_at": desk.now,
            "responses": responses or {},
        }
    )
    return QuizStanding(latest=attempt, next=InProgress(number=1))


def _render(document: QuizDocument, desk: Desk, standing: QuizStanding, place: Place) -> Markup:
    frame = BlockFrame(
        locale=desk.locale,
        block=f"{desk.block}p",
        title=document.quiz.title.to(desk.locale),
        csrf_token=desk.csrf_token,
        key=SEED,
        place=place.name,
        handler_url=desk.preview_url,
        signed_in=True,
    )
    view = QuizView(
        document=document,
        standing=standing,
        place=place,
        frame=frame,
        ask_zone=lambda: "UTC",
        now=desk.now,
        flagged=frozenset(),
        page_url="",
        notice=None,
    )
    return render_quiz(view, lambda _attempt: document, Outlook)
