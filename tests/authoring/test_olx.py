"""Packages: what Open edX imports, and the same bytes everywhere."""

import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import olxcleaner
import pytest
from lxml import etree
from xblock.core import XBlock
from xblock.fields import Scope as FieldScope
from xblock.fields import ScopeIds, String
from xblock.runtime import DictKeyValueStore, KvsFieldData
from xblock.test.tools import TestRuntime

from empower_lms.authoring.build import build_package, write_packages
from empower_lms.authoring.olx.package import pack, store_gzip
from empower_lms.domain.course import Catalogue
from empower_lms.domain.documents import LessonDocument, QuizDocument, ScopeDocument, read_document
from tests.authoring.conftest import Workspace

TAGS = ["empower_lesson", "empower_quiz", "empower_scope"]
OPTION = "{http://code.edx.org/xblock/option}document"


@pytest.fixture
def catalogue(workspace: Workspace) -> Catalogue:
    loaded = workspace.load()
    assert loaded.catalogue is not None
    return loaded.catalogue


@pytest.fixture
def package(catalogue: Catalogue, tmp_path: Path) -> Path:
    data = build_package(catalogue, catalogue.courses[0])
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    return tmp_path / "unpacked" / "course"


def documents(package: Path) -> dict[str, tuple[str, str]]:
    """Tag and document of every block, by its name."""
    found = {}
    for path in sorted((package / "vertical").iterdir()):
        (block,) = etree.parse(path).getroot()
        found[block.get("url_name")] = (block.tag, block.findtext(OPTION))
    return found


def test_olxcleaner_finds_no_error(package: Path) -> None:
    _course, errors, _names = olxcleaner.validate(str(package), allowed_xblocks=TAGS)

    assert [error.description for error in errors.errors] == []


def test_units_carry_their_documents(package: Path) -> None:
    found = documents(package)

    assert {name: tag for name, (tag, _text) in found.items()} == {
        "goodwill-card": "empower_lesson",
        "goodwill-certification": "empower_quiz",
        "goodwill-practice": "empower_quiz",
        "scope-goodwill-gwc-1": "empower_scope",
    }
    assert read_document(LessonDocument, found["goodwill-card"][1]).lesson.minutes == 5
    assert read_document(ScopeDocument, found["scope-goodwill-gwc-1"][1]).scope.id == "GWC-1"


def test_a_quiz_carries_its_own_pool_and_no_other(package: Path) -> None:
    found = documents(package)

    practice = read_document(QuizDocument, found["goodwill-practice"][1])
    certification = read_document(QuizDocument, found["goodwill-certification"][1])

    assert [question.id for question in practice.questions] == ["goodwill.whom-to-tell"]
    assert [question.id for question in certification.questions] == [
        "goodwill.charged-twice",
        "goodwill.hours-left",
        "goodwill.how-much-is-left",
        "goodwill.in-the-ticket",
        "goodwill.over-the-limit",
        "goodwill.part-of-it-ours",
        "goodwill.three-customers",
        "goodwill.until-the-answer",
        "goodwill.which-are-inside",
    ]


class Carrier(XBlock):
    """A block with the field that our blocks have."""

    document = String(scope=FieldScope.content, xml_node=True)
    display_name = String(scope=FieldScope.settings)


def test_xblock_reads_the_document_as_it_was_written(package: Path) -> None:
    node = etree.parse(package / "vertical" / "unit_goodwill-card.xml").getroot()[0]
    runtime = TestRuntime(services={"field-data": KvsFieldData(DictKeyValueStore())})

    block = Carrier.parse_xml(node, runtime, ScopeIds("user", "empower_lesson", "definition", "usage"))

    assert block.document == documents(package)["goodwill-card"][1]
    assert block.display_name == "What the card says"


def test_xblock_writes_the_document_in_the_same_form(package: Path) -> None:
    node = etree.parse(package / "vertical" / "unit_goodwill-card.xml").getroot()[0]
    runtime = TestRuntime(services={"field-data": KvsFieldData(DictKeyValueStore())})
    block = Carrier.parse_xml(node, runtime, ScopeIds("user", "empower_lesson", "definition", "usage"))

    written = etree.Element("unknown")
    block.add_xml_to_node(written)

    assert written.findtext(OPTION) == node.findtext(OPTION)


def test_only_the_certification_quiz_is_graded(package: Path) -> None:
    graded = {
        path.stem: (root.get("graded"), root.get("format"))
        for path in (package / "sequential").iterdir()
        if (root := etree.parse(path).getroot()).get("graded")
    }

    assert graded == {"page_goodwill-certification": ("true", "Certification")}


def test_the_policy_holds_titles_in_every_language(package: Path) -> None:
    policy = json.loads((package / "policies" / "2026" / "policy.json").read_text(encoding="utf-8"))
    settings = policy["course/2026"]["other_course_settings"]["empower"]

    assert settings["course"] == "goodwill"
    assert settings["title"] == {"de": "Kulanzgutschriften", "en": "Goodwill credits"}
    assert settings["titles"]["goodwill-card"] == {"de": "Was auf der Karte steht", "en": "What the card says"}
    assert settings["titles"]["section_learn"] == {"de": "Lernen", "en": "Learn"}


def test_text_that_looks_like_markup_stays_text(workspace: Workspace, tmp_path: Path) -> None:
    workspace.edit("goodwill/course.yaml", "en: Goodwill credits", "en: '<b> & \"]]>'")
    workspace.edit("goodwill/lessons/card.en.md", "Go through", "`</option:document>` & `]]>` go through")
    loaded = workspace.load()
    assert loaded.catalogue is not None

    write_packages(loaded.catalogue, tmp_path / "out")

    with tarfile.open(tmp_path / "out" / "goodwill.tar.gz") as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    found = documents(tmp_path / "unpacked" / "course")
    assert "`</option:document>` & `]]>` go" in read_document(LessonDocument, found["goodwill-card"][1]).lesson.body.to(
        "en"
    )
    course = etree.parse(tmp_path / "unpacked" / "course" / "course" / "2026.xml").getroot()
    assert course.get("display_name") == '<b> & "]]>'


def test_the_same_source_gives_the_same_bytes(workspace: Workspace, catalogue: Catalogue) -> None:
    again = workspace.load().catalogue
    assert again is not None

    assert build_package(catalogue, catalogue.courses[0]) == build_package(again, again.courses[0])


@pytest.mark.parametrize("seed", ["0", "1"])
def test_bytes_depend_on_no_hash_seed_time_zone_or_folder(
    workspace: Workspace, catalogue: Catalogue, tmp_path: Path, seed: str
) -> None:
    copy = tmp_path / f"other-{seed}"
    workspace.root.rename(copy)
    program = (
        "import sys, pathlib; from empower_lms.authoring.load import load_catalogue;"
        "from empower_lms.authoring.build import write_packages;"
        "write_packages(load_catalogue(pathlib.Path(sys.argv[1])).catalogue, pathlib.Path(sys.argv[2]))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Apia", "LC_ALL": "C"}
    arguments = [sys.executable, "-c", program, str(copy), str(tmp_path / "out")]
    subprocess.run(arguments, check=True, env=environment, cwd=Path(__file__).parents[2])

    assert (tmp_path / "out" / "goodwill.tar.gz").read_bytes() == build_package(catalogue, catalogue.courses[0])


def test_members_have_no_owner_and_no_time() -> None:
    with tarfile.open(fileobj=io.BytesIO(pack({"b.xml": b"<b/>", "a.xml": b"<a/>"}))) as archive:
        members = [(m.name, m.mtime, m.uid, m.gid, m.uname, m.gname, m.mode) for m in archive]

    assert members == [
        ("course/a.xml", 0, 0, 0, "", "", 0o644),
        ("course/b.xml", 0, 0, 0, "", "", 0o644),
    ]


@pytest.mark.parametrize("size", [0, 1, 65_534, 65_535, 65_536, 200_000])
def test_stored_gzip_unpacks_to_what_went_in(size: int) -> None:
    import gzip

    data = bytes(range(256)) * (size // 256) + bytes(size % 256)

    assert gzip.decompress(store_gzip(data)) == data
