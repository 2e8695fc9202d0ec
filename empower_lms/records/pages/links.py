"""Addresses as templates ask for them."""

from urllib.parse import urlencode

from django.urls import reverse


class Links:
    """One method per page of the records."""

    def home(self) -> str:
        return reverse("empower:home")

    def scope(self, scope_id: str) -> str:
        return reverse("empower:scope", kwargs={"scope_id": scope_id})

    def certificate(self, certificate_id: str) -> str:
        return reverse("empower:certificate", kwargs={"certificate_id": certificate_id})

    def sponsor(self) -> str:
        return reverse("empower:sponsor")

    def sponsor_scope(self, holder: str, scope_id: str) -> str:
        return reverse("empower:sponsor-scope", kwargs={"holder": holder, "scope_id": scope_id})

    def courses(self) -> str:
        return reverse("empower:courses")

    def course(self, course: str) -> str:
        return reverse("empower:course", kwargs={"course": course})

    def own_data(self) -> str:
        return reverse("empower:own-data")

    def decide(self, scope_id: str = "") -> str:
        return reverse("empower:decide") + (f"?{urlencode({'scope': scope_id})}" if scope_id else "")

    def decide_again(self, scope_id: str, decision_id: str) -> str:
        """The form with the answers of a decision, to change one of them."""
        return f"{reverse('empower:decide')}?{urlencode({'scope': scope_id, 'again': decision_id})}"

    def help_learner(self) -> str:
        return reverse("empower:help")

    def attempts(self, username: str = "") -> str:
        return reverse("empower:attempts") + (f"?{urlencode({'person': username})}" if username else "")

    def void_question(self) -> str:
        return reverse("empower:void-question")
