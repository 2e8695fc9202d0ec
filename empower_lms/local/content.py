"""Content: the courses that the local LMS serves, read from packages that our compiler built.

A package is the same ``tar.gz`` that Studio imports. It is parsed once per process and again when
the folder of packages changes; usage keys come from its ids, so every worker agrees on them.
"""

import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree
from opaque_keys import InvalidKeyError
from opaque_keys.edx.locator import BlockUsageLocator, CourseLocator

from empower_lms.domain.text import LocalizedText

CONTAINERS = ("course", "chapter", "sequential", "vertical")
OPTION_NAMESPACE = "{http://code.edx.org/xblock/option}"
MAX_MEMBER_BYTES = 64 * 1024 * 1024


class BrokenPackage(Exception):
    """A package can't be served. The message names the file and says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One element of a course: a container or a block, with the fields that its author set."""

    type: str
    name: str
    usage: BlockUsageLocator
    fields: dict[str, str]
    title: LocalizedText
    children: tuple["Node", ...] = ()

    @property
    def slug(self) -> str:
        """The name of a page in its address: that of its block, which is the id that authors chose."""
        return self.children[0].name if self.children else self.name


@dataclass(frozen=True, kw_only=True)
class CourseContent:
    """One course as the LMS sees it: sections, subsections, units, blocks."""

    key: CourseLocator
    name: str
    title: LocalizedText
    summary: LocalizedText
    pillar: str
    zone: str
    root: Node

    @property
    def id(self) -> str:
        return str(self.key)

    @cached_property
    def units(self) -> tuple[Node, ...]:
        """The pages of the course in reading order."""
        return tuple(unit for section in self.root.children for part in section.children for unit in part.children)

    @cached_property
    def unit_index(self) -> dict[str, int]:
        return {unit.slug: index for index, unit in enumerate(self.units)}

    @cached_property
    def blocks(self) -> dict[str, Node]:
        return {str(block.usage): block for unit in self.units for block in unit.children}

    @cached_property
    def unit_of_block(self) -> dict[str, Node]:
        return {str(block.usage): unit for unit in self.units for block in unit.children}


class ServedTitles(Mapping[str, dict[str, str]]):
    """The titles of the served courses by course and language, always today's."""

    def __init__(self, packages: Path) -> None:
        self.packages = packages

    def __getitem__(self, course: str) -> dict[str, str]:
        return dict(current_content(self.packages).courses[course].title.items())

    def __iter__(self) -> Iterator[str]:
        return iter(current_content(self.packages).courses)

    def __len__(self) -> int:
        return len(current_content(self.packages).courses)


@dataclass(frozen=True, kw_only=True)
class Content:
    """Everything that is served, by course name (``scope``)."""

    courses: dict[str, CourseContent] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> dict[str, Node]:
        return {usage: node for course in self.courses.values() for usage, node in course.blocks.items()}

    @cached_property
    def course_of_block(self) -> dict[str, CourseContent]:
        return {usage: course for course in self.courses.values() for usage in course.blocks}


def current_content(packages: Path) -> Content:
    """Return the content of a folder of packages, parsed anew only when a package changed."""
    stamps = tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in sorted(packages.glob("*.tar.gz"))
    )
    return _read_all(packages, stamps)


@lru_cache(maxsize=2)
def _read_all(packages: Path, stamps: tuple[tuple[str, int, int], ...]) -> Content:
    courses = [read_package(packages / name) for name, _, _ in stamps]
    return Content(courses={course.name: course for course in courses})


def read_package(path: Path) -> CourseContent:
    """Read one package.

    Raises:
        BrokenPackage: when the archive or its XML can't be read, or names what is not in it.
    """
    try:
        with tarfile.open(path, "r:gz") as archive:
            files = {
                member.name.split("/", 1)[-1]: archive.extractfile(member).read()  # type: ignore[union-attr]
                for member in archive
                if member.isfile() and member.size <= MAX_MEMBER_BYTES
            }
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BrokenPackage(f"{path.name}: not a readable course package ({error})") from error
    return _PackageReader(path.name, files).read()


class _PackageReader:
    def __init__(self, package: str, files: dict[str, bytes]) -> None:
        self.package = package
        self.files = files

    def read(self) -> CourseContent:
        pointer = self.parse("course.xml")
        run = pointer.get("url_name", "")
        try:
            key = CourseLocator(pointer.get("org"), pointer.get("course"), run)
        except InvalidKeyError as error:
            raise BrokenPackage(f"{self.package}: course.xml names no course ({error})") from error
        about = self.course_settings(run)
        titles: dict[str, dict[str, str]] = about.get("titles", {})
        root = self.node(pointer, key, titles)
        return CourseContent(
            key=key,
            name=str(about.get("course") or key.course),
            title=LocalizedText.model_validate(about.get("title") or {"en": root.title.to("en")}),
            summary=LocalizedText.model_validate(about.get("summary") or {"en": root.title.to("en")}),
            pillar=about.get("pillar", ""),
            zone=about.get("zone", "UTC"),
            root=root,
        )

    def course_settings(self, run: str) -> dict[str, Any]:
        """Return what the compiler keeps in the course's ``other_course_settings``."""
        raw = self.files.get(f"policies/{run}/policy.json", b"{}")
        policy: dict[str, Any] = json.loads(raw).get(f"course/{run}", {})
        settings: dict[str, Any] = policy.get("other_course_settings", {}).get("empower", {})
        return settings

    def parse(self, name: str) -> etree._Element:
        if name not in self.files:
            raise BrokenPackage(f"{self.package}: {name} is missing")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.files[name], parser)
        except etree.XMLSyntaxError as error:
            raise BrokenPackage(f"{self.package}: {name} is no XML ({error})") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise BrokenPackage(f"{self.package}: {name} has a DOCTYPE, which no package of ours has")
        return root

    def node(self, element: etree._Element, key: CourseLocator, titles: dict[str, dict[str, str]]) -> Node:
        """Follow a ``url_name`` pointer where there is one, then read fields and children."""
        kind = str(element.tag)
        name = element.get("url_name", "")
        if f"{kind}/{name}.xml" in self.files:
            element = self.parse(f"{kind}/{name}.xml")
        fields = {key: value for key, value in element.attrib.items() if key not in {"url_name", "xblock-family"}}
        children: list[Node] = []
        for child in element:
            tag = str(child.tag)
            if tag.startswith(OPTION_NAMESPACE):
                fields[tag.removeprefix(OPTION_NAMESPACE)] = child.text or ""
            elif kind in CONTAINERS and tag != "wiki":
                children.append(self.node(child, key, titles))
        title = titles.get(name) or {"en": str(fields.get("display_name") or name)}
        return Node(
            type=kind,
            name=name,
            usage=BlockUsageLocator(key, kind, name),
            fields={str(name): str(value) for name, value in fields.items()},
            title=LocalizedText.model_validate(title),
            children=tuple(children),
        )
