"""Packages as the local LMS reads them."""

import gzip
import io
import tarfile

import pytest

from empower_lms.authoring.build import write_packages
from empower_lms.authoring.load import load_catalogue
from empower_lms.local.content import BrokenPackage, current_content, read_package
from tests.served import COURSES


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("packages")
    catalogue = load_catalogue(COURSES).catalogue
    assert catalogue is not None
    write_packages(catalogue, folder)
    return folder


def test_a_package_reads_back_the_outline_that_was_built(packages):
    catalogue = load_catalogue(COURSES).catalogue
    content = current_content(packages)
    assert set(content.courses) == {course.id for course in catalogue.courses}
    for course in catalogue.courses:
        served = content.courses[course.id]
        assert served.title == course.title
        assert [section.title for section in served.root.children] == [section.title for section in course.outline]
        assert len(served.units) == sum(len(section.units) for section in course.outline)
        for node in served.blocks.values():
            assert node.fields["document"].startswith("{")
            assert set(node.title.languages) == {"en", "de"}


def test_it_is_parsed_once_and_again_after_a_change(packages):
    assert current_content(packages) is current_content(packages)
    before = current_content(packages)
    package = next(packages.glob("*.tar.gz"))
    data = package.read_bytes()
    package.write_bytes(data + b"\0")
    assert current_content(packages) is not before
    package.write_bytes(data)


def pack(path, files: dict[str, bytes]):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(f"course/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    path.write_bytes(gzip.compress(buffer.getvalue()))
    return path


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "course.xml is missing"),
        ({"course.xml": b"<course"}, "is no XML"),
        (
            {"course.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><course org="a" course="b" url_name="c">&b;</course>'},
            "DOCTYPE",
        ),
        ({"course.xml": b"<course/>"}, "names no course"),
    ],
)
def test_a_broken_package_is_named(tmp_path, files, message):
    path = pack(tmp_path / "broken.tar.gz", files)
    with pytest.raises(BrokenPackage, match=rf"broken.tar.gz: .*{message}"):
        read_package(path)


def test_what_is_no_archive_is_named(tmp_path):
    path = tmp_path / "broken.tar.gz"
    path.write_bytes(b"not an archive")
    with pytest.raises(BrokenPackage, match="not a readable course package"):
        read_package(path)
