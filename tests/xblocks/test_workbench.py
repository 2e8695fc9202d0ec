"""The blocks in the workbench of xblock-sdk, over HTTP, as their authors try them out."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

DRIVER = """
import re
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "--run-syncdb", verbosity=0)
from django.test import Client
from xblock.core import XBlock
from xblock.plugin import PluginMissingError
from empower_xblocks.lesson import LessonBlock
from empower_xblocks.quiz import QuizBlock
from empower_xblocks.scope import ScopeBlock
BLOCKS = {"empower_lesson": LessonBlock, "empower_quiz": QuizBlock, "empower_scope": ScopeBlock}
from workbench.runtime import WorkbenchRuntime
from tests.fakes import InMemoryRecords
from empower_xblocks.scenarios import sample_scope
records = InMemoryRecords(scopes=(sample_scope().scope,))
build = WorkbenchRuntime.__init__
def with_records(self, user_id=None):
    build(self, user_id)
    self._services["empower_records"] = records
WorkbenchRuntime.__init__ = with_records
from workbench.scenarios import add_xml_scenario
client = Client()
seen = {}
for tag, block in BLOCKS.items():
    for number, (description, xml) in enumerate(block.workbench_scenarios()):
        name = f"{tag}-{number}"
        add_xml_scenario(name, description, xml)
        page = client.get(f"/scenario/{name}/").content.decode()
        seen[name] = "<empower-block" in page
        for action in re.findall(r'action="([^"]*(?:begin|mark_read)[^"]*)"', page):
            answer = client.post(action.replace("&amp;", "&"), headers={"accept": "text/x-empower-fragment"})
            seen[name + " handler"] = answer.status_code == 200 and b"<empower-block" in answer.content
import json
print("SEEN" + json.dumps(seen))
"""


def test_every_scenario_renders_and_its_first_button_works(tmp_path):
    (tmp_path / "var").mkdir()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "workbench.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'xblocks'}",
        "WORKBENCH_DATABASES": json.dumps(
            {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "workbench.db")}}
        ),
    }
    done = subprocess.run(
        [sys.executable, "-c", DRIVER], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.rpartition("SEEN")[2])
    assert seen == {
        "empower_lesson-0": True,
        "empower_lesson-0 handler": True,
        "empower_quiz-0": True,
        "empower_quiz-0 handler": True,
        "empower_quiz-1": True,
        "empower_quiz-1 handler": True,
        "empower_scope-0": True,
    }
