"""Addresses of the tests: the records app where a platform would mount it."""

from django.urls import include, path

urlpatterns = [
    path("empower/", include("empower_lms.records.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
