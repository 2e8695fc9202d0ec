"""What the commands on a catalogue share: finding it and loading it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from empower_lms.authoring.load import Loaded
    from empower_lms.cli.report import Report

USUAL_FOLDER = "courses"


def find_catalogue(path: Path | None) -> Path:
    """Return the named folder; without a name the current one, or ``courses`` below it."""
    if path is not None:
        return path
    here = Path()
    is_below = not (here / "catalogue.yaml").exists() and (here / USUAL_FOLDER / "catalogue.yaml").exists()
    return here / USUAL_FOLDER if is_below else here


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the user's cache folder for this program (XDG base directories)."""
    base = environment.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "empower-lms"


def load_and_report(path: Path | None) -> "tuple[Loaded, Report]":
    """Load a catalogue and make the report of what was found."""
    from empower_lms.authoring.load import load_catalogue
    from empower_lms.cli.language import message_catalogue
    from empower_lms.cli.report import Report

    root = find_catalogue(path)
    loaded = load_catalogue(root, cache=cache_folder())
    return loaded, Report(str(root), loaded.diagnostics, message_catalogue())
