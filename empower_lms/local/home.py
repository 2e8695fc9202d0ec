"""The home of a local LMS: one folder with its database, secret key and built courses."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

DEFAULT_HOME = ".empower"
ENVIRONMENT_VARIABLE = "EMPOWER_HOME"


@dataclass(frozen=True, kw_only=True)
class Home:
    """Where a local LMS keeps what it must not lose. Nothing else is written anywhere."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        return cls(root=Path(os.environ.get(ENVIRONMENT_VARIABLE, DEFAULT_HOME)).resolve())

    @property
    def database(self) -> Path:
        return self.root / "lms.sqlite3"

    @property
    def packages(self) -> Path:
        return self.root / "packages"

    @property
    def demo_people(self) -> Path:
        return self.root / "demo-people.json"

    def create(self) -> None:
        """Create the folders, readable by their owner only."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.packages.mkdir(mode=0o700, exist_ok=True)

    def secret_key(self) -> str:
        """Return this home's own secret key, made fresh the first time."""
        self.create()
        path = self.root / "secret-key"
        write_private(path, secrets.token_urlsafe(50))
        return path.read_text(encoding="ascii")


def write_private(path: Path, text: str) -> bool:
    """Write a file that only its owner can read, unless it exists; say whether it was written.

    The file appears whole or not at all, so that two processes that start together agree on it.
    """
    if path.exists():
        return False
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
