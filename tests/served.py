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
    home: Path, *, courses: Path = COURSES, port: int | None = None, workers: int = 1, settings: str = ""
) -> Served:
    """Start a server and wait until it answers. ``settings`` names other Django settings than the local LMS's.

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
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
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
    return Served(process=process, base=f"http://127.0.0.1:{port}", home=home, output=output)


def run_command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``empower-lms`` as somebody would in a shell, without the settings of the test run."""
    return run_python("-m", "empower_lms.cli.main", *arguments)


def run_python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env=environment)
