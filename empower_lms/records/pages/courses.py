"""The course team's page: where the learners of a course stand."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from empower_lms.certification.calendar import last_valid_day
from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.configuration import company_zone, course_titles, course_url
from empower_lms.records.course_team import SMALLEST_GROUP
from empower_lms.records.locale import current_locale, translate_now
from empower_lms.records.pages.frame import show_page
from empower_lms.records.pages.wording import COURSE_STATES

PAGE_LENGTH = 50


@login_required
@never_cache
@require_GET
def courses(request: HttpRequest) -> HttpResponse:
    """List the courses that somebody teaches; a single one is shown at once."""
    taught = api.course_team().courses_of(request.user)
    if not taught:
        raise Http404
    if len(taught) == 1:
        return redirect("empower:course", course=taught[0])
    titles = course_titles(current_locale())
    return show_page(
        request,
        "courses.html.j2",
        title=_("My courses"),
        current="courses",
        courses=[(course, titles.get(course, course)) for course in taught],
    )


@login_required
@never_cache
@require_GET
def course(request: HttpRequest, course: str) -> HttpResponse:
    """Show a course's learners and their states, fifty at a time."""
    taught = api.course_team().courses_of(request.user)
    if course not in taught:
        raise Http404(course)
    page = _read_page(request)
    start = (page - 1) * PAGE_LENGTH
    now, zone = timezone.now(), company_zone()
    report = api.read_course(course, start, start + PAGE_LENGTH, now=now)
    return show_page(
        request,
        "course_team.html.j2",
        title=course_titles(current_locale()).get(course, course),
        current="courses",
        course=course,
        course_title=course_titles(current_locale()).get(course, course),
        course_url=course_url(course),
        has_others=len(taught) > 1,
        report=report,
        smallest=SMALLEST_GROUP,
        now=now,
        last_day=lambda instant: last_valid_day(instant, zone),
        states={state.value: translate_now(label) for state, label in COURSE_STATES.items()},
        page=page,
        previous=page - 1 if page > 1 else None,
        following=page + 1 if start + PAGE_LENGTH < report.total else None,
    )


def _read_page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
