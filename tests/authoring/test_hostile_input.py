"""Whatever stands in a catalogue, the answer is a finding and never a crash."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from empower_lms.authoring.example import write_example
from empower_lms.authoring.load import load_catalogue
from empower_lms.authoring.source import SourceFile
from empower_lms.authoring.yaml_reader import read_yaml
from empower_lms.domain.diagnostic import Diagnostic
from tests.authoring.conftest import Workspace

BOMB = "a: &a [x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n"


def read(text: str) -> tuple[object, list[str]]:
    found: list[Diagnostic] = []
    tree = read_yaml(SourceFile("x.yaml", text), found)
    return (tree.data if tree else None), [finding.code for finding in found]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BOMB, "YAM003"),
        ("a: &name b", "YAM003"),
        ("a: *name", "YAM003"),
        ("a: " + "[" * 200_000, "YAM007"),
        ("a: " + "{a: " * 100_000, "YAM007"),
        ("".join(" " * depth + "a:\n" for depth in range(1_000)), "YAM007"),
        ("a: !!python/object/apply:os.system [ls]", "YAM004"),
        ('a: "\\x01"', "SRC003"),
        ("a: b\n...\n---\nc: d", "YAM008"),
        ("<<: {a: b}", "YAM006"),
        ("\ta: b", "YAM001"),
        ("", "YAM009"),
        ("# nothing", "YAM009"),
        ("a: b: c", "YAM001"),
    ],
)
def test_hostile_yaml_is_refused(text: str, code: str) -> None:
    assert read(text) == (None, [code])


@pytest.mark.parametrize("value", ["yes", "No", "on", "OFF", "y", "012", "0x1F", "1:30", "1_000"])
def test_values_that_yaml_reads_in_another_way_are_refused(value: str) -> None:
    assert read(f"a: {value}") == (None, ["YAM005"])
    assert read(f'a: "{value}"') == ({"a": value}, [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("12", 12),
        ("-3", -3),
        ("0.1", "0.1"),
        ("1e3", "1e3"),
        ("2026-01-01", "2026-01-01"),
        ("9" * 30, "9" * 30),
        (".inf", ".inf"),
    ],
)
def test_plain_values_stay_exact(text: str, value: object) -> None:
    assert read(f"a: {text}") == ({"a": value}, [])


def test_a_path_that_climbs_out_is_no_reference(workspace: Workspace) -> None:
    workspace.edit("goodwill/course.yaml", "ref: goodwill.card", "ref: ../../etc/passwd")

    assert workspace.findings() == ["goodwill/course.yaml:35:24 FLD004"]


def test_a_link_to_a_folder_above_is_not_followed(workspace: Workspace) -> None:
    (workspace.root / "loop").symlink_to(workspace.root, target_is_directory=True)
    (workspace.root / "goodwill" / "lessons" / "up").symlink_to("../../..", target_is_directory=True)

    assert workspace.findings() == ["goodwill/lessons/up:1:1 SRC005", "loop:1:1 SRC005"]


def test_a_link_inside_the_catalogue_is_fine(workspace: Workspace) -> None:
    (workspace.root / "scopes" / "GWC-1.yaml").rename(workspace.root / ".GWC-1.yaml")
    (workspace.root / "scopes" / "GWC-1.yaml").symlink_to("../.GWC-1.yaml")

    assert workspace.findings() == []


def test_a_name_that_is_no_text_is_a_finding(workspace: Workspace) -> None:
    with open(os.fsencode(workspace.root) + b"/\xff.md", "wb"):
        pass

    assert workspace.findings() == ["?.md:1:1 CAT003"]


def test_windows_line_ends_are_fine(workspace: Workspace) -> None:
    for path in workspace.root.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert workspace.findings() == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <!-- hidden --> b",
        "- <details open ontoggle=alert(1)>",
        "> <svg onload=alert(1)>",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java&#x73;cript:alert(1))",
        "[a]: data:text/html,x\n\n[a]",
        "<javascript:alert(1)>",
        "[a](//example.org)",
        "[a](http://example.org)",
        "[a](other.md)",
        "![a][b]\n\n[b]: https://example.org/x.png",
    ],
)
def test_markdown_that_could_do_harm_is_refused(workspace: Workspace, text: str) -> None:
    workspace.edit("goodwill/lessons/card.en.md", "Go through the three questions", f"\n{text}\n\nGo through them")

    assert {finding.split()[1] for finding in workspace.findings()} <= {"MD001", "MD002", "MD003"}
    assert workspace.findings()


@pytest.mark.parametrize("text", ["a < b and c > d", "`<script>`", "[a](https://example.org)", "```\n<b>\n```", "3 <4"])
def test_harmless_markdown_is_accepted(workspace: Workspace, text: str) -> None:
    workspace.edit("goodwill/lessons/card.en.md", "Go through the three questions", f"\n{text}\n\nGo through them")

    assert workspace.findings() == []


def test_a_broken_file_hides_no_finding_elsewhere(workspace: Workspace) -> None:
    workspace.write("goodwill/lessons/card.en.md", b"\xff")
    workspace.edit("scopes/GWC-1.yaml", "must_be: true", "must_be: yes")
    workspace.edit("goodwill/questions/certification/over-the-limit.de.md", "[x]", "[ ]")

    assert workspace.findings() == [
        "goodwill/lessons/card.en.md:1:1 SRC001",
        "goodwill/questions/certification/over-the-limit.de.md:8:1 LNG004",
        "scopes/GWC-1.yaml:28:14 YAM005",
    ]


FILES = (
    "catalogue.yaml",
    "goodwill/course.yaml",
    "goodwill/lessons/card.en.md",
    "goodwill/questions/certification/how-much-is-left.en.md",
    "goodwill/questions/certification/over-the-limit.de.md",
    "goodwill/questions/practice/whom-to-tell.en.md",
    "scopes/GWC-1.yaml",
)
PIECES = st.sampled_from(
    [
        "",
        "\n",
        "---\n",
        ":::",
        "- [x] ",
        "= 5 EUR",
        "{over}",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "&a",
        "*a",
        "!!x",
        "<b>",
        "> ",
        "\x00",
        "\ufeff",
        "\ud7ff",
        "%",
        "null",
        "yes",
        "id: x.y",
        "9" * 40,
        "   ",
        "\t",
        '"',
        "'",
        "|",
        "`",
        "# ",
        "### ",
        "±",
        "\r",
    ]
) | st.text(max_size=6)


@given(
    path=st.sampled_from(FILES),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=4),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_change_to_a_file_makes_the_program_fail(
    tmp_path_factory: pytest.TempPathFactory, path: str, cuts: list[tuple[float, int, str]]
) -> None:
    root = tmp_path_factory.mktemp("catalogue") / "c"
    write_example(root)
    text = (root / path).read_text(encoding="utf-8")
    for where, length, piece in cuts:
        start = int(where * len(text))
        text = text[:start] + piece + text[start + length :]
    (root / path).write_bytes(text.encode("utf-8", "surrogatepass"))

    loaded = load_catalogue(root)

    for finding in loaded.diagnostics:
        assert finding.message()
        assert finding.hint()
        assert finding.place.line >= 1
