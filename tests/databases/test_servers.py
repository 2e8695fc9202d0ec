"""The local LMS on a database server: the whole program, started as an operator starts it."""

import json
import os
import sys

import pytest

from tests.databases.servers import KIND, fresh_database
from tests.served import COURSES, REPOSITORY, run_command, run_python

pytestmark = pytest.mark.skipif(KIND == "sqlite", reason="needs a server: tests/run_databases.sh starts them")

OPEN = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from empower_lms.local.boot import configure
configure(Path(sys.argv[1]))
"""

STORY = """
from empower_lms.local.publish import migrate
from empower_lms.records import models
from tests.records.cases import *
migrate()
publish()
ada = make_user("ada")
give_scope(make_user("sam"), ada)
start(ada, make_quiz(course="tools"))
keys = models.Attempt.objects.order_by("started_at", "pk").values_list("pk", flat=True)
print(json.dumps([str(key) for key in keys]))
"""

LATER = """
from django.contrib.auth import get_user_model
from django.db import connection
from empower_lms.local.publish import migrate
from empower_lms.records import api
from empower_lms.records import models
from tests.records.cases import *
migrate()
ada = get_user_model().objects.get(username="ada")
holder = models.Holder.objects.get(user=ada)
document = make_quiz(course=sys.argv[3])
again = start(ada, document)
for item in again.form.items:
    answer(ada, again, item.position, right_answer(document, item), key=str(item.position))
keys = models.Attempt.objects.order_by("started_at", "pk").values_list("pk", flat=True)
print(json.dumps({
    "attempts": [str(key) for key in keys],
    "by key": models.Attempt.objects.filter(pk=again.id, holder__key=holder.key).count(),
    "passed": hand_in(ada, again).result.passed,
    "granted": api.decide_case(None, "ada", "FIN-1", INSIDE, now=NOW).is_granted,
    "findings": [str(one) for one in api.verify_ledger().findings],
}))
"""

NARROW = """
from io import StringIO
from django.core.management import call_command
from empower_lms.local.publish import migrate
from empower_lms.records import api
from empower_lms.records.models import Decision
from tests.records.cases import *
migrate()
publish()
give_scope(make_user("sam"), make_user("ada"))
inside = api.decide_case(None, "ada", "FIN-1", INSIDE, now=NOW)
outside = api.decide_case(None, "ada", "FIN-1", INSIDE | {"note": "\N{COLLISION SYMBOL}"}, now=NOW)
said = StringIO()
call_command("check", databases=["default"], stderr=said, no_color=True)
print(json.dumps([inside.is_granted, outside.is_granted, outside.id, Decision.objects.count(), said.getvalue()]))
"""


def run_script(python: str, script: str, home: str, url: str, *words: str) -> str:
    arguments = ("-W", "ignore", "-c", OPEN + script, home, str(REPOSITORY), *words)
    done = run_python(*arguments, python=python, database_url=url)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_rows_of_teak_are_found_by_verawood(tmp_path):
    """A platform is upgraded: what Django 4.2 wrote, Django 5 reads and goes on with."""
    teak = os.environ.get("EMPOWER_TEAK_PYTHON")
    if not teak:
        pytest.skip("EMPOWER_TEAK_PYTHON names no Python with the packages of Teak")
    with fresh_database() as url:
        attempts = json.loads(run_script(teak, STORY, str(tmp_path), url))
        assert len(attempts) == 3
        later = json.loads(run_script(sys.executable, LATER, str(tmp_path), url, "tools"))
        assert later == {"attempts": attempts, "by key": 1, "passed": True, "granted": True, "findings": []}
        # And back, should the upgrade be undone.
        assert len(json.loads(run_script(teak, LATER, str(tmp_path), url, "team"))["attempts"]) == 4


def test_records_are_checked_without_a_file_in_the_home(tmp_path):
    with fresh_database() as url:
        run_script(sys.executable, STORY, str(tmp_path / "other"), url)
        done = run_command("verify-ledger", "--home", str(tmp_path / "home"), database_url=url)
    assert done.returncode == 0, done.stderr
    assert "entries" in done.stdout
    assert not (tmp_path / "home" / "lms.sqlite3").exists()


def test_a_start_names_the_database_and_never_its_password(tmp_path):
    url = f"{'mysql' if KIND == 'mariadb' else 'postgresql'}://somebody:s3cret@127.0.0.1:1/empower"
    done = run_command("serve", str(COURSES), "--home", str(tmp_path / "home"), database_url=url)
    assert done.returncode != 0
    assert "s3cret" not in done.stdout + done.stderr


@pytest.mark.skipif(KIND != "mariadb", reason="only MySQL and MariaDB have databases for some characters only")
def test_a_database_for_three_bytes_is_named_and_never_half_written(tmp_path):
    with fresh_database("CHARACTER SET utf8mb3") as url:
        printed = run_script(sys.executable, NARROW, str(tmp_path), url).splitlines()[-1]
    granted, refused, recorded, decisions, said = json.loads(printed)
    # It works for everything that fits; what can't be recorded is refused.
    assert (granted, refused, recorded, decisions) == (True, False, None, 1)
    assert "empower_records.W003" in said
    assert "database (utf8mb3), empower_local_completion (utf8mb3)" in said
    assert "connection" not in said.split("W003")[1].split("HINT")[0]
