"""A person's own pages: their scopes, one card, one certificate."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from empower_lms.certification.calendar import last_valid_day
from empower_lms.certification.commands import CommandRefused
from empower_lms.certification.standing import Certificate
from empower_lms.certification.status import ScopeStatus
from empower_lms.certification.wording import HOLDER_STATEMENT, STATES
from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.configuration import company_zone, course_titles, course_url, is_offered
from empower_lms.records.holders import name_people, person_name
from empower_lms.records.locale import current_locale, translate_now
from empower_lms.records.pages.frame import show_page
from empower_lms.records.pages.steps import choose_step, first_step
from empower_lms.records.pages.wording import REFUSED, title_courses
from empower_lms.records.typed import read_typed

LANGUAGES = {"en": _("English"), "de": _("German")}


@login_required
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show all scopes with what is missing, the one next step, and the certificates."""
    now, locale = timezone.now(), current_locale()
    user_id = str(request.user.pk)
    outlook = api.read_outlook(user_id, now=now)
    sponsors = api.sponsors_of(user_id)
    titles = course_titles(locale)
    steps = [
        choose_step(status, has_sponsor=bool(sponsors), locale=locale, titles=titles, is_offered=is_offered)
        for status in outlook.scopes
    ]
    return show_page(
        request,
        "scopes.html.j2",
        title=_("My scopes"),
        current="scopes",
        scopes=list(zip(outlook.scopes, steps, strict=True)),
        first=first_step(outlook.scopes, steps),
        certificates=[_show_certificate(one, titles, now) for one in reversed(outlook.certificates)],
        is_intact=api.is_intact(user_id),
        sponsors=", ".join(sponsors),
        states=_own_states(),
        course_url=course_url,
        missing_titles=lambda status: title_courses((need.need.course for need in status.missing), titles),
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def scope(request: HttpRequest, scope_id: str) -> HttpResponse:
    """Show a card and where one stands with it; a POST counter-signs what the sponsor signed."""
    now, locale = timezone.now(), current_locale()
    user_id = str(request.user.pk)
    status = api.read_outlook(user_id, now=now).status_of(scope_id)
    if status is None:
        raise Http404(scope_id)
    missing = read_typed(request.POST, "missing")
    if request.method == "POST" and _countersign(request, status, missing):
        return redirect("empower:scope", scope_id=scope_id)
    sponsors = api.sponsors_of(user_id)
    titles = course_titles(locale)
    grant = status.pending or status.grant
    return show_page(
        request,
        "scope.html.j2",
        title=f"{scope_id}: {status.scope.title.to(locale)}",
        current="scopes",
        status=422 if request.method == "POST" else 200,
        standing=status,
        scope=status.scope,
        step=choose_step(status, has_sponsor=bool(sponsors), locale=locale, titles=titles, is_offered=is_offered),
        sponsors=", ".join(sponsors),
        signed_by=name_people({grant.sponsor}).get(grant.sponsor, "") if grant else "",
        valid_until=last_valid_day(grant.expires_at, company_zone()) if grant else None,
        signed_on=grant.signed_at.date() if grant else None,
        statement=translate_now(HOLDER_STATEMENT),
        missing=missing,
        states=_own_states(),
        course_url=course_url,
        titles=titles,
    )


@login_required
@never_cache
@require_GET
def certificate(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Show one's own certificate with what it claims, ready for print."""
    proof = api.read_certificate(str(request.user.pk), certificate_id)
    if proof is None:
        raise Http404(certificate_id)
    locale, zone = current_locale(), company_zone()
    languages = [translate_now(LANGUAGES.get(language, language)) for language in proof.languages]
    return show_page(
        request,
        "certificate.html.j2",
        title=_("Certificate"),
        current="scopes",
        proof=proof,
        name=person_name(request.user),
        course=course_titles(locale).get(proof.course, proof.course),
        issued_on=proof.issued_at.astimezone(ZoneInfo(zone)).date(),
        valid_until=last_valid_day(proof.expires_at, zone),
        is_valid=timezone.now() < proof.expires_at,
        answered_in=", ".join(languages),
    )


@login_required
@never_cache
@require_GET
def own_data(request: HttpRequest) -> HttpResponse:
    """Give somebody everything that is stored about them, as a file."""
    data = json.dumps(api.export_person(request.user.get_username()), indent=2, ensure_ascii=False)
    return HttpResponse(
        data,
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="empower-data.json"'},
    )


def _countersign(request: HttpRequest, status: ScopeStatus, missing: str) -> bool:
    """Counter-sign, and leave a message; say whether it was done."""
    with api.records.transaction():
        outcome = api.countersign_grant(
            str(request.user.pk),
            status.scope.id,
            statement=translate_now(HOLDER_STATEMENT) if request.POST.get("accept") else "",
            missing=missing,
            card=request.POST.get("card", ""),
            now=timezone.now(),
        )
    if outcome is CommandRefused.ALREADY_DONE:
        # A double click: what the second one asked for is done.
        messages.info(request, translate_now(REFUSED[outcome]))
        return True
    refused = REFUSED.get(outcome) if isinstance(outcome, str) else None
    if refused is None:
        messages.success(request, translate_now(_("The scope is yours now, on probation for the first uses.")))
    else:
        messages.error(request, translate_now(refused))
    return refused is None


def _show_certificate(certificate: Certificate, titles: dict[str, str], now: datetime) -> dict[str, Any]:
    return {
        "id": certificate.id,
        "course": titles.get(certificate.course, certificate.course),
        "tier": certificate.tier.value,
        "is_valid": certificate.is_valid_at(now),
        "valid_until": last_valid_day(certificate.expires_at, company_zone()),
    }


def _own_states() -> dict[str, str]:
    return {state.value: translate_now(label) for state, label in STATES.items()}
