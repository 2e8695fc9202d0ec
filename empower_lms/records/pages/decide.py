"""The decision pages: ask whether a case is inside, and read the answer."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from empower_lms.domain.scope import Scope
from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.api import RecordedDecision, WayOn
from empower_lms.records.configuration import company_zone
from empower_lms.records.locale import current_locale
from empower_lms.records.pages.frame import show_page
from empower_lms.records.typed import read_typed

FACT_PREFIX = "fact-"


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Choose a scope, answer what its card asks, and get a decision."""
    scopes = api.scopes_in_effect(now=timezone.now())
    values = request.POST if request.method == "POST" else request.GET
    before, about = api.read_decision(str(request.user.pk), values.get("again", "")) or (None, "")
    chosen = next((scope for scope in scopes if scope.id == values.get("scope")), None)
    holder = read_typed(values, "holder", 150) or about or request.user.get_username()
    if request.method == "POST" and chosen is not None and api.may_ask_for(request.user, holder):
        recorded = api.decide_case(
            str(request.user.pk), holder, chosen.id, _read_facts(chosen, values), now=timezone.now()
        )
        if recorded.id is not None:
            return redirect("empower:decision", decision_id=recorded.id)
        return _show_answer(request, recorded, holder)
    return show_page(
        request,
        "decide.html.j2",
        title=_("Ask for a decision"),
        current="decide",
        status=200 if request.method == "GET" else 422,
        scopes=scopes,
        chosen=chosen,
        is_unknown="scope" in values and chosen is None,
        given=_words(_given(request, chosen, before)),
        problems=_problems(before),
        holder=holder,
        asks_for_others=request.user.has_perm("empower_records.ask_decisions"),
        is_forbidden=not api.may_ask_for(request.user, holder),
        fact_prefix=FACT_PREFIX,
    )


@login_required
@never_cache
@require_GET
def decision(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Show a recorded answer to who asked for it, and to whom it is about."""
    found = api.read_decision(str(request.user.pk), decision_id)
    if found is None:
        raise Http404(decision_id)
    recorded, holder = found
    return _show_answer(request, recorded, holder)


def _show_answer(request: HttpRequest, recorded: RecordedDecision, holder: str) -> HttpResponse:
    return show_page(
        request,
        "decision.html.j2",
        title=_("Granted") if recorded.is_granted else _("Refused"),
        current="decide",
        recorded=recorded,
        holder=api.person_name(request.user) if holder == request.user.get_username() else holder,
        ways=api.explain_reasons(recorded, current_locale()),
        clauses=api.checked_clauses(recorded),
        duties=api.duties(recorded),
        zone=company_zone(),
    )


def _given(request: HttpRequest, chosen: Scope | None, before: RecordedDecision | None) -> Mapping[str, object]:
    """Return the answers that the form begins with: those that were just sent, else those of an earlier decision."""
    if chosen is not None and request.method == "POST":
        return _read_facts(chosen, request.POST)
    return before.facts if before is not None else {}


def _words(facts: Mapping[str, object]) -> dict[str, str]:
    """Write answers as the form has them; systems say yes and no as true and false."""
    return {
        fact: {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        for fact, value in facts.items()
    }


def _problems(before: RecordedDecision | None) -> dict[str, WayOn]:
    """Say for each question of the card what was wrong with its answer."""
    return {way.fact: way for way in api.explain_reasons(before, current_locale()) if way.fact} if before else {}


def _read_facts(scope: Scope, values: Mapping[str, str]) -> dict[str, object]:
    return {fact.id: values.get(f"{FACT_PREFIX}{fact.id}", "") for fact in scope.facts}
