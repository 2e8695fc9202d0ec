"""The Tutor plug-in in the real ``tutor``: what it renders, and that what comes out can run."""

import configparser
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
import yaml

from empower_lms import __version__

REPOSITORY = Path(__file__).parents[2]
# Each needs another click, so each has an environment, which is kept beside the one of the tests.
RELEASES = (20, 21, 22)

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


@pytest.fixture(scope="module", params=RELEASES, ids=lambda release: f"tutor-{release}")
def release(request) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def bin_folder(release) -> Path:
    """An environment with Tutor and our package: what Tutor needs and what the workbench needs exclude each other."""
    folder = Path(f"{sys.prefix}-tutor-{release}")
    config = configparser.ConfigParser()
    config.read(REPOSITORY / "setup.cfg")
    # An editable install goes stale with these alone.
    ours = [*config["options.entry_points"].items(), config["options"]["package_dir"], str(REPOSITORY), sys.version]
    wanted = hashlib.sha256(repr(ours).encode()).hexdigest()
    stamp = folder / ".installed"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, f"tutor>={release},<{release + 1}"], check=True)
        subprocess.run([*pip, "--no-deps", "--editable", str(REPOSITORY)], check=True)
        stamp.write_text(wanted)
    return folder / "bin"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory, bin_folder) -> Path:
    """What an operator has after enabling the plug-in: made once for each release, and copied for each test."""
    folder = tmp_path_factory.mktemp("rendered")
    tutor = Tutor(folder, bin_folder)
    tutor.run("plugins", "enable", "empower")
    tutor.run("config", "save")
    return folder


@pytest.fixture
def tutor(tmp_path, bin_folder, rendered) -> Tutor:
    shutil.copytree(rendered / "root", tmp_path / "root")
    return Tutor(tmp_path, bin_folder)


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


def test_the_settings_compile_and_hold_ours(tutor):
    tutor.run("config", "save", "--set", 'EMPOWER_ZONE=America/"Lima"')
    for name in SETTINGS:
        text = tutor.rendered(name)
        compile(text, name, "exec")
        assert 'EMPOWER_ZONE = "America/\\"Lima\\""' in text


def test_the_records_get_a_database_for_every_character(tutor):
    """Else an answer with an emoji would fail: see the system check empower_records.W003."""
    environment = tutor.rendered("apps/openedx/config/lms.env.yml")
    for name in SETTINGS:
        text = tutor.rendered(name) + environment
        assert "utf8mb4" in text
        assert "isolation" not in text.lower(), "Django's own level, read committed, is the one that the records need"


def test_the_init_tasks_are_good_shell(tutor, tmp_path):
    tutor.run("config", "save", "--set", "EMPOWER_IMPORT_COURSES=true")
    for script in tutor.init_tasks().values():
        done = subprocess.run(["bash", "-n", "-c", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_containers_and_image_are_still_what_tutor_made_of_them(tutor):
    """The plug-in adds lines; it takes away and breaks nothing."""
    for name in ("local/docker-compose.yml", "local/docker-compose.prod.yml", "local/docker-compose.jobs.yml"):
        assert yaml.safe_load(tutor.rendered(name))["services"]
    dockerfile = tutor.rendered("build/openedx/Dockerfile")
    (ours,) = [number for number, line in enumerate(dockerfile.splitlines()) if "empower-lms" in line]
    lines = dockerfile.splitlines()
    requirements = [number for number, line in enumerate(lines) if "edx-platform" in line and "install" in line]
    requirements += [
        number for number, line in enumerate(lines) if re.search(r"pip install.*base\.txt|base\.txt", line)
    ]
    assert requirements, dockerfile
    assert ours > min(requirements), "ours comes after what the platform pins"
    assert lines[ours - 1].startswith("RUN --mount=type=cache")


def test_the_image_installs_this_version_unless_the_operator_says_otherwise(tutor):
    assert f"pip install 'empower-lms=={__version__}'" in tutor.rendered("build/openedx/Dockerfile")
    tutor.run("config", "save", "--set", "EMPOWER_REQUIREMENT=")
    assert "empower" not in tutor.rendered("build/openedx/Dockerfile")


def test_the_operators_own_requirements_stay(tutor):
    tutor.run("config", "save", "--append", "OPENEDX_EXTRA_PIP_REQUIREMENTS=other-package==1")
    dockerfile = tutor.rendered("build/openedx/Dockerfile")
    assert "other-package==1" in dockerfile
    assert "empower-lms" in dockerfile


@pytest.mark.parametrize("requirement", ["empower-lms[local]==1.0", "empower-lms; python_version >= '3.11'"])
def test_any_requirement_is_one_word_of_the_shell(tutor, requirement):
    tutor.run("config", "save", "--set", f"EMPOWER_REQUIREMENT={requirement}")
    lines = tutor.rendered("build/openedx/Dockerfile").splitlines()
    command = next(line for line in lines if "pip install" in line and "empower" in line)
    done = subprocess.run(
        ["bash", "-c", command.replace("pip install", "printf %s")], capture_output=True, text=True, check=False
    )
    assert done.stdout == requirement


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
