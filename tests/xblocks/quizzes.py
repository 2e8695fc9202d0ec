"""Quizzes for tests: small, and with everything that an author can allow."""

from typing import Any

from empower_lms.domain.documents import QuizDocument
from empower_xblocks.scenarios import sample_quiz

GLOSSARY = [
    {"term": {"en": "Freeze", "de": "Freeze"}, "meaning": {"en": "Nothing changes.", "de": "Nichts ändert sich."}},
    {"term": {"en": "Card", "de": "Karte"}, "meaning": {"en": "What you *decide*.", "de": "Was du *entscheidest*."}},
]
STANCE = {"confident_errors": 3}


def make_quiz(mode: str = "certification", **settings: Any) -> QuizDocument:
    """Return the sample quiz with other settings."""
    raw = sample_quiz(mode).model_dump(mode="json", exclude_unset=True)
    raw["quiz"] |= settings
    return QuizDocument.model_validate(raw)


def make_full_quiz(layout: str, *, tier: str = "S2", time_limit: str | None = "45m") -> QuizDocument:
    """Return nine questions with tools, stance, time limit, and lessons to read again."""
    raw = make_quiz().model_dump(mode="json", exclude_unset=True)
    kinds = raw["questions"]
    raw["questions"] = [kinds[number % 3] | {"id": f"sample.q{number}"} for number in range(9)]
    raw["quiz"] |= {
        "strata": [{"id": "locate", "objectives": ["sample.locate"], "count": 9, "at_least": 5}],
        "cut": 6,
        "tier": tier,
        "layout": layout,
        "tools": ["calculator", "glossary"],
        "glossary": GLOSSARY,
        "stance": STANCE,
        "time_limit": time_limit,
    }
    raw["reading"] = {
        "sample.locate": [{"id": "sample.card", "title": {"en": "Reading a card", "de": "Eine Karte lesen"}}]
    }
    return QuizDocument.model_validate(raw)
