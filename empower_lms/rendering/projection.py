"""The learner projection: what a learner may see of a question, and when.

Block templates get these values only, never a ``Question``. ``show_question`` has no way to carry a key;
``show_feedback`` asks the feedback policy first and gives nothing when it says no.
"""

from typing import Literal

from empower_lms.assessment.attempts import Attempt
from empower_lms.assessment.form import FormItem
from empower_lms.assessment.grade import grade, recognise
from empower_lms.assessment.responses import AnyResponse, ChoiceResponse, NumericResponse
from empower_lms.domain.base import Value
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quantity import Quantity
from empower_lms.domain.question import AnyQuestion, ChoiceQuestion, Numeric
from empower_lms.domain.quiz import Quiz
from empower_lms.domain.text import LocalizedText


class ShownOption(Value):
    """One option to choose; ``text`` is one line of Markdown."""

    id: str
    text: str
    chosen: bool = False


class ShownQuestion(Value):
    """A question without its key. ``stem`` is Markdown."""

    position: int
    kind: Literal["single", "multi", "numeric"]
    stem: str
    options: tuple[ShownOption, ...] = ()
    unit: str = ""
    typed: str = ""


class OptionFeedback(Value):
    """One option after the answer: whether it was chosen, whether it is right, what to say about it."""

    text: str
    chosen: bool
    correct: bool
    feedback: str = ""


class FeedbackView(Value):
    """What a learner reads about one answered question when the policy allows it."""

    position: int
    stem: str
    right: bool
    answered: bool
    options: tuple[OptionFeedback, ...] = ()
    typed: str = ""
    answer: Quantity | None = None
    feedback: str = ""
    rationale: str = ""


def may_show_feedback(quiz: Quiz, attempt: Attempt, position: int) -> bool:
    """Say whether keys, feedback and rationale of one question may leave the server.

    Practice: as soon as the question is answered. Certification: only after a pass, because feedback
    with keys between tries turns the next try into a test of memory (validity brief, section 4).
    """
    if quiz.is_certification:
        return not attempt.is_open and attempt.result is not None and attempt.result.passed
    return not attempt.is_open or position in attempt.responses


def show_question(
    question: AnyQuestion, item: FormItem, locale: str, *, response: AnyResponse | None = None, typed: str | None = None
) -> ShownQuestion:
    """Project a question for answering, with the stored answer or what was just typed."""
    if isinstance(question, Numeric):
        stored = response.typed if isinstance(response, NumericResponse) else ""
        return ShownQuestion(
            position=item.position,
            kind="numeric",
            stem=question.stem.to(locale),
            unit=question.answer.unit,
            typed=stored if typed is None else typed,
        )
    chosen = response.options if isinstance(response, ChoiceResponse) else ()
    options = tuple(
        ShownOption(id=option_id, text=question.option(option_id).text.to(locale), chosen=option_id in chosen)
        for option_id in item.options
    )
    return ShownQuestion(position=item.position, kind=question.kind, stem=question.stem.to(locale), options=options)


def show_feedback(document: QuizDocument, attempt: Attempt, position: int, locale: str) -> FeedbackView | None:
    """Project the feedback on one question, or nothing where the policy forbids it."""
    if not may_show_feedback(document.quiz, attempt, position):
        return None
    item = attempt.form.item(position)
    question = document.question_by_id[item.question]
    response = attempt.responses.get(position)
    common = FeedbackView(
        position=position,
        stem=question.stem.to(locale),
        right=grade(question, response) == 1,
        answered=response is not None,
        rationale=_text(question.rationale, locale),
    )
    if isinstance(question, Numeric):
        return common.model_copy(update=_number_feedback(question, response, locale))
    return common.model_copy(update={"options": _option_feedback(question, item, response, locale)})


def _option_feedback(
    question: ChoiceQuestion, item: FormItem, response: AnyResponse | None, locale: str
) -> tuple[OptionFeedback, ...]:
    chosen = response.options if isinstance(response, ChoiceResponse) else ()
    return tuple(
        OptionFeedback(
            text=option.text.to(locale),
            chosen=option.id in chosen,
            correct=option.correct,
            feedback=_text(option.feedback, locale),
        )
        for option in map(question.option, item.options)
    )


def _number_feedback(question: Numeric, response: AnyResponse | None, locale: str) -> dict[str, object]:
    given = response if isinstance(response, NumericResponse) else None
    known = recognise(question, given) if given else None
    return {
        "typed": given.typed if given else "",
        "answer": question.answer,
        "feedback": known.feedback.to(locale) if known else _text(question.feedback, locale),
    }


def _text(text: LocalizedText | None, locale: str) -> str:
    return text.to(locale) if text is not None else ""
