"""URLs of the local LMS."""

from django.contrib import admin
from django.urls import include, path

from empower_lms.local import views

handler403 = "empower_lms.local.errors.forbidden"
handler404 = "empower_lms.local.errors.not_found"
handler500 = "empower_lms.local.errors.fault"

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("language/", views.set_language, name="language"),
    path("course/<slug:name>/", views.course, name="course"),
    path("course/<slug:name>/<slug:unit_name>/", views.unit, name="unit"),
    path("courses/<str:key>/jump_to_id/<slug:unit_name>", views.jump, name="jump"),
    path("xblock/<str:usage>/handler/<slug:handler>/", views.handler, name="handler"),
    path("xblock/<str:usage>/handler/<slug:handler>/<path:suffix>/", views.handler, name="handler"),
    path("empower/", include("empower_lms.records.urls", namespace="empower")),
    path("admin/", admin.site.urls),
]
