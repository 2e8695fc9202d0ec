"""Pages about tries: staff helps a learner on, sponsors remove obstacles, and a faulty question is voided."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from empower_lms.assessment.attempts import Attempt, Refusal
from empower_lms.assessment.scoring import Remedy
from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.api import HelpRefused
from empower_lms.records.configuration import company_zone
from empower_lms.records.locale import translate_now
from empower_lms.records.pages.frame import show_page
from empower_lms.records.wording import EFFECTS, HELP_REFUSED, NEEDS, NOT_RESET, REMEDIES, TRY_STATES

_Outcome = HelpRefused | Refusal | Attempt | None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def attempts(request: HttpRequest) -> HttpResponse:
    """Show a person's tries, states only; a POST resets one, gives time or opens the next."""
    if not request.user.is_staff:
        raise Http404
    username = request.GET.get("person", "").strip()
    if request.method == "POST":
        _act(request)
        return redirect(f"{reverse('empower:attempts')}?{urlencode({'person': username})}")
    person = api.read_person_tries(username, now=timezone.now()) if username else None
    if username and person is None:
        messages.error(request, translate_now(HELP_REFUSED[HelpRefused.NO_SUCH_PERSON]))
    return show_page(
        request,
        "attempts.html.j2",
        title=_("Tries"),
        current="attempts",
        asked=username,
        person=person,
        zone=company_zone(),
        states={state.value: translate_now(text) for state, text in TRY_STATES.items()},
        needs={kind.value: translate_now(text) for kind, text in NEEDS.items()},
    )


@login_required
@require_POST
def help_learner(request: HttpRequest) -> HttpResponse:
    """Do for one of the sponsor's people what a button on "My people" says."""
    _act(request)
    return redirect("empower:sponsor")


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def void_question(request: HttpRequest) -> HttpResponse:
    """Show what voiding a question would change; a POST does it."""
    if not request.user.is_staff:
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    question, reason = asked.get("question", "").strip(), request.POST.get("reason", "")
    remedy = Remedy(asked["remedy"]) if asked.get("remedy") in set(Remedy) else Remedy.CREDIT
    report = None
    if request.method == "POST":
        outcome = api.apply_voiding(
            str(request.user.pk),
            question,
            remedy,
            reason=reason,
            withdraw=bool(request.POST.get("withdraw")),
            now=timezone.now(),
        )
        if isinstance(outcome, HelpRefused):
            messages.error(request, translate_now(HELP_REFUSED[outcome]))
        else:
            report = outcome
    plan = api.plan_voiding(question, remedy, now=timezone.now()) if question and report is None else None
    return show_page(
        request,
        "voiding.html.j2",
        title=_("Void a question"),
        current="attempts",
        status=422 if request.method == "POST" and report is None else 200,
        question=question,
        remedy=remedy.value,
        plan=plan,
        report=report,
        reason=reason,
        unknown=bool(question) and plan is None and report is None,
        remedies={one.value: translate_now(text) for one, text in REMEDIES.items()},
        effects={effect.value: translate_now(text) for effect, text in EFFECTS.items()},
    )


def _act(request: HttpRequest) -> None:
    act = _ACTIONS.get(request.POST.get("action", ""))
    if act is None:
        return
    command, done = act
    with api.records.transaction():
        outcome = command(request)
    if isinstance(outcome, HelpRefused):
        messages.error(request, translate_now(HELP_REFUSED[outcome]))
    elif isinstance(outcome, Refusal):
        messages.error(request, translate_now(NOT_RESET))
    else:
        messages.success(request, translate_now(done))


def _reset(request: HttpRequest) -> _Outcome:
    return api.reset_attempt(
        str(request.user.pk),
        request.POST.get("holder", ""),
        request.POST.get("attempt", ""),
        reason=request.POST.get("reason", ""),
        now=timezone.now(),
    )


def _give_time(request: HttpRequest) -> _Outcome:
    percent = request.POST.get("percent", "")
    return api.grant_extra_time(
        str(request.user.pk),
        request.POST.get("holder", ""),
        percent=int(percent) if percent.isascii() and percent.isdigit() and len(percent) <= 3 else -1,
        reason=request.POST.get("reason", ""),
        now=timezone.now(),
    )


def _talk(request: HttpRequest) -> _Outcome:
    return api.confirm_talk(*_whom(request), note=request.POST.get("reason", ""), now=timezone.now())


def _unlock(request: HttpRequest) -> _Outcome:
    return api.unlock_next_try(*_whom(request), reason=request.POST.get("reason", ""), now=timezone.now())


def _resolve(request: HttpRequest) -> _Outcome:
    return api.resolve_obstacle(*_whom(request), note=request.POST.get("reason", ""), now=timezone.now())


def _whom(request: HttpRequest) -> tuple[str, str, str]:
    return str(request.user.pk), request.POST.get("holder", ""), request.POST.get("quiz", "")


_ACTIONS: dict[str, tuple[Callable[[HttpRequest], _Outcome], str]] = {
    "reset": (_reset, _("The try was reset. It counts for nothing, and the next one can begin.")),
    "time": (_give_time, _("The extra time is stored. It holds from now on, for tries under way, too.")),
    "talk": (_talk, _("The talk is confirmed. The next tries open as soon as the waiting time is over.")),
    "unlock": (_unlock, _("The next try is open from this moment on.")),
    "resolve": (_resolve, _("The obstacle is removed. The next tries open when the pause is over.")),
}
