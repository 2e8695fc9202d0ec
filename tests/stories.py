"""A decision case and a boundary question whose every text is unique, so that a test sees where each one goes."""

from empower_lms.domain.documents import QuizDocument
from empower_lms.domain.question import Boundary, BoundaryCaseKind, DecisionCase
from empower_lms.domain.quiz import QuizMode
from tests.strategies import objective


def both(text: str) -> dict[str, str]:
    return {"en": text, "de": f"{text} (de)"}


def make_story(**changes: object) -> DecisionCase:
    """Four steps: ``call`` leads to ``check`` when decided rightly, else to ``blame``; ``report`` is the last.

    Decision ``a`` is right everywhere, ``b`` goes too far, ``c`` at the call ends the case at once.
    """
    steps = {
        "call": ("check", "blame", None),
        "check": ("report", "report"),
        "blame": ("report", None),
        "report": (None, None),
    }
    raw = {
        "id": "demo.story",
        "objective": "demo.locate",
        "stem": both("The scene: you hold DMO-1."),
        "rationale": both("secret rationale"),
        "steps": [
            {
                "id": step,
                "event": both(f"event at {step}"),
                "choices": [
                    {
                        "id": "abc"[index],
                        "text": both(f"do {'abc'[index]} at {step}"),
                        "correct": index == 0,
                        "role": None if index == 0 else "over" if index == 1 else "under",
                        "consequence": both(f"consequence {'abc'[index]} of {step}"),
                        "feedback": both(f"secret feedback {'abc'[index]} of {step}"),
                        "next": onward,
                    }
                    for index, onward in enumerate(targets)
                ],
            }
            for step, targets in steps.items()
        ],
    }
    return DecisionCase.model_validate(raw | changes)


def make_boundary(**changes: object) -> Boundary:
    """Three cases; ``a`` decides alone, ``b`` asks, ``c`` is silent afterwards."""
    raw = {
        "id": "demo.edge",
        "objective": "demo.locate",
        "stem": {"en": "You hold DMO-1. {case} What now?", "de": "Du hast DMO-1. {case} Was nun?"},
        "rationale": both("secret rationale"),
        "clause": "DMO-1.amount",
        "scope": "DMO-1",
        "scope_version": 1,
        "card": "0" * 64,
        "options": [
            {"id": "a", "text": both("Decide alone"), "role": "over", "feedback": both("secret feedback a")},
            {"id": "b", "text": both("Ask the lead"), "role": "under", "feedback": both("secret feedback b")},
            {"id": "c", "text": both("Decide silently"), "role": "comm", "feedback": both("secret feedback c")},
        ],
        "cases": [
            {
                "id": letter,
                "case": case,
                "given": given,
                "text": both(f"It costs {given}."),
                "key": key,
                "rationale": both(f"secret {case} rationale"),
            }
            for letter, case, given, key in (
                ("a", BoundaryCaseKind.BELOW, "49.99 EUR", "a"),
                ("b", BoundaryCaseKind.AT, "50 EUR", "a"),
                ("c", BoundaryCaseKind.ABOVE, "50.01 EUR", "b"),
            )
        ],
    }
    return Boundary.model_validate(raw | changes)


def make_case_quiz(mode: str = "certification", *questions: DecisionCase | Boundary) -> QuizDocument:
    """A quiz of these questions, or of a story and a boundary question; all must be right."""
    pool = questions or (make_story(), make_boundary())
    certifies = mode == QuizMode.CERTIFICATION
    return QuizDocument.model_validate(
        {
            "course": "demo",
            "objectives": [objective("demo.locate").model_dump()],
            "quiz": {
                "id": f"demo.{mode}",
                "mode": mode,
                "title": both("Quiz"),
                "strata": [{"id": "all", "objectives": ["demo.locate"], "count": len(pool)}],
                "cut": len(pool) if certifies else 0,
                "retake": {"tries": 2 if certifies else None},
            },
            "questions": [question.model_dump() for question in pool],
        }
    )
