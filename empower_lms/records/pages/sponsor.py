"""Sponsors' pages: who is ready, and signing, declining, confirming, suspending and reinstating."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from empower_lms.certification.calendar import last_valid_day
from empower_lms.certification.commands import CommandRefused
from empower_lms.certification.status import ScopeState
from empower_lms.certification.wording import sponsor_statement
from empower_lms.domain.base import Value
from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.api import PersonScope
from empower_lms.records.configuration import company_zone, course_titles
from empower_lms.records.locale import current_locale, translate_now
from empower_lms.records.pages.frame import show_page
from empower_lms.records.pages.refused_form import RefusedForm
from empower_lms.records.pages.wording import REFUSED, SPONSOR_STATES, UNREADABLE, title_courses
from empower_lms.records.typed import read_typed
from empower_lms.records.wording import NEEDS


class Group(Value):
    """People's scopes that ask the same of the sponsor."""

    id: str
    title: str
    hint: str
    rows: tuple[PersonScope, ...]


@login_required
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Show a sponsor's people by what they wait for."""
    return show_people(request)


def show_people(request: HttpRequest, *, refused: RefusedForm | None = None) -> HttpResponse:
    """Render "My people", with a form that was refused where there is one."""
    now = timezone.now()
    rows = api.read_people(str(request.user.pk), now=now)
    if not rows and not api.is_sponsor(request.user):
        raise Http404
    return show_page(
        request,
        "sponsor.html.j2",
        title=_("My people"),
        current="sponsor",
        status=422 if refused else 200,
        refused=refused,
        groups=[group for group in _group(rows) if group.rows],
        zone=company_zone(),
        needs=api.read_needs(str(request.user.pk), now=now),
        need_texts={kind.value: translate_now(text) for kind, text in NEEDS.items()},
        states=_states(),
        title_courses=_title_courses,
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def person_scope(request: HttpRequest, holder: str, scope_id: str) -> HttpResponse:
    """Show one person's way to one scope; a POST signs, declines, confirms, suspends or reinstates."""
    now, locale = timezone.now(), current_locale()
    case = api.read_person_scope(str(request.user.pk), holder, scope_id, now=now)
    if case is None:
        raise Http404(scope_id)
    if request.method == "POST" and _act(request, case, now):
        return redirect("empower:sponsor-scope", holder=holder, scope_id=scope_id)
    return show_page(
        request,
        "sponsor_scope.html.j2",
        title=f"{scope_id}: {case.name}",
        current="sponsor",
        status=422 if request.method == "POST" else 200,
        case=case,
        scope=case.scope,
        statement=_statement(case, locale),
        states=_states(),
        title_courses=_title_courses,
        valid_until=last_valid_day(case.expires_at, company_zone()) if case.expires_at else None,
        reason=_reason(request),
        asked=request.POST.get("action", ""),
    )


def _act(request: HttpRequest, case: PersonScope, now: datetime) -> bool:
    """Do what the sponsor asked for, and leave a message; say whether it was done."""
    act = _ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        messages.error(request, translate_now(UNREADABLE))
        return False
    command, done = act
    with api.records.transaction():
        outcome = command(request, case, now)
    if outcome is CommandRefused.ALREADY_DONE:
        # A double click: what the second one asked for is done.
        messages.info(request, translate_now(REFUSED[outcome]))
        return True
    refused = REFUSED.get(outcome) if isinstance(outcome, str) else None
    if refused is None:
        messages.success(request, translate_now(done).format(name=case.name, scope=case.scope.id))
    else:
        messages.error(request, translate_now(refused))
    return refused is None


def _sign(request: HttpRequest, case: PersonScope, now: datetime) -> api.GrantOutcome:
    return api.sign_grant(
        str(request.user.pk),
        case.holder,
        case.scope.id,
        statement=_statement(case, current_locale()) if request.POST.get("accept") else "",
        card=request.POST.get("card", ""),
        now=now,
    )


def _confirm(request: HttpRequest, case: PersonScope, now: datetime) -> api.GrantOutcome:
    return api.confirm_grant(str(request.user.pk), case.holder, case.scope.id, now=now)


def _decline(request: HttpRequest, case: PersonScope, now: datetime) -> api.GrantOutcome:
    return api.decline_grant(str(request.user.pk), case.holder, case.scope.id, reason=_reason(request), now=now)


def _suspend(request: HttpRequest, case: PersonScope, now: datetime) -> api.GrantOutcome:
    return api.suspend_grant(str(request.user.pk), case.holder, case.scope.id, reason=_reason(request), now=now)


def _reinstate(request: HttpRequest, case: PersonScope, now: datetime) -> api.GrantOutcome:
    return api.reinstate_grant(str(request.user.pk), case.holder, case.scope.id, reason=_reason(request), now=now)


_Command = Callable[[HttpRequest, PersonScope, datetime], api.GrantOutcome]

_ACTIONS: dict[str, tuple[_Command, str]] = {
    "sign": (_sign, _("You signed {scope} for {name}. It starts when they counter-sign.")),
    "decline": (_decline, _("You declined {scope} for {name}. They can read your reason.")),
    "confirm": (_confirm, _("The probation of {name} for {scope} has ended: the scope is fully theirs.")),
    "suspend": (_suspend, _("{scope} is suspended for {name}, from this moment on.")),
    "reinstate": (_reinstate, _("The suspension of {scope} for {name} is lifted.")),
}


def _reason(request: HttpRequest) -> str:
    return read_typed(request.POST, "reason")


def _statement(case: PersonScope, locale: str) -> str:
    return sponsor_statement(case.scope, translate=translate_now, locale=locale)


def _title_courses(courses: Sequence[str]) -> str:
    return title_courses(courses, course_titles(current_locale()))


def _states() -> dict[str, str]:
    return {state.value: translate_now(label) for state, label in SPONSOR_STATES.items()}


def _group(rows: Sequence[PersonScope]) -> tuple[Group, ...]:
    """Sort people's scopes by who has to act."""
    ready = tuple(row for row in rows if row.waits_for_signature)
    rest = [row for row in rows if not row.waits_for_signature]
    signed = tuple(row for row in rest if row.state is ScopeState.SIGNED)
    in_force = tuple(row for row in rest if row.state.may_decide)
    not_ready = tuple(row for row in rest if row.state is ScopeState.NOT_READY)
    others = tuple(row for row in rest if row not in (*signed, *in_force, *not_ready))
    return (
        Group(
            id="ready",
            title=translate_now(_("Waiting for your signature")),
            hint=translate_now(_("Every certificate is there. Read the card, then sign or decline.")),
            rows=ready,
        ),
        Group(
            id="signed",
            title=translate_now(_("Signed, waiting for the holder")),
            hint=translate_now(_("They read the card and counter-sign under “My scopes”.")),
            rows=signed,
        ),
        Group(
            id="in-force",
            title=translate_now(_("In force")),
            hint=translate_now(_("They decide without asking. Back them when they acted inside the card.")),
            rows=in_force,
        ),
        Group(
            id="others",
            title=translate_now(_("Lapsed, declined or suspended")),
            hint=translate_now(_("Nothing happens here by itself: talk to the person.")),
            rows=others,
        ),
        Group(
            id="not-ready",
            title=translate_now(_("Not ready yet")),
            hint=translate_now(_("A certificate is missing. Make time for the course.")),
            rows=not_ready,
        ),
    )
