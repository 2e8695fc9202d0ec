"""A quiz of all kinds with rows and with typed words, read from the text that a training admin would write."""

import tempfile
from functools import cache
from pathlib import Path

from empower_lms.authoring.example import write_example
from empower_lms.authoring.load import load_catalogue
from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import AnyQuestion
from empower_lms.domain.quiz import Quiz
from tests.authoring.question_texts import GERMAN, TEXTS

KINDS = ("matching", "ordering", "classification", "text")


@cache
def row_questions() -> dict[str, AnyQuestion]:
    """Return one question of each kind, by kind."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "catalogue"
        write_example(root)
        for path, text in TEXTS.items():
            (root / path).write_text(text, encoding="utf-8")
            (root / path.replace(".en.", ".de.")).write_text(GERMAN[path], encoding="utf-8")
        loaded = load_catalogue(root)
    assert loaded.diagnostics == ()
    assert loaded.catalogue is not None
    found = {question.kind: question for question in loaded.catalogue.courses[0].questions.practice}
    return {kind: found[kind] for kind in KINDS}


def row_quiz(mode: str = "practice", **settings: object) -> QuizDocument:
    """Return a quiz with one question of each kind on its form."""
    questions = tuple(row_questions().values())
    quiz = Quiz.model_validate(
        {
            "id": f"goodwill.{mode}",
            "mode": mode,
            "title": {"en": "Rows", "de": "Zeilen"},
            "strata": [{"id": "all", "objectives": ["goodwill.decide"], "count": len(questions)}],
            "cut": 3 if mode == "certification" else 0,
            "retake": {"tries": 2 if mode == "certification" else None},
            **settings,
        }
    )
    objective = {"id": "goodwill.decide", "bloom": "apply", "text": {"en": "Decide", "de": "Entscheiden"}}
    return QuizDocument(course="goodwill", quiz=quiz, objectives=(objective,), questions=questions)
