"""The example catalogue that ``empower-lms new`` starts from."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


class FolderNotEmptyError(ValueError):
    """There is something in the folder already, and nothing is ever overwritten."""


def write_example(folder: Path) -> list[Path]:
    """Write a small, valid catalogue in English and German; return what was written.

    Raises:
        FolderNotEmptyError: when the folder holds anything.
        OSError: when it can't be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmptyError(str(folder))
    example = files("empower_lms.authoring").joinpath("templates", "example")
    return sorted(_copy(example, folder))


def _copy(source: Traversable, target: Path) -> list[Path]:
    if not source.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        return [target]
    return [path for child in source.iterdir() for path in _copy(child, target / child.name)]
