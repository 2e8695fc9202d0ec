"""The wheel in a platform's environment: it takes what is there, changes nothing of it, and adds next to nothing.

Runs in each environment of ``scripts/setup.sh``, on the package set that the environment has.
"""

import json
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

import django
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parents[2]
SET = REPOSITORY / "scripts" / "package-sets" / ("verawood.txt" if django.VERSION >= (5,) else "teak.txt")
# Everything that a platform does not have already.
NEW = {"empower-lms", "google-re2", "markdown-it-py", "mdit-py-plugins", "mdurl"}
GROUPS = {
    "xblock.v1": {"empower_lesson", "empower_quiz", "empower_scope"},
    "lms.djangoapp": {"empower_openedx", "empower_records"},
    "cms.djangoapp": {"empower_openedx", "empower_records"},
}


def pip(*words: object) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *(str(word) for word in words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@cache
def pins() -> dict[str, str]:
    """Return the versions of the set that this Python would get, by canonical name."""
    lines = [line.partition("#")[0].strip() for line in SET.read_text().splitlines()]
    wanted = [Requirement(line) for line in lines if line]
    return {
        canonicalize_name(one.name): str(one.specifier).removeprefix("==")
        for one in wanted
        if str(one.specifier).startswith("==") and (one.marker is None or one.marker.evaluate())
    }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel, built from a copy so that no build leaves anything behind."""
    source = tmp_path_factory.mktemp("source") / "empower-lms"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in listed.stdout.splitlines():
        if (REPOSITORY / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, source / name)
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", folder, source)
    (built,) = folder.glob("*.whl")
    return built


def would_install(*words: object) -> dict[str, str]:
    report = json.loads(pip("install", "--quiet", "--dry-run", "--report", "-", *words))
    return {
        canonicalize_name(one["metadata"]["name"]): one["metadata"]["version"]
        for one in report["install"]
    }  # fmt: skip


def test_a_platform_gets_few_packages_and_keeps_its_versions(wheel):
    found = would_install("--ignore-installed", "--constraint", SET, wheel)
    assert {name: version for name, version in found.items() if name in pins()} == {
        name: pins()[name] for name in found if name in pins()
    }
    assert set(found) - set(pins()) - {"setuptools"} == NEW
    assert not set(found) & {"xblock-sdk", "gunicorn", "whitenoise", "dj-database-url", "celery"}


def test_nothing_that_is_there_is_replaced(wheel):
    """No constraint here: whoever types ``pip install empower-lms`` has none either."""
    assert set(would_install("--force-reinstall", "--no-deps", wheel)) == {"empower-lms"}
    assert set(would_install(wheel)) <= {"empower-lms"}


def test_the_environment_has_the_versions_of_the_set():
    listed = {canonicalize_name(one["name"]): one["version"] for one in json.loads(pip("list", "--format", "json"))}
    differing = {name: listed[name] for name, version in pins().items() if name in listed and listed[name] != version}
    assert differing == {}
    assert {"django", "xblock", "pydantic", "jinja2", "click", "lxml", "nh3"} <= set(listed)


def test_no_requirement_is_broken():
    assert pip("check").strip() == "No broken requirements found."


@pytest.mark.parametrize("group", GROUPS)
def test_every_entry_point_loads(group):
    ours = {point.name: point.load() for point in entry_points(group=group) if point.dist.name == "empower-lms"}
    assert set(ours) == GROUPS[group]


def test_tutors_entry_point_names_a_module():
    (point,) = (one for one in entry_points(group="tutor.plugin.v1") if one.name == "empower")
    assert (REPOSITORY / f"{point.value.replace('.', '/')}.py").is_file()


@pytest.mark.parametrize("file", sorted(SET.parent.glob("*.txt")), ids=lambda file: file.stem)
def test_a_set_holds_versions_and_says_where_they_are_from(file):
    text = file.read_text()
    assert "Source:" in text
    for line in text.splitlines():
        if line and not line.startswith("#"):
            assert re.fullmatch(r"""[\w.-]+(==[\w.]+|<\d+)(; python_version (>=|<) "3\.12")?""", line), line
