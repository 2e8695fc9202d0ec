"""A real server of the local LMS in its own process, for tests and benchmarks."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
COURSES = REPOSITORY / "courses"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Served:
    """One running ``empower-lms serve --demo`` and the people in it."""

    process: subprocess.Popen[str]
    base: str
    home: Path
    output: Path
    database_url: str = ""

    @property
    def people(self) -> dict[str, str]:
        people = json.loads((self.home / "demo-people.json").read_text())
        return {person["username"]: person["secret"] for person in people}

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """Stop the server; with SIGKILL the workers go, too, as in a power cut."""
        if how is signal.SIGKILL:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def database(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.home / 'lms.sqlite3'}?mode=ro", uri=True, timeout=20)


def start_server(
    home: Path,
    *,
    courses: Path = COURSES,
    port: int | None = None,
    workers: int = 1,
    settings: str = "",
    database_url: str = "",
) -> Served:
    """Start a server and wait until it answers.

    Args:
        settings: other Django settings than the local LMS's.
        database_url: a database server instead of the file in the home.

    Raises:
        RuntimeError: with the server's output, when it ends instead.
    """
    port = port or free_port()
    output = home.with_name(f"{home.name}.log")
    home.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "empower_lms.cli.main", "serve", str(courses), "--demo"),
        *("--home", str(home), "--port", str(port), "--workers", str(workers)),
    ]
    environment = shell_environment(database_url)
    environment |= {"PYTHONPATH": str(REPOSITORY)} | ({"DJANGO_SETTINGS_MODULE": settings} if settings else {})
    with output.open("a") as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True, env=environment
        )
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(output.read_text())
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    else:
        process.kill()
        raise RuntimeError(f"the server did not answer in a minute:\n{output.read_text()}")
    base = f"http://127.0.0.1:{port}"
    return Served(process=process, base=base, home=home, output=output, database_url=database_url)


def run_command(*arguments: str, database_url: str = "") -> subprocess.CompletedProcess[str]:
    """Run ``empower-lms`` as somebody would in a shell, without the settings of the test run."""
    return run_python("-m", "empower_lms.cli.main", *arguments, database_url=database_url)


def run_python(
    *arguments: str, database_url: str = "", python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    command = [python, *arguments]
    environment = shell_environment(database_url)
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=240, env=environment)


def shell_environment(database_url: str = "") -> dict[str, str]:
    """Return the environment of somebody at a shell, who knows nothing of this test run."""
    ours = {"DJANGO_SETTINGS_MODULE", "EMPOWER_DATABASE_URL", "EMPOWER_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return environment | ({"EMPOWER_DATABASE_URL": database_url} if database_url else {})
