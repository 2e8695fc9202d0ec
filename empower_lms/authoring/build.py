"""Build a catalogue: one package per course."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from empower_lms.authoring.olx.compile import compile_course
from empower_lms.authoring.olx.package import pack
from empower_lms.domain.course import Catalogue, Course


@dataclass(frozen=True)
class BuiltPackage:
    """One written package. ``sha256`` is over the bytes: the same source gives the same on every machine."""

    course: str
    path: Path
    size: int
    sha256: str


def build_package(catalogue: Catalogue, course: Course) -> bytes:
    """Return the bytes of a course's package."""
    return pack(compile_course(catalogue, course))


def write_packages(catalogue: Catalogue, folder: Path) -> list[BuiltPackage]:
    """Write ``<course>.tar.gz`` for every course; each appears whole or not at all.

    Raises:
        OSError: when the folder can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    built: list[BuiltPackage] = []
    for course in catalogue.courses:
        data = build_package(catalogue, course)
        path = folder / f"{course.id}.tar.gz"
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_bytes(data)
        unfinished.replace(path)
        built.append(BuiltPackage(course.id, path, len(data), hashlib.sha256(data).hexdigest()))
    return built
