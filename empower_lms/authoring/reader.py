"""Read the files of a catalogue, trusting none of them.

What can't be read becomes a finding; nothing here raises for what somebody put into the folder.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from empower_lms.authoring.kinds import files as kinds
from empower_lms.authoring.source import SourceFile, nearest, report
from empower_lms.domain.diagnostic import Diagnostic, Place

MAX_FILE_BYTES = 1_048_576
MAX_MARKDOWN_BYTES = 262_144
"""Markdown parsers need quadratic time for some texts, so pages have the lower limit. A lesson has 10,000 bytes."""

MAX_FILES = 20_000
PASSED_OVER = frozenset({"README.md", "__init__.py", "__pycache__"})

FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_SCOPE = re.compile(r"^scopes/[^/]+\.yaml$")
_COURSE = re.compile(r"^[^/]+/course\.yaml$")
_TEXT = re.compile(r"^[^/]+/(?:lessons|questions/(?:practice|certification))/[^/]+\.[a-z]{2}\.md$")


@dataclass
class CatalogueFiles:
    """Everything that was read, by relative path, in one fixed order."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """Files that are there but could not be read: they are broken, not missing."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_catalogue_files(root: Path) -> CatalogueFiles:
    """Read every text file that belongs to a catalogue."""
    found = CatalogueFiles()
    if not (root / "catalogue.yaml").is_file():
        found.diagnostics.append(report(kinds.NO_CATALOGUE, Place(file="catalogue.yaml"), folder=str(root)))
        return found
    real_root = os.path.realpath(root)
    for number, path in enumerate(_walk(real_root, "", found.diagnostics)):
        if number >= MAX_FILES:
            # Thousands of strange files would bury the one finding that explains them.
            found.diagnostics = [finding for finding in found.diagnostics if finding.kind is not kinds.UNKNOWN_FILE]
            found.diagnostics.append(report(kinds.TOO_MANY_FILES, Place(file="catalogue.yaml"), limit=MAX_FILES))
            break
        if not _is_ours(path):
            found.diagnostics.append(_unknown(path))
            continue
        source = _read_file(real_root, path, found.diagnostics)
        if source is not None:
            found.files[path] = source
        else:
            found.unread.add(path)
    return found


def _walk(root: str, folder: str, diagnostics: list[Diagnostic]) -> Iterator[str]:
    """Yield relative paths in order. Links to folders are never followed: they could form a circle."""
    try:
        entries = sorted(os.scandir(os.path.join(root, folder)), key=lambda entry: entry.name)
    except OSError as error:
        diagnostics.append(report(kinds.UNREADABLE, Place(file=folder or "."), reason=error.strerror))
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name in PASSED_OVER:
            continue
        path = f"{folder}/{entry.name}" if folder else entry.name
        # A name may hold bytes that no text can show; from here on it is printable.
        shown = path.encode("utf-8", "replace").decode()
        if entry.is_symlink() and (_leads_outside(root, path) or entry.is_dir()):
            diagnostics.append(report(kinds.LEADS_OUTSIDE, Place(file=shown), name=shown))
        elif shown != path:
            diagnostics.append(_unknown(shown))
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(root, path, diagnostics)
        else:
            yield path


def _leads_outside(root: str, path: str) -> bool:
    target = os.path.realpath(os.path.join(root, path))
    return os.path.commonpath([root, target]) != root


def _is_ours(path: str) -> bool:
    return path == "catalogue.yaml" or any(pattern.match(path) for pattern in (_SCOPE, _COURSE, _TEXT))


def _unknown(path: str) -> Diagnostic:
    name = path.rsplit("/", 1)[-1]
    depth = path.count("/")
    if depth == 0:
        expected = ["catalogue.yaml"]
    elif path.startswith("scopes/"):
        expected = ["scopes/<ID>.yaml"]
    else:
        folder = path.split("/", 1)[0]
        expected = [
            f"{folder}/course.yaml",
            f"{folder}/lessons/<name>.<language>.md",
            f"{folder}/questions/practice/<name>.<language>.md",
            f"{folder}/questions/certification/<name>.<language>.md",
        ]
    return report(kinds.UNKNOWN_FILE, Place(file=path), name=name, expected=nearest(path, expected))


def _read_file(root: str, path: str, diagnostics: list[Diagnostic]) -> SourceFile | None:
    full = os.path.join(root, path)
    limit = MAX_MARKDOWN_BYTES if path.endswith(".md") else MAX_FILE_BYTES
    try:
        if not os.path.isfile(full):
            diagnostics.append(report(kinds.UNREADABLE, Place(file=path), reason="it is no ordinary file"))
            return None
        with open(full, "rb") as stream:
            raw = stream.read(limit + 1)
            if len(raw) > limit:
                size = os.fstat(stream.fileno()).st_size
                diagnostics.append(report(kinds.TOO_LARGE, Place(file=path), size=size, limit=limit))
                return None
    except OSError as error:
        diagnostics.append(report(kinds.UNREADABLE, Place(file=path), reason=error.strerror))
        return None
    return read_text(path, raw, diagnostics)


def read_text(path: str, raw: bytes, diagnostics: list[Diagnostic]) -> SourceFile | None:
    """Decode one file; line ends of every system become ``\\n``."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        source = SourceFile(path, _unify_line_ends(raw.decode("utf-8", "replace")))
        before = _unify_line_ends(raw[: error.start].decode("utf-8"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        diagnostics.append(report(kinds.BROKEN_UTF8, source.place(line, column), byte=f"0x{raw[error.start]:02x}"))
        return None
    source = SourceFile(path, _unify_line_ends(text.removeprefix("\ufeff")))
    if text.startswith("\ufeff"):
        diagnostics.append(report(kinds.BYTE_ORDER_MARK, source.place()))
    control = FORBIDDEN_IN_XML.search(source.text)
    if control:
        line = source.text.count("\n", 0, control.start()) + 1
        column = control.start() - source.text.rfind("\n", 0, control.start())
        shown = f"U+{ord(control[0]):04X}"
        diagnostics.append(report(kinds.CONTROL_CHARACTER, source.place(line, column), character=shown))
        return None
    return source


def _unify_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
