"""A memory of texts in which the Markdown check found nothing, so that a rebuild parses only what changed.

It holds digests and nothing else: a lost, old or broken memory costs time and changes no result.
"""

import hashlib
import os
from functools import cached_property
from pathlib import Path

from empower_lms import __version__

_RULES = "1"
"""Raise it when ``markdown.py`` begins to refuse something that it accepted."""


class CleanTexts:
    """Digests of texts known to be clean; without a file it remembers for this run only."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.used: set[str] = set()

    @cached_property
    def known(self) -> frozenset[str]:
        try:
            return frozenset(self.file.read_text("ascii").split()) if self.file else frozenset()
        except (OSError, ValueError):
            return frozenset()

    def has(self, text: str) -> bool:
        """Say whether a text was clean before."""
        key = _key(text)
        if key in self.known:
            self.used.add(key)
        return key in self.used

    def add(self, text: str) -> None:
        """Remember a clean text."""
        self.used.add(_key(text))

    def save(self) -> None:
        """Keep what this run used, for the next one. A memory that can't be kept is no mistake of the user."""
        if self.file is None or self.used == self.known:
            return
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self.file.with_name(f"{self.file.name}.{os.getpid()}")
            unfinished.write_text("\n".join(sorted(self.used)) + "\n", "ascii")
            unfinished.replace(self.file)
        except OSError:
            return


def memory_of(root: Path, folder: Path) -> CleanTexts:
    """Return the memory of one catalogue in a cache folder."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(root))).hexdigest()[:16]
    return CleanTexts(folder / f"clean-texts-{name}")


def _key(text: str) -> str:
    return hashlib.sha256(f"{__version__}/{_RULES}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
