"""``empower-lms strength``, from the arguments to the exit code, with its whole output."""

# ruff: noqa: E501 (output is quoted line by line)

import json
from pathlib import Path

import pytest
from lxml import etree

from empower_lms.cli.main import run


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


def test_the_example_is_strong_enough_and_says_where_it_stands(
    catalogue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["strength"]) == 0

    assert capsys.readouterr().out == EXAMPLE


def test_a_weak_quiz_is_a_finding_with_its_fix(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(catalogue / "goodwill/course.yaml", "cut: 7 ", "cut: 6 ")

    assert run(["strength", "courses"]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == (
        "  Grade C for tier S1. It lets too many pass who know too little; grants of this tier refuse the certificate. "
        "Strong enough for no grant."
    )
    weak = next(number for number, line in enumerate(lines) if line.startswith("  CS-WEAK"))
    assert lines[weak : weak + 2] == [
        "  CS-WEAK Somebody who knows 60% of the topic becomes certified with 56% (1 try); at most 30% may.",
        "    → Cheapest fix: 7 of 9 right to pass, 1 try. Then it is 29%.",
    ]
    assert lines[-1] == "Certification quizzes: 1, worse than B: 1 (goodwill.certification)."


@pytest.mark.parametrize(("grade", "code"), [("A", 1), ("B", 0), ("b", 0), ("C", 0), ("F", 0)])
def test_the_least_grade_decides_about_the_exit_code(catalogue: Path, grade: str, code: int) -> None:
    assert run(["strength", "--min-grade", grade]) == code


def test_no_such_grade_is_misuse(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", "--min-grade", "D"]) == 2
    assert "'D' is not one of" in capsys.readouterr().err


def test_machines_get_a_stable_form(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", "--json"]) == 0

    value = json.loads(capsys.readouterr().out)
    assert list(value) == ["schema", "min_grade", "quizzes"]
    (quiz,) = value["quizzes"]
    assert list(quiz) == [
        "course", "quiz", "version", "tier", "grade", "grades", "carries", "length", "cut", "tries", "pool", "feedback",
        "parts", "personas", "measures", "cohorts", "findings", "repair",
    ]  # fmt: skip
    assert (quiz["quiz"], quiz["tier"], quiz["grade"], quiz["carries"]) == ("goodwill.certification", "S1", "B", "S1")
    assert quiz["grades"] == {"S1": "B", "S2": "C", "S3": "C", "S4": "C"}
    assert quiz["personas"][2] == {"persona": "partial", "knows": 0.6, "first": 0.290509, "all": 0.290509}
    assert quiz["measures"][1] == {"row": "master", "value": 0.956443, "bound": 0.95, "met": True}
    (finding,) = quiz["findings"]
    assert (finding["id"], finding["row"]) == ("CS-POST", "posterior")
    assert finding["fix"] == {
        "length": 9,
        "cut": 8,
        "tries": 2,
        "parts": [{"id": "decide", "objectives": ["goodwill.decide"], "count": 9, "at_least": 0}],
        "families_to_write": 9,
    }


def test_a_broken_catalogue_is_reported_instead(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(catalogue / "scopes/GWC-1.yaml", "must_be: true", "must_be: yes")

    assert run(["strength"]) == 1
    assert capsys.readouterr().out.endswith("Errors: 1, warnings: 0, files: 1.\n")
    assert run(["strength", "--json"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert value["quizzes"] == []
    assert [diagnostic["code"] for diagnostic in value["diagnostics"]] == ["YAM005"]


def test_charts_are_written_one_a_quiz(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", "--svg", "charts/deep"]) == 0

    (chart,) = Path("charts/deep").iterdir()
    assert chart.name == "goodwill.certification.svg"
    assert etree.parse(chart).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_a_catalogue_without_certification_is_no_finding(catalogue: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (catalogue / "goodwill/course.yaml").read_text(encoding="utf-8")
    quiz = text.index("  - id: goodwill.certification")
    rest = text.index("outline:")
    text = text[:quiz] + text[rest:]
    text = text[: text.index("  - id: certify")] + text[text.index("moved:") :]
    (catalogue / "goodwill/course.yaml").write_text(text, encoding="utf-8")
    (catalogue / "scopes/GWC-1.yaml").unlink()
    edit(catalogue / "goodwill/course.yaml", "      - {kind: scope, ref: GWC-1}\n", "")
    for path in (catalogue / "goodwill/questions").rglob("*.md"):
        lines = path.read_text(encoding="utf-8").splitlines(True)
        path.write_text("".join(line for line in lines if not line.startswith("clause:")), encoding="utf-8")

    assert run(["strength"]) == 0
    assert capsys.readouterr().out == "There is no certification quiz.\n"


def test_the_shipped_catalogue_is_strong_enough(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["strength", str(Path(__file__).parents[2] / "courses"), "--min-grade", "A"]) == 0


EXAMPLE = """\
goodwill.certification: Certification quiz
  9 questions from a pool of 9, 7 right to pass, 1 try.
  Grade B for tier S1. One figure that only advises is missed; grants accept the certificate. Strong enough for grants up to S1.
  S1 B · S2 C · S3 C · S4 C

  Somebody who …                                                First try  1 try
  knows nothing and guesses blindly                               < 0.01%  < 0.01%
  knows nothing and always picks the answer that asks somebody    < 0.01%  < 0.01%
  knows 60% of the topic                                              29%  29%
  knows 60% and remembers every answer that is shown                  29%  29%
  knows nothing of goodwill.decide and 97% of the rest            < 0.01%  < 0.01%
  knows 90% of the topic                                              96%  96%
  knows 95% of the topic                                            99.3%  99.3%

  Figures for tier S1                                     Should be
  Certified without any knowledge, in all tries  < 0.01%  at most 1%
  Certified with 90% knowledge, in all tries         96%  at least 95%
  Certified with 60% knowledge, in all tries         29%  at most 30%
  Gained by remembering answers                       0%  at most 10%
  Sure of 70% of the topic at the pass mark          62%  at least 85%  ✗
  Question families that tries can use                 9  at least 9
  Questions at Apply or above                       100%  at least 50%

  CS-POST 7 of 9 right: the probability that such a person would answer 70% of the whole topic right is 62%; the tier wants 85%.
    → Cheapest fix: 8 of 9 right to pass, 2 tries. Write 9 more question families. Then it is 85%.

Certification quizzes: 1, all of them B or better.
"""
