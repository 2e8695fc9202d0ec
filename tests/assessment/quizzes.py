"""Quizzes for the tests of attempts: four questions of twelve, with the rules that a test asks for."""

from empower_lms.assessment.attempts import Attempt, AttemptState
from empower_lms.assessment.reading import RawAnswer
from empower_lms.assessment.responses import Stance
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.quiz import Quiz
from tests.answers import raw_answer, right_response, wrong_response
from tests.assessment.conftest import build_demo_quiz


def make_quiz(**rules: object) -> QuizDocument:
    """The demo quiz under other rules; left out, it is tier S1 without stance and time limit."""
    document = build_demo_quiz()
    quiz = document.quiz
    fields = {name: getattr(quiz, name) for name in ("id", "mode", "title", "strata", "cut")} | rules
    return QuizDocument(
        course=document.course, quiz=Quiz(**fields), objectives=document.objectives, questions=document.questions
    )


def sheet(
    document: QuizDocument, attempt: Attempt, position: int, *, right: bool = True, stance: Stance | None = None
) -> RawAnswer:
    """What a form would send for a right or a wrong answer."""
    item = attempt.form.item(position)
    question = document.question_by_id[item.question]
    response = (right_response if right else wrong_response)(question, item)
    return raw_answer(question, item, response).model_copy(update={"stance": stance})


CLOSED = tuple(state for state in AttemptState if state is not AttemptState.OPEN)
