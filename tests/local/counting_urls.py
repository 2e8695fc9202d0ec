"""The addresses of the local LMS and one bare view to compare with."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.urls import path

from empower_lms.local.urls import handler403, handler404, handler500
from empower_lms.local.urls import urlpatterns as local_urlpatterns

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """One query, one line of text: the least that a Django view with data does."""
    return HttpResponse(str(get_user_model().objects.count()))


urlpatterns = [path("bare/", bare), *local_urlpatterns]
