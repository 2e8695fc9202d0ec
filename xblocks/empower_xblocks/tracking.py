"""Tracking events: what the platform's log, and whoever analyses it, reads about a try.

Names follow Open edX: who, what, what happened. The platform adds user, course and time by itself. No question,
answer, key or text is in them. docs/guide/events.md describes each field.
"""

from typing import Any

from empower_lms.assessment.attempts import Attempt
from empower_lms.domain.documents import QuizDocument

STARTED = "empower.quiz.attempt.started"
SUBMITTED = "empower.quiz.attempt.submitted"


def describe_start(content: QuizDocument, attempt: Attempt) -> dict[str, Any]:
    """Describe a try that has just begun."""
    return {
        "quiz": attempt.quiz,
        "course": content.course,
        "mode": content.quiz.mode.value,
        "tier": content.quiz.tier.value,
        "attempt": attempt.id,
        "attempt_number": attempt.number,
        "questions": attempt.form.length,
        "document": attempt.form.document,
    }


def describe_hand_in(content: QuizDocument, attempt: Attempt) -> dict[str, Any]:
    """Describe a try that was just judged: points as the grade book has them, and nothing about single questions."""
    result = attempt.result
    finished = attempt.finished_at or attempt.started_at
    return describe_start(content, attempt) | {
        "answered": attempt.form.length - len(attempt.unanswered),
        "passed": result.passed if result else False,
        "score": float(result.ratio) if result else 0.0,
        "seconds": int((finished - attempt.started_at).total_seconds()),
    }
