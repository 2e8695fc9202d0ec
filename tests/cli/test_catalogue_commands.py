"""The commands on a catalogue, from the arguments to the exit code, with their whole output."""

# ruff: noqa: E501 (output is quoted line by line)

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from empower_lms import __version__
from empower_lms.cli.commands import COMMANDS
from empower_lms.cli.language import message_locale
from empower_lms.cli.main import run
from empower_lms.cli.report import cut_around, printable

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run(["new", "courses"]) == 0
    capsys.readouterr()
    return tmp_path / "courses"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_new_writes_a_catalogue_and_names_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "mine"]) == 0

    assert capsys.readouterr().out == (
        "mine/catalogue.yaml\n"
        "mine/goodwill/course.yaml\n"
        "mine/goodwill/lessons/card.de.md\n"
        "mine/goodwill/lessons/card.en.md\n"
        "mine/goodwill/questions/certification/charged-twice.de.md\n"
        "mine/goodwill/questions/certification/charged-twice.en.md\n"
        "mine/goodwill/questions/certification/hours-left.de.md\n"
        "mine/goodwill/questions/certification/hours-left.en.md\n"
        "mine/goodwill/questions/certification/how-much-is-left.de.md\n"
        "mine/goodwill/questions/certification/how-much-is-left.en.md\n"
        "mine/goodwill/questions/certification/in-the-ticket.de.md\n"
        "mine/goodwill/questions/certification/in-the-ticket.en.md\n"
        "mine/goodwill/questions/certification/over-the-limit.de.md\n"
        "mine/goodwill/questions/certification/over-the-limit.en.md\n"
        "mine/goodwill/questions/certification/part-of-it-ours.de.md\n"
        "mine/goodwill/questions/certification/part-of-it-ours.en.md\n"
        "mine/goodwill/questions/certification/three-customers.de.md\n"
        "mine/goodwill/questions/certification/three-customers.en.md\n"
        "mine/goodwill/questions/certification/until-the-answer.de.md\n"
        "mine/goodwill/questions/certification/until-the-answer.en.md\n"
        "mine/goodwill/questions/certification/which-are-inside.de.md\n"
        "mine/goodwill/questions/certification/which-are-inside.en.md\n"
        "mine/goodwill/questions/practice/whom-to-tell.de.md\n"
        "mine/goodwill/questions/practice/whom-to-tell.en.md\n"
        "mine/scopes/GWC-1.yaml\n"
        "Written. Next: empower-lms check mine\n"
    )


def test_new_overwrites_nothing(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (catalogue / "catalogue.yaml").write_text("mine", encoding="utf-8")

    assert run(["new", "courses"]) == 2

    assert "'courses' is not empty, and nothing is overwritten. Name a new folder." in capsys.readouterr().err
    assert (catalogue / "catalogue.yaml").read_text(encoding="utf-8") == "mine"


def test_check_of_a_clean_catalogue_says_so(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "courses"]) == 0

    assert capsys.readouterr().out == "Nothing to correct.\n"


def test_check_finds_the_courses_folder_by_itself(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["check"]) == 0
    monkeypatch.chdir(catalogue)
    assert run(["check"]) == 0


def test_check_names_several_mistakes_in_several_files(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(catalogue / "goodwill/course.yaml", "bloom: apply ", "bloom: aply ")
    edit(catalogue / "goodwill/lessons/card.en.md", "Go through", "Go <b>through")
    edit(catalogue / "goodwill/questions/certification/over-the-limit.de.md", "70 EUR gekostet", "80 EUR gekostet")
    edit(catalogue / "scopes/GWC-1.yaml", "amount: 30 EUR", "amount: 60 EUR")

    assert run(["check"]) == 1

    assert capsys.readouterr().out == (
        "courses/goodwill/course.yaml:12:5: error FLD003 'aply' is not a value of 'bloom'.\n"
        "        bloom: aply              # remember, understand, apply, analyse, evaluate, create\n"
        "        ^\n"
        "    Use one of: 'remember', 'understand', 'apply', 'analyse', 'evaluate' or 'create'.\n"
        "\n"
        "courses/goodwill/lessons/card.en.md:21:4: error MD001 Raw HTML is not allowed: <b>\n"
        "    Go <b>through the three questions before you read on.\n"
        "       ^\n"
        "    Use Markdown. To show the characters themselves, write them in `backticks`.\n"
        "\n"
        "courses/goodwill/questions/certification/over-the-limit.de.md:4:1: warning LNG005 "
        "The numbers here are 1, 50, 80, but 1, 50, 70 in 'en'.\n"
        "    Du hast **GWC-1** (Gutschriften bis 50 EUR). Unser Fehler hat einen Kunden 80 EUR gekostet, und er will sie he…\n"
        "    ^\n"
        "    Compare the two texts. German writes 1.000,5 where English writes 1,000.5.\n"
        "\n"
        "courses/scopes/GWC-1.yaml:42:3: error SCP001 The inside example would be refused: GWC-1.amount.\n"
        "      facts: {amount: 60 EUR, our_fault: true}\n"
        "      ^\n"
        "    Correct the facts of the example, or the clause.\n"
        "\n"
        "Errors: 3, warnings: 1, files: 4.\n"
    )


def test_check_writes_json_of_a_stable_form(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(catalogue / "scopes/GWC-1.yaml", "must_be: true", "must_be: yes")

    assert run(["check", "--json"]) == 1

    assert json.loads(capsys.readouterr().out) == {
        "schema": 1,
        "diagnostics": [
            {
                "code": "YAM005",
                "severity": "error",
                "file": "courses/scopes/GWC-1.yaml",
                "line": 28,
                "column": 14,
                "message": "'yes' is read as something else by YAML programs.",
                "hint": 'Write true or "yes".',
                "excerpt": "    must_be: yes",
            }
        ],
        "packages": [],
    }


def test_warnings_are_findings_only_when_strict(catalogue: Path) -> None:
    (catalogue / "strange.txt").touch()

    assert run(["check"]) == 0
    assert run(["check", "--strict"]) == 1


def test_check_of_a_folder_without_catalogue_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "nowhere"]) == 1

    assert capsys.readouterr().out == (
        "nowhere/catalogue.yaml:1:1: error CAT001 There is no catalogue.yaml in 'nowhere', so this is not a catalogue.\n"
        "    Name the folder that holds catalogue.yaml, or make one with: empower-lms new nowhere\n"
        "\n"
        "Errors: 1, warnings: 0, files: 1.\n"
    )


def test_build_writes_a_package_per_course(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "-o", "out"]) == 0

    size = Path("out/goodwill.tar.gz").stat().st_size
    assert capsys.readouterr().out == f"Built out/goodwill.tar.gz ({size} bytes).\n"
    assert [path.name for path in Path("out").iterdir()] == ["goodwill.tar.gz"]


def test_build_writes_nothing_when_there_is_an_error(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(catalogue / "scopes/GWC-1.yaml", "must_be: true", "must_be: yes")

    assert run(["build", "-o", "out"]) == 1

    assert capsys.readouterr().out.endswith(
        "Errors: 1, warnings: 0, files: 1.\nNothing was built. Correct the errors first.\n"
    )
    assert not Path("out").exists()


def test_build_tells_machines_what_it_wrote(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--json", "-o", "out"]) == 0

    (package,) = json.loads(capsys.readouterr().out)["packages"]
    assert package["course"] == "goodwill"
    assert package["path"] == "out/goodwill.tar.gz"
    assert package["size"] == Path("out/goodwill.tar.gz").stat().st_size
    assert len(package["sha256"]) == 64


def test_a_folder_that_cant_be_written_is_one_clear_line(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").touch()

    assert run(["build", "-o", "out/deep"]) == 2

    assert capsys.readouterr().err == "empower-lms: out/deep: Not a directory\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "There is no command 'chek'. Did you mean 'check'?"),
        (["xyz"], "There is no command 'xyz'."),
        (["check", "--jsno"], "No such option"),
        (["new"], "Missing argument"),
    ],
)
def test_misuse_exits_with_two_and_says_why(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2

    assert message in capsys.readouterr().err


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0

    out = capsys.readouterr().out
    assert [name for name in COMMANDS if name not in out] == []


def test_the_version_needs_nothing_heavy() -> None:
    """Pydantic and Django would cost more time than everything else together."""
    program = (
        "import sys; from empower_lms.cli.main import run; assert run(['--version']) == 0;"
        "print(sorted({'pydantic', 'django', 'rich', 'yaml', 'lxml', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)

    assert done.stdout == f"empower-lms {__version__}\n[]\n"


def test_output_into_a_closed_pipe_is_no_error(catalogue: Path) -> None:
    edit(catalogue / "goodwill/lessons/card.en.md", "Go through", "<b>" * 400)
    command = f"{sys.executable} -m empower_lms.cli.main check courses | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )

    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] in {"0", "1"}


@pytest.mark.parametrize(
    ("environment", "locale"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_AT"}, "de_AT"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "de:fr"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "", "LANGUAGE": ""}, "de_DE"),
    ],
)
def test_messages_follow_the_environment(environment: dict[str, str], locale: str) -> None:
    assert message_locale(environment) == locale


def test_what_could_steer_a_terminal_is_not_printed() -> None:
    assert printable("a\x1b[31mb\tc\u202ed") == "a\ufffd[31mb c\ufffdd"


@pytest.mark.parametrize(
    ("line", "column"), [("short", 3), ("x" * 500, 1), ("x" * 500, 250), ("x" * 500, 500), ("x" * 500, 900), ("", 1)]
)
def test_the_caret_stays_under_its_column(line: str, column: int) -> None:
    marked = line[: column - 1] + "|" + line[column:] if column <= len(line) else line

    shown, caret = cut_around(marked, column)

    assert len(shown) <= 112
    assert column > len(line) or shown[caret - 1] == "|"
