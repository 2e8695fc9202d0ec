"""The staff's page: people and who signs for them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from empower_lms.domain.translation import noop as _
from empower_lms.records import api
from empower_lms.records.locale import translate_now
from empower_lms.records.pages.frame import show_page
from empower_lms.records.pages.wording import REFUSED


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Show people with their sponsors; a POST assigns or removes one."""
    if not request.user.is_staff:
        raise Http404
    persons = api.list_people()
    if request.method == "POST" and _change(request, {person.username: person.user_id for person in persons}):
        return redirect("empower:people")
    return show_page(
        request,
        "people.html.j2",
        title=_("People"),
        current="people",
        status=422 if request.method == "POST" else 200,
        people=persons,
        person=request.POST.get("person", ""),
        sponsor=request.POST.get("sponsor", ""),
    )


def _change(request: HttpRequest, ids: dict[str, str]) -> bool:
    sponsor = ids.get(request.POST.get("sponsor", "").strip(), "0")
    person = ids.get(request.POST.get("person", "").strip(), "0")
    if request.POST.get("action") == "remove":
        done = _("The sponsor was removed. What they signed stays signed.")
        with api.records.transaction():
            refused = api.remove_sponsor(str(request.user.pk), sponsor, person)
    else:
        done = _("The sponsor was assigned.")
        with api.records.transaction():
            refused = api.assign_sponsor(str(request.user.pk), sponsor, person, now=timezone.now())
    if refused is None:
        messages.success(request, translate_now(done))
    else:
        messages.error(request, translate_now(REFUSED[refused]))
    return refused is None
