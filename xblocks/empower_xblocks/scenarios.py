"""Scenarios for the workbench: one small document per block."""

from datetime import date
from xml.sax.saxutils import escape, quoteattr

from empower_lms.domain.documents import Document, LessonDocument, QuizDocument, ScopeDocument

_OPTION = "http://code.edx.org/xblock/option"

_OBJECTIVE = {
    "id": "sample.locate",
    "bloom": "apply",
    "text": {
        "en": "Locate a case inside or outside a scope card.",
        "de": "Einen Fall innerhalb oder außerhalb einer Karte verorten.",
    },
}

Scenarios = list[tuple[str, str]]


def lesson_scenarios() -> Scenarios:
    return [("Empower lesson", _element("empower_lesson", sample_lesson()))]


def quiz_scenarios() -> Scenarios:
    return [
        ("Empower practice quiz", _element("empower_quiz", sample_quiz("practice"))),
        ("Empower certification quiz", _element("empower_quiz", sample_quiz("certification"))),
    ]


def scope_scenarios() -> Scenarios:
    return [("Empower scope card", _element("empower_scope", sample_scope()))]


def sample_lesson() -> LessonDocument:
    return LessonDocument.model_validate(
        {
            "course": "sample",
            "objectives": [_OBJECTIVE],
            "lesson": {
                "id": "sample.card",
                "title": {"en": "Reading a card", "de": "Eine Karte lesen"},
                "minutes": 3,
                "objectives": ["sample.locate"],
                "body": {
                    "en": "## The limit\n\nUp to **EUR 100** is inside.\n\n:::answer\nThe limit counts.\n:::\n",
                    "de": "## Die Grenze\n\nBis **100 EUR** ist innerhalb.\n\n:::answer\nDie Grenze zählt.\n:::\n",
                },
            },
        }
    )


def sample_quiz(mode: str) -> QuizDocument:
    cut = 2 if mode == "certification" else 0
    return QuizDocument.model_validate(
        {
            "course": "sample",
            "objectives": [_OBJECTIVE],
            "quiz": {
                "id": f"sample.{mode}",
                "mode": mode,
                "title": {"en": f"Sample {mode} quiz", "de": "Beispielquiz"},
                "strata": [{"id": "locate", "objectives": ["sample.locate"], "count": 3, "at_least": cut}],
                "cut": cut,
                "retake": {"tries": 2 if cut else None},
            },
            "questions": [_single_choice(), _multi_select(), _numeric()],
        }
    )


def sample_scope() -> ScopeDocument:
    return ScopeDocument.model_validate(
        {
            "scope": {
                "id": "SMP-1",
                "version": 1,
                "effective": date(2026, 1, 1),
                "tier": "S1",
                "level": "advise",
                "title": {"en": "Grant a small credit", "de": "Eine kleine Gutschrift geben"},
                "action": {"en": "Grant a credit without asking.", "de": "Eine Gutschrift geben, ohne zu fragen."},
                "needs": [{"course": "sample", "tier": "S1"}],
                "facts": [
                    {"id": "amount", "kind": "quantity", "unit": "EUR", "label": {"en": "How much?", "de": "Wie viel?"}}
                ],
                "limits": [
                    {
                        "id": "SMP-1.amount",
                        "fact": "amount",
                        "at_most": "50 EUR",
                        "text": {"en": "Up to EUR 50 per case.", "de": "Bis 50 EUR je Fall."},
                        "beyond": {"en": "Ask the team lead.", "de": "Frag die Teamleitung."},
                    }
                ],
                "inform": [
                    {
                        "id": "SMP-1.tell",
                        "whom": {"en": "the team lead", "de": "die Teamleitung"},
                        "within": "24h",
                        "text": {"en": "Say what you granted and why.", "de": "Sag, was du gegeben hast und warum."},
                    }
                ],
                "escalate_to": {"en": "the team lead", "de": "die Teamleitung"},
                "inside": {
                    "text": {"en": "A credit of EUR 20.", "de": "Eine Gutschrift von 20 EUR."},
                    "why": {"en": "Below the limit.", "de": "Unter der Grenze."},
                    "facts": {"amount": "20 EUR"},
                },
                "outside": {
                    "text": {"en": "A credit of EUR 51.", "de": "Eine Gutschrift von 51 EUR."},
                    "why": {"en": "Above the limit.", "de": "Über der Grenze."},
                    "facts": {"amount": "51 EUR"},
                    "clause": "SMP-1.amount",
                },
            }
        }
    )


def _single_choice() -> dict[str, object]:
    return {
        "kind": "single",
        "id": "sample.freeze",
        "objective": "sample.locate",
        "stem": {"en": "A freeze began. What now?", "de": "Ein Freeze hat begonnen. Was nun?"},
        "rationale": {"en": "The card names freezes.", "de": "Die Karte nennt Freezes."},
        "options": [
            {
                "id": "a",
                "text": {"en": "Ask the change lead.", "de": "Die Change-Leitung fragen."},
                "correct": True,
                "feedback": {"en": "The card says so.", "de": "So steht es auf der Karte."},
            },
            {
                "id": "b",
                "text": {"en": "Run it anyway.", "de": "Trotzdem durchführen."},
                "role": "over",
                "feedback": {"en": "The freeze excludes it.", "de": "Der Freeze schließt es aus."},
            },
        ],
    }


def _multi_select() -> dict[str, object]:
    return {
        "kind": "multi",
        "id": "sample.fields",
        "objective": "sample.locate",
        "stem": {"en": "Which fields limit a case?", "de": "Welche Felder begrenzen einen Fall?"},
        "options": [
            {"id": "a", "text": {"en": "The amount", "de": "Der Betrag"}, "correct": True},
            {"id": "b", "text": {"en": "The exclusions", "de": "Die Ausschlüsse"}, "correct": True},
            {"id": "c", "text": {"en": "The weather", "de": "Das Wetter"}},
        ],
    }


def _numeric() -> dict[str, object]:
    return {
        "kind": "numeric",
        "id": "sample.hours",
        "objective": "sample.locate",
        "stem": {"en": "6 hours at EUR 120: how much?", "de": "6 Stunden zu 120 EUR: wie viel?"},
        "answer": "720 EUR",
        "misconceptions": [
            {"answer": "1680 EUR", "feedback": {"en": "Eight are paid.", "de": "Acht sind bezahlt."}, "role": "over"}
        ],
    }


def _element(tag: str, document: Document) -> str:
    text = escape(document.to_json())
    return (
        f'<{tag} xmlns:option="{_OPTION}" display_name={quoteattr(tag)}>'
        f"<option:document>{text}</option:document></{tag}>"
    )
