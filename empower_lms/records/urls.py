"""Addresses of the records, to be mounted at ``/empower/``."""

from django.urls import include, path

from empower_lms.records.pages import attempts, courses, decide, own, people, sponsor
from empower_lms.records.rest import urls as rest_urls

app_name = "empower"

urlpatterns = [
    path("", own.home, name="home"),
    path("scopes/<str:scope_id>/", own.scope, name="scope"),
    path("certificates/<str:certificate_id>/", own.certificate, name="certificate"),
    path("attempts/", attempts.attempts, name="attempts"),
    path("attempts/void-question/", attempts.void_question, name="void-question"),
    path("sponsor/help/", attempts.help_learner, name="help"),
    path("sponsor/", sponsor.people, name="sponsor"),
    path("sponsor/<str:holder>/<str:scope_id>/", sponsor.person_scope, name="sponsor-scope"),
    path("decide/", decide.ask, name="decide"),
    path("decide/<str:decision_id>/", decide.decision, name="decision"),
    path("courses/", courses.courses, name="courses"),
    path("courses/<str:course>/", courses.course, name="course"),
    path("my-data/", own.own_data, name="own-data"),
    path("people/", people.people, name="people"),
    path("api/v1/", include(rest_urls.urlpatterns)),
]
