"""Pages about tries: staff helps a learner on, sponsors remove obstacles, and a faulty question is voided."""

from collections.abc import Callable
from typing import Literal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from empower_lms.assessment.attempts import Attempt, Refusal
from empower_lms.assessment.scoring import Remedy
from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.api import HelpRefused
from empower_lms.records.configuration import company_zone, course_titles
from empower_lms.records.locale import current_locale, translate_now
from empower_lms.records.pages.frame import show_page
from empower_lms.records.pages.refused_form import RefusedForm
from empower_lms.records.pages.sponsor import show_people
from empower_lms.records.pages.wording import UNREADABLE
from empower_lms.records.typed import read_typed
from empower_lms.records.wording import EFFECTS, HELP_REFUSED, NEEDS, NOT_RESET, REMEDIES, TRY_STATES

_Outcome = HelpRefused | Refusal | Attempt | None

_FIELDS: dict[HelpRefused, Literal["reason", "percent"]] = {
    HelpRefused.REASON_NEEDED: "reason",
    HelpRefused.OUT_OF_RANGE: "percent",
}
"""The fields whose content was refused."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def attempts(request: HttpRequest) -> HttpResponse:
    """Show a person's tries, states only; a POST resets one, gives time or opens the next."""
    if not request.user.is_staff:
        raise Http404
    username = read_typed(request.GET, "person", 150)
    refused = _act(request) if request.method == "POST" else None
    if request.method == "POST" and refused is None:
        return redirect(f"{reverse('empower:attempts')}?{urlencode({'person': username})}")
    person = api.read_person_tries(username, now=timezone.now()) if username else None
    return show_page(
        request,
        "attempts.html.j2",
        title=_("Tries"),
        current="attempts",
        status=422 if refused else 200,
        asked=username,
        unknown=translate_now(HELP_REFUSED[HelpRefused.NO_SUCH_PERSON]) if username and person is None else "",
        person=person,
        refused=refused,
        zone=company_zone(),
        title_courses=lambda course: course_titles(current_locale()).get(course, course),
        states={state.value: translate_now(text) for state, text in TRY_STATES.items()},
        needs={kind.value: translate_now(text) for kind, text in NEEDS.items()},
    )


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def help_learner(request: HttpRequest) -> HttpResponse:
    """Do for one of the sponsor's people what a button on "My people" says."""
    # A GET is somebody who had to sign in again: what they sent is lost, the page is not.
    refused = _act(request) if request.method == "POST" else None
    return show_people(request, refused=refused) if refused else redirect("empower:sponsor")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def void_question(request: HttpRequest) -> HttpResponse:
    """Show what voiding a question would change; a POST does it."""
    if not request.user.is_staff:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    question, reason = read_typed(asked, "question", 90), read_typed(request.POST, "reason")
    remedy = Remedy(asked["remedy"]) if asked.get("remedy") in set(Remedy) else None
    now = timezone.now()
    outcome = _void(request, question, remedy, reason) if request.method == "POST" else None
    report = outcome if isinstance(outcome, api.VoidingReport) else None
    plan = api.plan_voiding(question, remedy or Remedy.CREDIT, now=now) if question and report is None else None
    return show_page(
        request,
        "voiding.html.j2",
        title=_("Void a question"),
        current="attempts",
        status=422 if request.method == "POST" and report is None else 200,
        question=question,
        remedy=(remedy or Remedy.CREDIT).value,
        plan=plan,
        report=report,
        reason=reason,
        withdraw=bool(request.POST.get("withdraw")),
        unknown=plan is None and report is None and (bool(question) or request.method == "POST"),
        refused=outcome if isinstance(outcome, str) else "",
        remedies={one.value: translate_now(text) for one, text in REMEDIES.items()},
        effects={effect.value: translate_now(text) for effect, text in EFFECTS.items()},
    )


def _void(request: HttpRequest, question: str, remedy: Remedy | None, reason: str) -> api.VoidingReport | str | None:
    """Void a question, or say why not. Nobody gets another remedy than the one that the page showed them."""
    if remedy is None:
        return translate_now(UNREADABLE)
    outcome = api.apply_voiding(
        str(request.user.pk),
        question,
        remedy,
        reason=reason,
        withdraw=bool(request.POST.get("withdraw")),
        now=timezone.now(),
    )
    return translate_now(HELP_REFUSED[outcome]) if isinstance(outcome, HelpRefused) else outcome


def _act(request: HttpRequest) -> RefusedForm | None:
    """Do what a form asks for, and leave a message; what was refused comes back with what was typed."""
    action = request.POST.get("action", "")
    act = _ACTIONS.get(action)
    if act is None:
        return _refuse(request, UNREADABLE)
    command, done = act
    with api.records.transaction():
        outcome = command(request)
    if isinstance(outcome, HelpRefused):
        return _refuse(request, HELP_REFUSED[outcome], _FIELDS.get(outcome, ""))
    if isinstance(outcome, Refusal):
        return _refuse(request, NOT_RESET)
    messages.success(request, translate_now(done))
    return None


def _refuse(request: HttpRequest, message: str, field: Literal["reason", "percent", ""] = "") -> RefusedForm:
    return RefusedForm(
        action=read_typed(request.POST, "action"),
        about=read_typed(request.POST, "attempt") or read_typed(request.POST, "quiz"),
        holder=read_typed(request.POST, "holder"),
        field=field,
        message=translate_now(message),
        reason=read_typed(request.POST, "reason"),
        percent=read_typed(request.POST, "percent"),
    )


def _reset(request: HttpRequest) -> _Outcome:
    return api.reset_attempt(
        str(request.user.pk),
        read_typed(request.POST, "holder"),
        read_typed(request.POST, "attempt"),
        reason=read_typed(request.POST, "reason"),
        now=timezone.now(),
    )


def _give_time(request: HttpRequest) -> _Outcome:
    percent = read_typed(request.POST, "percent")
    # Time is given before the first try, too, to somebody who has done nothing yet.
    holder = api.open_holder(read_typed(request.POST, "person", 150)) if request.user.is_staff else ""
    return api.grant_extra_time(
        str(request.user.pk),
        holder or read_typed(request.POST, "holder"),
        percent=int(percent) if percent.isascii() and percent.isdigit() and len(percent) <= 3 else -1,
        reason=read_typed(request.POST, "reason"),
        now=timezone.now(),
    )


def _talk(request: HttpRequest) -> _Outcome:
    return api.confirm_talk(*_whom(request), note=read_typed(request.POST, "reason"), now=timezone.now())


def _unlock(request: HttpRequest) -> _Outcome:
    return api.unlock_next_try(*_whom(request), reason=read_typed(request.POST, "reason"), now=timezone.now())


def _resolve(request: HttpRequest) -> _Outcome:
    return api.resolve_obstacle(*_whom(request), note=read_typed(request.POST, "reason"), now=timezone.now())


def _whom(request: HttpRequest) -> tuple[str, str, str]:
    return str(request.user.pk), read_typed(request.POST, "holder"), read_typed(request.POST, "quiz")


_ACTIONS: dict[str, tuple[Callable[[HttpRequest], _Outcome], str]] = {
    "reset": (_reset, _("The try was reset. It counts for nothing, and the next one can begin.")),
    "time": (_give_time, _("The extra time is stored. It holds from now on, for tries under way, too.")),
    "talk": (_talk, _("The talk is confirmed. The next tries open as soon as the waiting time is over.")),
    "unlock": (_unlock, _("The next try is open from this moment on.")),
    "resolve": (_resolve, _("The obstacle is removed. The next tries open when the pause is over.")),
}
