"""Addresses of the REST API, version 1."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from empower_lms.records.rest.views import DecisionsView, HolderView, ScopeView

PREFIX = "empower/api/v1/"

operations = [
    path("decisions", DecisionsView.as_view(), name="decisions"),
    path("scopes/<str:scope_id>", ScopeView.as_view(), name="api-scope"),
    path("holders/<str:key>", HolderView.as_view(), name="api-holder"),
]

schema_view = SpectacularAPIView.as_view(
    # Only our own operations: a platform has hundreds of others.
    patterns=[path(PREFIX, include(operations))],
    custom_settings={
        "TITLE": "empower-lms decisions",
        "DESCRIPTION": "May this person do this now? Granted with its clauses, or refused with every reason.",
        "VERSION": "1",
    },
)

urlpatterns = [*operations, path("schema", schema_view, name="schema")]
