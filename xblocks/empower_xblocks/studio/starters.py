"""What a fresh block begins with: small, valid, and obviously meant to be replaced.

The id is made from the block's own name, so that no two blocks in the world begin with the same quiz.
"""

import hashlib
import re

from empower_lms.domain.documents import LessonDocument, QuizDocument, ScopeDocument

_DIGITS = 10


def fresh_suffix(name: str) -> str:
    """Return a few characters that no other block has."""
    return hashlib.sha256(name.encode()).hexdigest()[:_DIGITS]


def course_word(course: str) -> str:
    """Turn the name of a course in the platform into a course id of ours."""
    return re.sub(r"[^a-z0-9]+", "-", course.lower()).strip("-")[:30].strip("-") or "course"


def _objective(course: str) -> dict[str, object]:
    return {
        "id": f"{course}.objective-1",
        "bloom": "apply",
        "text": {
            "en": "Replace this: what can somebody do after this course?",
            "de": "Ersetze dies: Was kann jemand nach diesem Kurs?",
        },
    }


def start_quiz(name: str, course: str) -> QuizDocument:
    """Begin a practice quiz with one question."""
    return QuizDocument.model_validate(
        {
            "course": course,
            "objectives": [_objective(course)],
            "quiz": {
                "id": f"{course}.quiz-{fresh_suffix(name)}",
                "mode": "practice",
                "title": {"en": "Practice", "de": "Übung"},
                "strata": [{"id": "all", "objectives": [f"{course}.objective-1"], "count": 1}],
                "retake": {"tries": None},
            },
            "questions": [
                {
                    "kind": "single",
                    "id": f"{course}.question-1",
                    "objective": f"{course}.objective-1",
                    "stem": {
                        "en": "Replace this: tell a case, and ask what the learner does now.",
                        "de": "Ersetze dies: Erzähl einen Fall und frag, was zu tun ist.",
                    },
                    "rationale": {
                        "en": "Replace this: the principle behind the answer.",
                        "de": "Ersetze dies: der Grundsatz hinter der Antwort.",
                    },
                    "options": [
                        {
                            "id": "a",
                            "text": {"en": "Replace this: the right thing to do.", "de": "Ersetze dies: das Richtige."},
                            "correct": True,
                        },
                        {
                            "id": "b",
                            "text": {
                                "en": "Replace this: what goes too far.",
                                "de": "Ersetze dies: was zu weit geht.",
                            },
                            "role": "over",
                        },
                        {
                            "id": "c",
                            "text": {
                                "en": "Replace this: what does too little.",
                                "de": "Ersetze dies: was zu wenig ist.",
                            },
                            "role": "under",
                        },
                    ],
                }
            ],
        }
    )


def start_lesson(name: str, course: str) -> LessonDocument:
    """Begin a lesson of a few lines."""
    return LessonDocument.model_validate(
        {
            "course": course,
            "objectives": [_objective(course)],
            "lesson": {
                "id": f"{course}.lesson-{fresh_suffix(name)}",
                "title": {"en": "New lesson", "de": "Neue Lektion"},
                "minutes": 5,
                "objectives": [f"{course}.objective-1"],
                "body": {
                    "en": "## Replace this\n\nA few minutes of reading in **Markdown**.\n\n"
                    ":::case A case\nTell it in a few sentences.\n:::\n",
                    "de": "## Ersetze dies\n\nEin paar Minuten Text in **Markdown**.\n\n"
                    ":::case Ein Fall\nErzähl ihn in ein paar Sätzen.\n:::\n",
                },
            },
        }
    )


def start_scope(name: str, course: str) -> ScopeDocument | None:
    """A scope card comes from the register: there is nothing to begin with."""
    return None
