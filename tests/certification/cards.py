"""Cards for tests: small, complete and checkable in the head."""

from datetime import date

from empower_lms.domain.scope import Scope
from empower_lms.domain.text import LocalizedText


def both(text: str) -> dict[str, str]:
    return {"en": text, "de": f"{text} (de)"}


def make_scope(**changes: object) -> Scope:
    """A goodwill card: at most 100 EUR, a customer who waited, no security, needs scope S1 and trust S1."""
    raw = {
        "id": "FIN-1",
        "version": 1,
        "effective": date(2026, 1, 1),
        "tier": "S1",
        "level": "advise",
        "title": both("Grant a goodwill credit"),
        "action": both("Grant a credit."),
        "needs": [{"course": "scope", "tier": "S1"}, {"course": "trust", "tier": "S1"}],
        "facts": [
            {"id": "amount", "kind": "quantity", "unit": "EUR", "label": both("How much?")},
            {"id": "waited", "kind": "yes-no", "label": both("Did the customer wait?")},
            {
                "id": "topic",
                "kind": "choice",
                "label": both("What is it about?"),
                "choices": [
                    {"value": "service", "label": both("Service")},
                    {"value": "security", "label": both("Security")},
                ],
            },
        ],
        "limits": [
            {
                "id": "FIN-1.amount",
                "fact": "amount",
                "at_most": "100 EUR",
                "text": both("Up to 100"),
                "beyond": both("Ask the lead."),
            }
        ],
        "conditions": [
            {
                "id": "FIN-1.waited",
                "fact": "waited",
                "must_be": True,
                "text": both("They waited"),
                "otherwise": both("Explain kindly."),
            }
        ],
        "exclusions": [
            {
                "id": "FIN-1.no-security",
                "fact": "topic",
                "must_not_be": "security",
                "text": both("No security"),
                "otherwise": both("Call security."),
            }
        ],
        "inform": [{"id": "FIN-1.tell", "whom": both("the lead"), "within": "24h", "text": both("Tell the lead.")}],
        "escalate_to": both("the lead"),
        "inside": {
            "text": both("in"),
            "why": both("fits"),
            "facts": {"amount": "40 EUR", "waited": True, "topic": "service"},
        },
        "outside": {
            "text": both("out"),
            "why": both("too much"),
            "clause": "FIN-1.amount",
            "facts": {"amount": "140 EUR", "waited": True, "topic": "service"},
        },
    }
    return Scope.model_validate(raw | changes)


STOP = Scope(
    id="STP-0",
    version=1,
    effective=date(2026, 1, 1),
    tier="S0",
    level="delegate",
    title=LocalizedText({"en": "Stop", "de": "Stopp"}),
    action=LocalizedText({"en": "Stop", "de": "Stopp"}),
    escalate_to=LocalizedText({"en": "anybody", "de": "alle"}),
    inside={"text": both("x"), "why": both("x"), "facts": {}},
)
