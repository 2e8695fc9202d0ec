"""The Tutor plug-in in the real ``tutor``: what it renders, and that what comes out can run."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

from empower_lms import __version__

REPOSITORY = Path(__file__).parents[2]
RELEASE = "tutor>=22,<23"

RENDER_TASKS = """
import json, sys
from tutor import config, env, hooks
hooks.Actions.CORE_READY.do()
hooks.Actions.PROJECT_ROOT_READY.do(sys.argv[1])
settings = config.load_full(sys.argv[1])
tasks = hooks.Filters.CLI_DO_INIT_TASKS.iterate_from_context(hooks.Contexts.app("empower").name)
print(json.dumps([[service, env.render_str(settings, task)] for service, task in tasks]))
"""

MANAGE = """#!/bin/sh
echo "$@" >> "$CALLS"
"""


class Tutor:
    """One operator with a configuration of their own."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.bin_folder = bin_folder
        self.root = folder / "root"
        (folder / "plugins").mkdir()
        self.environment = os.environ | {
            "TUTOR_ROOT": str(self.root),
            "TUTOR_PLUGINS_ROOT": str(folder / "plugins"),
            "HOME": str(folder),
        }

    def run(self, *words: str) -> str:
        return self._run(str(self.bin_folder / "tutor"), *words)

    def rendered(self, name: str) -> str:
        return (self.root / "env" / name).read_text()

    def init_tasks(self) -> dict[str, str]:
        """Return what ``tutor local launch`` runs for us in each container."""
        return dict(json.loads(self._run(str(self.bin_folder / "python"), "-c", RENDER_TASKS, str(self.root))))

    def _run(self, *command: str) -> str:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory) -> Path:
    """An environment with Tutor and our package: what Tutor needs and what the workbench needs exclude each other."""
    folder = tmp_path_factory.mktemp("tutor")
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, RELEASE], check=True)
    subprocess.run([*pip, "--no-deps", "--editable", str(REPOSITORY)], check=True)
    return folder / "bin"


@pytest.fixture
def tutor(tmp_path, bin_folder) -> Tutor:
    tutor = Tutor(tmp_path, bin_folder)
    tutor.run("plugins", "enable", "empower")
    tutor.run("config", "save")
    return tutor


SETTINGS = [
    f"apps/openedx/settings/{service}/{mode}.py" for service in ("lms", "cms") for mode in ("production", "development")
]


def run_task(script: str, folder: Path) -> list[str]:
    """Run an init task where the platform's ``manage.py`` only writes down how it was called."""
    manage, calls = folder / "manage.py", folder / "calls"
    manage.write_text(MANAGE)
    manage.chmod(0o755)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env=os.environ | {"PATH": path, "CALLS": str(calls)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return calls.read_text().splitlines() if calls.exists() else []


@pytest.mark.parametrize("name", SETTINGS)
def test_the_settings_compile_and_hold_ours(tutor, name):
    tutor.run("config", "save", "--set", 'EMPOWER_ZONE=America/"Lima"')
    text = tutor.rendered(name)
    compile(text, name, "exec")
    assert 'EMPOWER_ZONE = "America/\\"Lima\\""' in text


def test_the_image_installs_this_version_unless_the_operator_says_otherwise(tutor):
    assert f"pip install 'empower-lms=={__version__}'" in tutor.rendered("build/openedx/Dockerfile")
    tutor.run("config", "save", "--set", "EMPOWER_REQUIREMENT=")
    assert "empower" not in tutor.rendered("build/openedx/Dockerfile")


def test_the_operators_own_requirements_stay(tutor):
    tutor.run("config", "save", "--append", "OPENEDX_EXTRA_PIP_REQUIREMENTS=other-package==1")
    dockerfile = tutor.rendered("build/openedx/Dockerfile")
    assert "other-package==1" in dockerfile
    assert "empower-lms" in dockerfile


def test_a_working_copy_is_mounted_into_image_and_container(tutor, tmp_path):
    (tmp_path / "empower-lms").mkdir()
    tutor.run("mounts", "add", str(tmp_path / "empower-lms"))
    (mount,) = yaml.safe_load(tutor.run("mounts", "list"))
    assert {"image": "openedx", "context": "mnt-empower-lms"} in mount["build_mounts"]
    assert {"service": "openedx", "container_path": "/mnt/empower-lms"} in mount["compose_mounts"]


def test_init_migrates_and_publishes_the_shipped_cards(tutor, tmp_path):
    migrate, register = run_task(tutor.init_tasks()["lms"], tmp_path)
    assert migrate == "lms migrate empower_records"
    command, name, catalogue, *rest = register.split()
    assert (command, name, rest) == ("lms", "register", ["--published-by", "tutor"])
    assert (Path(catalogue) / "scopes").is_dir()


def test_init_imports_courses_only_when_asked(tutor, tmp_path):
    assert run_task(tutor.init_tasks()["cms"], tmp_path) == []
    tutor.run("config", "save", "--set", "EMPOWER_IMPORT_COURSES=true")
    calls = run_task(tutor.init_tasks()["cms"], tmp_path)
    assert sorted(Path(call.split()[2]).name for call in calls) == ["lead", "scope"]
    assert all(call.startswith("cms import ") and call.endswith(" course") for call in calls)


def test_init_takes_a_catalogue_of_ones_own(tutor, tmp_path):
    tutor.run("config", "save", "--set", "EMPOWER_CATALOGUE=/openedx/my catalogue")
    assert run_task(tutor.init_tasks()["lms"], tmp_path)[1] == "lms register /openedx/my catalogue --published-by tutor"


def test_disabled_it_leaves_nothing_behind(tutor):
    tutor.run("plugins", "disable", "empower")
    tutor.run("config", "save")
    for name in [*SETTINGS, "build/openedx/Dockerfile"]:
        assert "empower" not in tutor.rendered(name).lower()
