"""Tracking events become xAPI statements: by the real event-routing-backends, in the platform's real pipeline."""

import json
import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from event_routing_backends.settings.common import plugin_settings as their_settings

from empower_lms.openedx.settings.statements import ALLOWED, allow_statements
from empower_xblocks.scenarios import sample_quiz
from empower_xblocks.tracking import STARTED, SUBMITTED
from tests.xblocks.builders import Browser, make_block

ROOT = Path(__file__).parents[2]
COURSE = "course-v1:Empower+sample+2026"
BLOCK = "block-v1:Empower+sample+2026+type@empower_quiz+block@certification"
CONTEXT = {
    "course_id": COURSE,
    "session": "5e551011",
    "module": {"display_name": "Certification", "usage_key": BLOCK},
}
ORDERS = [[their_settings, allow_statements], [allow_statements, their_settings]]
VERBS = "http://adlnet.gov/expapi/verbs/"

# Stand-ins for what event-routing-backends asks of the platform: the account, its random id, the course's title.
STAND_INS = {
    "common/djangoapps/student/models.py": "def get_potentially_retired_user_by_username(name): ...\n",
    "openedx/core/djangoapps/content/course_overviews/api.py": """
def get_course_overviews(keys):
    return [{"display_name": "Sample"} for _key in keys]
""",
    "openedx/core/djangoapps/external_user_ids/models.py": """
from types import SimpleNamespace
class ExternalIdType:
    XAPI = "xapi"
class ExternalId:
    @staticmethod
    def add_new_user_id(user, kind):
        return SimpleNamespace(external_user_id="3e6db984-24f2-4aa8-958d-7195f607db27"), True
""",
}


@pytest.fixture(scope="module")
def send(tmp_path_factory):
    """Send events through the pipeline of an LMS and read what it made of them."""
    folder = tmp_path_factory.mktemp("platform")
    for module, text in STAND_INS.items():
        path = folder / module
        path.parent.mkdir(parents=True)
        path.write_text(text)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT), str(ROOT / "xblocks")]),
        "DJANGO_SETTINGS_MODULE": "tests.plugin.platform",
        "EMPOWER_TEST_PROJECT": "lms.djangoapp",
        "TMPDIR": str(folder),
    }

    def run(events, context):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.plugin.statements_driver"],
            env=environment,
            cwd=ROOT,
            input=json.dumps({"events": events, "context": context}),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1]) | {"log": done.stderr}

    return run


def try_quiz(kind: str, *, right: bool = True) -> list[tuple[str, dict[str, object]]]:
    """Take a quiz as a learner does and return the tracking events that its block published."""
    quiz = sample_quiz(kind)
    block = make_block(quiz)
    browser = Browser(block).open().press("begin")
    if kind == "certification":
        for position in (1, 2, 3):
            browser.press("show", {"go": position}).answer_rightly(quiz, wrong=not right)
    browser.press("show", {"go": "hand-in"}).press("hand_in")
    return [event for event in block.runtime.published if event[0] in (STARTED, SUBMITTED)]


@pytest.fixture(scope="module")
def made(send):
    """What the pipeline makes of a pass, a failure and a practice."""
    return send(try_quiz("certification") + try_quiz("certification", right=False) + try_quiz("practice"), CONTEXT)


def test_each_event_becomes_one_statement_with_the_verb_of_its_outcome(made):
    verbs = [statement["verb"]["id"].removeprefix(VERBS) for statement in made["statements"]]
    assert verbs == ["initialized", "passed", "initialized", "failed", "initialized", "completed"], made["log"]


def test_the_object_is_the_block_under_the_platforms_address_and_the_parent_its_course(made):
    for statement in made["statements"]:
        assert statement["object"]["id"] == f"https://lms.example.org/xblock/{BLOCK}"
        (parent,) = statement["context"]["contextActivities"]["parent"]
        assert parent["id"] == f"https://lms.example.org/course/{COURSE}"


def test_no_quiz_looks_like_a_course_whose_pass_aspects_would_count(made):
    kinds = [statement["object"]["definition"]["type"].rpartition("/")[2] for statement in made["statements"]]
    assert kinds == ["assessment"] * 4 + ["practice-assessment"] * 2


def test_the_try_is_numbered(made):
    for statement in made["statements"]:
        assert statement["object"]["definition"]["extensions"] == {"http://id.tincanapi.com/extension/attempt-id": 1}


def test_the_result_is_what_the_grade_book_has_and_practice_neither_passes_nor_fails(made):
    started, passed, _, failed, _, practised = (statement.get("result") for statement in made["statements"])
    assert started is None
    for result in (passed, failed, practised):
        assert result.pop("duration").startswith("PT")
        assert result.pop("completion") is True
    assert passed == {"success": True, "score": {"scaled": 1.0, "raw": 1.0, "min": 0, "max": 1}}
    assert failed == {"success": False, "score": {"scaled": 0.0, "raw": 0.0, "min": 0, "max": 1}}
    assert practised == {"score": {"scaled": 0.0, "raw": 0.0, "min": 0, "max": 1}}


def test_the_person_is_a_random_id_and_nothing_else(made):
    for statement in made["statements"]:
        assert statement["actor"] == {
            "objectType": "Agent",
            "account": {"homePage": "https://lms.example.org", "name": "3e6db984-24f2-4aa8-958d-7195f607db27"},
        }
    text = json.dumps(made["statements"])
    assert "ada" not in text.lower().replace("adlnet", "")


def test_statements_have_ids_of_their_own(made):
    assert len({statement["id"] for statement in made["statements"]}) == 6


def test_an_event_without_a_block_makes_no_statement_and_breaks_nothing(send):
    found = send(try_quiz("practice"), {name: value for name, value in CONTEXT.items() if name != "module"})
    assert found["statements"] == []
    assert "Traceback" not in found["log"]


def read_settings(order):
    settings = SimpleNamespace(LMS_ROOT_URL="https://lms.example.org", EVENT_TRACKING_BACKENDS={"logger": {}})
    for read in order:
        read(settings)
    values = deepcopy(vars(settings))
    values[ALLOWED] = sorted(values[ALLOWED])
    values["xapi"] = sorted(whitelist_of(values, "xapi"))
    values.pop("EVENT_TRACKING_BACKENDS")
    values["outer"] = settings.EVENT_TRACKING_BACKENDS["event_transformer"]["OPTIONS"]["processors"][0]["OPTIONS"]
    values["caliper"] = whitelist_of(vars(settings), "caliper")
    assert "logger" in settings.EVENT_TRACKING_BACKENDS
    return values


def whitelist_of(values, name):
    backends = values["EVENT_TRACKING_BACKENDS"]["event_transformer"]["OPTIONS"]["backends"]
    return backends[name]["OPTIONS"]["processors"][0]["OPTIONS"]["whitelist"]


@pytest.mark.parametrize("order", ORDERS, ids=["ours-last", "ours-first"])
def test_our_events_pass_every_filter_whichever_plug_in_the_platform_reads_first(order):
    values = read_settings(order)
    for filtered in (values[ALLOWED], values["xapi"], values["outer"]["whitelist"], values["EVENT_BUS_TRACKING_LOGS"]):
        assert {STARTED, SUBMITTED, "problem_check"} <= set(filtered)
    assert not {STARTED, SUBMITTED} & set(values["caliper"])


def test_both_orders_end_in_the_same_settings_and_reading_twice_changes_nothing():
    first, last = (read_settings(order) for order in ORDERS)
    assert first == last == read_settings([their_settings, allow_statements, allow_statements])


def test_where_its_app_is_not_installed_nothing_is_imported_and_ours_gets_ready():
    assert not apps.is_installed("event_routing_backends")
    script = (
        "import sys; from django.conf import settings; import django;"
        "settings.configure(INSTALLED_APPS=['empower_lms.openedx.apps.OpenEdxConfig',"
        " 'django.contrib.auth', 'django.contrib.contenttypes', 'empower_lms.openedx.apps.RecordsPlugin']);"
        "django.setup();"
        "assert not [name for name in sys.modules if name.startswith(('event_routing_backends', 'tincan'))]"
    )
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "xblocks")])
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=environment, check=True)


def test_settings_stay_as_they_are_where_the_package_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "event_routing_backends", None)
    settings = SimpleNamespace()
    allow_statements(settings)
    assert vars(settings) == {}
