"""Addresses of the records, to be mounted at ``/empower/``."""

from django.urls import URLPattern, URLResolver

app_name = "empower"

urlpatterns: list[URLPattern | URLResolver] = []
