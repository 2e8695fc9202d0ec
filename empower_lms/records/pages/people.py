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
from empower_lms.records.typed import read_typed

SHOWN = 100
"""People on one page: a company has more, and searches."""


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Show people with their sponsors; a POST assigns or removes one."""
    if not request.user.is_staff:
        raise Http404
    search = read_typed(request.GET, "search", 150)
    persons = api.list_people(search, limit=SHOWN + 1)
    refused = _change(request) if request.method == "POST" else ""
    if request.method == "POST" and not refused:
        return redirect(request.get_full_path())
    is_assigning = request.POST.get("action") == "assign"
    if refused and not is_assigning:
        messages.error(request, refused)
    return show_page(
        request,
        "people.html.j2",
        title=_("People"),
        current="people",
        status=422 if request.method == "POST" else 200,
        people=persons[:SHOWN],
        has_more=len(persons) > SHOWN,
        search=search,
        person=read_typed(request.POST, "person", 150) if is_assigning else "",
        sponsor=read_typed(request.POST, "sponsor", 150) if is_assigning else "",
        refused=refused if is_assigning else "",
    )


def _change(request: HttpRequest) -> str:
    """Assign or remove a sponsor, and leave a message; say why not, if it was refused."""
    sponsor, person = _named(request, "sponsor"), _named(request, "person")
    if request.POST.get("action") == "remove":
        done = _("The sponsor was removed. What they signed stays signed.")
        with api.records.transaction():
            refused = api.remove_sponsor(str(request.user.pk), sponsor, person)
    else:
        done = _("The sponsor was assigned.")
        with api.records.transaction():
            refused = api.assign_sponsor(str(request.user.pk), sponsor, person, now=timezone.now())
    if refused is not None:
        return translate_now(REFUSED[refused])
    messages.success(request, translate_now(done))
    return ""


def _named(request: HttpRequest, field: str) -> str:
    """Return the id of the account that a field names; nobody has the id 0."""
    person = api.find_person(read_typed(request.POST, field, 150))
    return person.user_id if person is not None else "0"
