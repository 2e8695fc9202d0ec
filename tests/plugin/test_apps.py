"""The plug-in as the platform finds it: entry points, and that everything they name exists."""

from importlib import import_module
from importlib.metadata import entry_points
from types import SimpleNamespace

import pytest
from django.test import override_settings
from django.utils.module_loading import import_string

from empower_lms.openedx.apps import CMS, LMS, OpenEdxConfig, RecordsPlugin
from empower_lms.openedx.courses import COURSE_KEY, OfferedCourses
from empower_lms.openedx.settings.common import plugin_settings
from empower_lms.records.apps import RecordsConfig


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
