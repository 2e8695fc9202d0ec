"""What we ship: sdist, wheel and editable install hold the same, and the wheel works by itself."""

import configparser
import hashlib
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
ROOTS = {
    "empower_lms": REPOSITORY / "empower_lms",
    "empower_lms.courses": REPOSITORY / "courses",
    "empower_xblocks": REPOSITORY / "xblocks" / "empower_xblocks",
}


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tracked_files() -> list[Path]:
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=REPOSITORY).splitlines()
    return [REPOSITORY / name for name in listed]


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of the sources without anything that a build left behind."""
    copy = tmp_path_factory.mktemp("source")
    for path in tracked_files():
        if path.is_file():
            target = copy / path.relative_to(REPOSITORY)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    return copy


@pytest.fixture(scope="module")
def built(source, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, source)
    return folder


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """An environment that has the wheel and nothing of the repository."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    wheel = next(built.glob("*.whl"))
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", f"{wheel}[local]")
    return folder / "bin"


def shipped_sources() -> set[str]:
    """Every file of a package that belongs into a distribution, by its installed path."""
    shipped = set()
    for package, root in ROOTS.items():
        for path in tracked_files():
            if path.is_file() and path.is_relative_to(root) and path.name != "README.md":
                shipped.add(f"{package.replace('.', '/')}/{path.relative_to(root).as_posix()}")
    return shipped


def test_every_package_is_listed():
    config = configparser.ConfigParser()
    config.read(REPOSITORY / "setup.cfg")
    listed = set(config["options"]["packages"].split())
    found = {
        ".".join([package, *path.parent.relative_to(root).parts])
        for package, root in ROOTS.items()
        for path in root.rglob("__init__.py")
    }
    assert listed == found


def test_the_wheel_holds_every_file_and_no_other(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert names == shipped_sources()


def test_the_sdist_builds_the_same_wheel(built, tmp_path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "again", next(tmp_path.iterdir()))
    contents = []
    for folder in (built, tmp_path / "again"):
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            contents.append({name: wheel.read(name) for name in wheel.namelist() if not name.endswith("RECORD")})
    assert contents[0] == contents[1]


def test_no_answer_key_is_a_data_file_of_the_blocks():
    suffixes = {path.suffix for path in ROOTS["empower_xblocks"].rglob("*") if path.is_file()} - {".pyc"}
    assert suffixes <= {".py", ".typed", ".js", ".css", ".j2", ".svg", ".mo", ".po"}


def test_the_wheel_checks_and_builds_the_shipped_catalogue(installed, tmp_path):
    # Elsewhere than in the repository, which Python would look into first.
    where = run(
        installed / "python",
        "-c",
        "from importlib.resources import files; print(files('empower_lms.courses'))",
        cwd=tmp_path,
    ).strip()
    assert "site-packages" in where
    run(installed / "empower-lms", "check", where, cwd=tmp_path)
    run(installed / "empower-lms", "build", where, "-o", tmp_path / "wheel", cwd=tmp_path)
    run(sys.executable, "-m", "empower_lms.cli.main", "build", REPOSITORY / "courses", "-o", tmp_path / "tree")
    packages = [
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / folder).iterdir()}
        for folder in ("wheel", "tree")
    ]
    assert packages[0]
    assert packages[0] == packages[1]


def test_the_wheel_brings_blocks_and_commands(installed, tmp_path):
    listed = run(
        installed / "python",
        "-c",
        "from importlib.metadata import entry_points as e\n"
        "print(sorted(x.load().__name__ for x in e(group='xblock.v1') if x.name.startswith('empower')))",
        cwd=tmp_path,
    )
    assert listed.strip() == "['LessonBlock', 'QuizBlock', 'ScopeBlock']"
    assert run(installed / "empower-lms", "--version").startswith("empower-lms ")
    assert run(installed / "python", "-m", "pip", "check").strip() == "No broken requirements found."


def test_the_core_brings_neither_the_workbench_nor_a_server(built, tmp_path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        metadata = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
    core = [line for line in metadata.splitlines() if line.startswith("Requires-Dist") and "extra ==" not in line]
    assert core
    assert not [line for line in core if any(name in line for name in ("xblock-sdk", "gunicorn", "web-fragments"))]
