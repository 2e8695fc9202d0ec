"""Pages of the local LMS: sign in, home, course outline, unit, and the handlers of blocks."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import NoSuchHandlerError

from empower_lms.certification.status import ScopeStatus
from empower_lms.certification.wording import STATES
from empower_lms.domain.pillar import PILLAR_NAMES, SIX_PILLARS
from empower_lms.domain.translation import noop as _
from empower_lms.local.content import Content, CourseContent, Node, current_content
from empower_lms.local.errors import form_too_late
from empower_lms.local.learner_state import forget_preference, read_places
from empower_lms.local.nextstep import CourseProgress, choose_next_step
from empower_lms.local.pages import show
from empower_lms.local.progress import read_completed
from empower_lms.local.runtime import LocalRuntime
from empower_lms.records.api import is_sponsor, read_people, records
from empower_lms.rendering.translation import best_locale, translator

COUNTED_TYPES = frozenset({"empower_lesson", "empower_quiz"})
"""Blocks that can be completed. A scope card is only looked at."""


def _content() -> Content:
    return current_content(Path(settings.EMPOWER_PACKAGES))


def _course(name: str) -> CourseContent:
    course = _content().courses.get(name)
    if course is None:
        raise Http404(name)
    return course


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in; a wrong password says so without telling which part was wrong."""
    target = request.POST.get("next") or request.GET.get("next") or reverse("home")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse("home")
    form = AuthenticationForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return redirect(target)
    return show(
        request,
        "sign_in.html.j2",
        title=_("Sign in"),
        status=422 if request.method == "POST" else 200,
        target=target,
        username=request.POST.get("username", ""),
        failed=request.method == "POST",
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the site's language; a language chosen inside a block before gives way to it."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = reverse("home")
    response = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax")
        if request.user.is_authenticated:
            forget_preference(request.user.pk, "language")
    return response


@login_required
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show pillars, progress, scopes and the next step."""
    user_id = _user_id(request)
    locale = best_locale(get_language())
    content = _content()
    completed = read_completed(user_id, content.courses)
    places = read_places(user_id)
    progress = [_progress(course, completed, places.get(course.name), locale) for course in content.courses.values()]
    outlook = records.outlook(str(user_id), now=timezone.now())
    scope_url = reverse("empower:scope", kwargs={"scope_id": "SCOPE"}).replace("SCOPE", "{scope}")
    by_pillar = {course.pillar: course for course in progress}
    titles = {course.name: course.title.to(locale) for course in content.courses.values()}
    translate = translator(locale).gettext
    return show(
        request,
        "home.html.j2",
        title=_("Home"),
        current="start",
        pillars=[{"id": pillar.value, "name": translate(PILLAR_NAMES[pillar])} for pillar in SIX_PILLARS],
        progress=by_pillar,
        other_courses=[course for course in progress if course.pillar not in SIX_PILLARS],
        scopes=[_scope_row(status, titles, scope_url, locale) for status in outlook.scopes],
        next_step=choose_next_step(
            progress,
            outlook,
            scope_url=scope_url,
            to_sign=_count_to_sign(request),
            sponsor_url=reverse("empower:sponsor"),
        ),
        first_name=getattr(request.user, "first_name", "") or request.user.get_username(),
    )


@login_required
@never_cache
@require_GET
def course(request: HttpRequest, name: str) -> HttpResponse:
    """Show the outline of a course with what is done and where to go on."""
    content = _course(name)
    user_id = _user_id(request)
    locale = best_locale(get_language())
    completed = read_completed(user_id, [name])
    return show(
        request,
        "course.html.j2",
        title=content.title.to(locale),
        course=content,
        progress=_progress(content, completed, read_places(user_id).get(name), locale),
        done_units={unit.slug for unit in content.units if _is_done(unit, completed)},
        unit_kinds={unit.slug: _kind(unit) for unit in content.units},
        unit_urls=_unit_urls(content),
    )


@login_required
@never_cache
@require_GET
def unit(request: HttpRequest, name: str, unit_name: str) -> HttpResponse:
    """Show one page of a course: its blocks, where it stands, previous and next.

    Never kept by the browser: its back button would show a quiz as it was before the hand-in.
    """
    content = _course(name)
    index = content.unit_index.get(unit_name)
    if index is None:
        raise Http404(unit_name)
    node = content.units[index]
    runtime = _runtime(request, _content())
    usages = [str(block.usage) for block in node.children]
    runtime.prefetch(usages, course=name)
    runtime.learner_fields.record_place(name, unit_name)
    context = {"empower_query": request.GET.dict()}
    fragments = [runtime.render(runtime.block(usage), "student_view", context) for usage in usages]
    return show(
        request,
        "unit.html.j2",
        title=node.title.to(best_locale(get_language())),
        course=content,
        unit=node,
        position=index + 1,
        previous=content.units[index - 1] if index else None,
        following=content.units[index + 1] if index + 1 < len(content.units) else None,
        course_url=reverse("course", kwargs={"name": name}),
        unit_urls=_unit_urls(content),
        blocks=[fragment.content for fragment in fragments],
        resources=_resources(fragments),
    )


@login_required
@require_GET
def jump(request: HttpRequest, key: str, unit_name: str) -> HttpResponse:
    """Lead to the page with a block, under the address that Open edX has for this."""
    found = next((course for course in _content().courses.values() if str(course.key) == key), None)
    if found is None or unit_name not in found.unit_index:
        raise Http404(unit_name)
    return redirect("unit", name=found.name, unit_name=unit_name)


@require_http_methods(["GET", "POST"])
def handler(request: HttpRequest, usage: str, handler: str, suffix: str = "") -> HttpResponse:
    """Run a block's handler. Everything that one POST changes is one transaction."""
    runtime = _runtime(request, _content())
    if not request.user.is_authenticated:
        return form_too_late(request)
    try:
        runtime.prefetch([usage])
        block = runtime.block(usage)
    except LookupError as error:
        raise Http404(usage) from error
    webob_request = django_to_webob_request(request)
    try:
        if request.method == "POST":
            with transaction.atomic():
                response = runtime.handle(block, handler, webob_request, suffix)
        else:
            response = runtime.handle(block, handler, webob_request, suffix)
    except NoSuchHandlerError as error:
        raise Http404(handler) from error
    answer: HttpResponse = webob_to_django_response(response)
    return answer


def _count_to_sign(request: HttpRequest) -> int:
    """Count the scopes of others that wait for this person's signature; most people sign for nobody."""
    if not is_sponsor(request.user):
        return 0
    return sum(row.waits_for_signature for row in read_people(str(request.user.pk), now=timezone.now()))


def _user_id(request: HttpRequest) -> int:
    """Return the id of whoever is signed in; the pages that ask need a sign-in."""
    user_id: int = request.user.pk  # type: ignore[assignment]
    return user_id


def _runtime(request: HttpRequest, content: Content) -> LocalRuntime:
    return LocalRuntime(content, request.user, csrf_token=lambda: get_token(request))


def _unit_urls(course: CourseContent) -> dict[str, str]:
    return {unit.slug: reverse("unit", kwargs={"name": course.name, "unit_name": unit.slug}) for unit in course.units}


def _scope_row(status: ScopeStatus, titles: dict[str, str], scope_url: str, locale: str) -> dict[str, str]:
    """Say where somebody stands with a scope in one line."""
    translate = translator(locale).gettext
    pillars = {pillar.value: translate(name) for pillar, name in PILLAR_NAMES.items()}
    missing = [(pillars | titles).get(need.need.course, need.need.course) for need in status.missing]
    return {
        "id": status.scope.id,
        "title": status.scope.title.to(locale),
        "url": scope_url.format(scope=status.scope.id),
        "state": status.state.value,
        "state_label": translate(STATES[status.state]),
        "missing": ", ".join(missing),
    }


def _is_done(unit: Node, completed: frozenset[str]) -> bool:
    counted = [block for block in unit.children if block.type in COUNTED_TYPES]
    return bool(counted) and all(str(block.usage) in completed for block in counted)


def _kind(unit: Node) -> str:
    return unit.children[0].type.removeprefix("empower_") if unit.children else ""


def _progress(course: CourseContent, completed: frozenset[str], place: str | None, locale: str) -> CourseProgress:
    counted = [unit for unit in course.units if any(block.type in COUNTED_TYPES for block in unit.children)]
    done = [unit for unit in counted if _is_done(unit, completed)]
    resume = _resume(course, counted, done, place)
    return CourseProgress(
        course=course.name,
        title=course.title.to(locale),
        pillar=course.pillar,
        url=reverse("course", kwargs={"name": course.name}),
        done=len(done),
        total=len(counted),
        resume_title=resume.title.to(locale),
        resume_url=reverse("unit", kwargs={"name": course.name, "unit_name": resume.slug}),
        is_started=place is not None or bool(done),
    )


def _resume(course: CourseContent, counted: list[Node], done: list[Node], place: str | None) -> Node:
    """Go back to the last place unless it is done; then to the first page that is not."""
    last = course.units[course.unit_index[place]] if place in course.unit_index else None
    if last is not None and last not in done:
        return last
    return next((unit for unit in counted if unit not in done), last or course.units[0])


def _resources(fragments: list[Any]) -> list[dict[str, str]]:
    """Return each stylesheet and script that the blocks ask for, once."""
    unique: dict[str, dict[str, str]] = {}
    for fragment in fragments:
        for resource in fragment.resources:
            if resource.kind == "url":
                unique[resource.data] = {"url": resource.data, "type": resource.mimetype}
    return list(unique.values())
