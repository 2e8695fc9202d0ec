"""The plug-in as the platform finds it: entry points, and that everything they name exists."""

import os
import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from types import SimpleNamespace

import pytest
from django.test import override_settings
from django.utils.module_loading import import_string

from empower_lms.openedx.apps import CMS, LMS, OpenEdxConfig, RecordsPlugin
from empower_lms.openedx.courses import COURSE_KEY, OfferedCourses, course_of
from empower_lms.openedx.settings import late, lms
from empower_lms.openedx.settings.common import plugin_settings
from empower_lms.openedx.site import theme_addresses
from empower_lms.openedx.tasks import sweep
from empower_lms.records.api import Sweep
from empower_lms.records.apps import RecordsConfig
from empower_lms.records.configuration import site_url
from empower_lms.records.rest.views import DecisionsView, HolderView, ScopeView


@pytest.mark.parametrize("group", [LMS, CMS])
def test_the_platform_finds_both_apps(group):
    found = {point.name: point.load() for point in entry_points(group=group) if point.name.startswith("empower")}
    assert found == {"empower_openedx": OpenEdxConfig, "empower_records": RecordsPlugin}


def test_the_tables_are_those_of_the_local_lms():
    assert (RecordsPlugin.name, RecordsPlugin.label) == (RecordsConfig.name, RecordsConfig.label)


def test_settings_exist_for_lms_and_studio():
    for project in (LMS, CMS):
        for where in OpenEdxConfig.plugin_app["settings_config"][project].values():
            assert callable(import_module(f"{OpenEdxConfig.name}.{where['relative_path']}").plugin_settings)


def test_pages_exist_in_the_lms_only():
    urls = RecordsPlugin.plugin_app["url_config"]
    assert list(urls) == [LMS]
    assert import_module(f"{RecordsPlugin.name}.{urls[LMS]['relative_path']}").app_name == urls[LMS]["namespace"]


def test_receivers_exist():
    for project in OpenEdxConfig.plugin_app["signals_config"].values():
        for receiver in project["receivers"]:
            path = f"{OpenEdxConfig.name}.{project['relative_path']}.{receiver['receiver_func_name']}"
            assert callable(import_string(path))


def test_the_defaults_lead_to_the_shipped_courses():
    settings = SimpleNamespace()
    plugin_settings(settings)
    assert settings.EMPOWER_COURSE_KEY.format(course="scope") == "course-v1:Empower+scope+2026"
    assert settings.EMPOWER_COURSE_URL.format(course="scope") == "/courses/course-v1:Empower+scope+2026/about"
    assert isinstance(settings.EMPOWER_COURSE_TITLES, OfferedCourses)


@override_settings(EMPOWER_COURSE_KEY="course-v1:Acme+{course}+now")
def test_an_operators_own_key_is_asked_for():
    asked = []

    def platform(keys):
        asked.extend(keys)
        return {"course-v1:Acme+scope+now": {"en": "Scope"}}

    offered = OfferedCourses(read=platform)
    assert offered["scope"] == {"en": "Scope"}
    assert list(offered) == ["scope"]
    assert len(offered) == 1
    assert "course-v1:Acme+lead+now" in asked
    assert COURSE_KEY not in asked


def test_a_course_that_the_platform_lacks_is_not_offered():
    assert "trust" not in OfferedCourses(read=lambda keys: {})


def test_settings_are_read_before_anything_of_django_is_there():
    """The platform reads them while its own settings are still being made."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    modules = [
        f"{OpenEdxConfig.name}.{where['relative_path']}"
        for project in OpenEdxConfig.plugin_app["settings_config"].values()
        for where in project.values()
    ]
    assert len(set(modules)) == 3
    for module in set(modules):
        subprocess.run([sys.executable, "-c", f"import {module}"], env=environment, check=True)


GRANT_TOPIC = "empower-grant-lifecycle"


@pytest.fixture
def lms_settings():
    """What our plug-in makes of settings that have what the platform has."""
    settings = SimpleNamespace(
        OAUTH2_PROVIDER={"SCOPES": {"read": "Read"}, "DEFAULT_SCOPES": {"read": "Read"}},
        CELERYBEAT_SCHEDULE={"theirs": {"task": "x"}},
        EVENT_BUS_PRODUCER_CONFIG={"org.openedx.theirs": {}, late.GRANT: {GRANT_TOPIC: {"enabled": True}}},
    )
    lms.plugin_settings(settings)
    late.plugin_settings(settings)
    late.plugin_settings(settings)
    return settings


def test_what_the_platform_has_stays(lms_settings):
    assert lms_settings.OAUTH2_PROVIDER["SCOPES"]["read"] == "Read"
    assert lms_settings.OAUTH2_PROVIDER["DEFAULT_SCOPES"] == {"read": "Read"}, "no scope of ours is given by default"
    assert lms_settings.CELERYBEAT_SCHEDULE["theirs"] == {"task": "x"}
    assert lms_settings.EVENT_BUS_PRODUCER_CONFIG["org.openedx.theirs"] == {}
    assert lms_settings.EVENT_BUS_PRODUCER_CONFIG[late.GRANT] == {
        GRANT_TOPIC: {"event_key_field": "grant.holder", "enabled": True}
    }


def test_scopes_fit_into_the_platforms_column(lms_settings):
    ours = set(lms_settings.OAUTH2_PROVIDER["SCOPES"]) - {"read"}
    assert ours == {scope for view in (DecisionsView, ScopeView, HolderView) for scope in view.required_scopes}
    assert all(len(scope) <= 32 for scope in ours)


def test_everything_that_settings_name_exists_or_is_the_platforms(lms_settings):
    for name in ("PAGE_FRAME", "COURSE_TEAM", "GRADE_BOOK", "PERSON_LANGUAGE"):
        assert callable(import_string(getattr(lms_settings, f"EMPOWER_{name}")))
    for entry in lms_settings.CELERYBEAT_SCHEDULE.values():
        if entry["task"] != "x":
            assert entry["task"] == sweep.name
            assert Sweep(entry["args"][0])


def test_every_sweep_is_planned(lms_settings):
    planned = {entry["args"][0] for entry in lms_settings.CELERYBEAT_SCHEDULE.values() if "args" in entry}
    assert planned == set(Sweep)


@override_settings(LMS_ROOT_URL="https://lms.example.org")
def test_links_in_letters_lead_to_the_lms(lms_settings):
    with override_settings(EMPOWER_SITE_URL=lms_settings.EMPOWER_SITE_URL):
        assert site_url() == "https://lms.example.org"


def test_the_brand_of_the_micro_frontends_is_taken_and_paragon_itself_is_not():
    config = {
        "PARAGON_THEME_URLS": {
            "core": {"urls": {"default": "https://cdn/core.css", "brandOverride": "https://brand/core.css"}},
            "variants": {
                "light": {"urls": {"default": "https://cdn/light.css", "brandOverride": "https://brand/light.css"}}
            },
        }
    }
    assert theme_addresses(config) == ("https://brand/core.css", "https://brand/light.css")
    assert theme_addresses({}) == ()
    assert theme_addresses({"PARAGON_THEME_URLS": {"core": {"urls": {"brandOverride": "x@$brandVersion/a.css"}}}}) == ()


def test_only_our_courses_have_a_name_in_the_catalogue():
    assert course_of("course-v1:Empower+scope+2026") == "scope"
    assert course_of("course-v1:Empower+other+2026") is None
