"""Commands: the same answers at the command line, with exit codes that scripts can rely on."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from empower_lms.cli.main import run
from empower_lms.records import models
from empower_lms.records.api import ConflictKind, Finding, FindingKind, ScopeConflict
from empower_lms.records.reports import report_conflict, report_finding
from tests.certification.cards import STOP, make_scope
from tests.records.cases import DAY, give_scope, publish

FACTS = ["--fact", "waited=yes", "--fact", "topic=service"]


@pytest.fixture
def in_force(ada: User, sam: User) -> models.Holder:
    """Ada holds FIN-1 since yesterday."""
    instant = timezone.now() - DAY
    publish(make_scope(), STOP, now=instant)
    return give_scope(sam, ada, now=instant)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "en")


def test_decide_says_granted_with_clauses_and_duties(in_force: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", "--holder", "ada", "--scope", "FIN-1", "--fact", "amount=40EUR", *FACTS]) == 0
    assert capsys.readouterr().out == (
        "Granted: FIN-1\n"
        "  FIN-1.amount: Up to 100\n"
        "  FIN-1.waited: They waited\n"
        "  FIN-1.no-security: No security\n"
        "  FIN-1.tell: Tell the lead. To the lead, within 24 hours.\n"
    )


def test_decide_says_refused_with_reasons_and_ways_on(
    in_force: object, sam: User, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["decide", "--holder", "sam", "--scope", "FIN-1", "--fact", "amount=140EUR", *FACTS]) == 1
    assert capsys.readouterr().out == (
        "Refused: FIN-1\n"
        "  The certificate for Decision scope at tier S1 is missing.\n"
        "    → Take the course Decision scope and pass its certification quiz. (/course/scope/)\n"
        "  The certificate for Trust at tier S1 is missing.\n"
        "    → Take the course Trust and pass its certification quiz. (/course/trust/)\n"
        "  No sponsor has signed this scope yet.\n"
        "    → Ask the sponsor to sign it.\n"
        "  140 EUR is over the limit of 100 EUR: Up to 100\n"
        "    → Ask the lead.\n"
    )


def test_decide_writes_json_for_machines(in_force: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", "--holder", "ada", "--scope", "FIN-1", "--json", "--fact", "amount=1.000", *FACTS]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["outcome"] == "refused"
    assert [reason["code"] for reason in answer["reasons"]] == ["fact-ambiguous"]
    assert answer["id"] == str(models.Decision.objects.get().id)


@pytest.mark.parametrize("facts", [["--fact", "amount"], ["--fact", "=1"], ["--fact", "a=1", "--fact", "a=2"]])
def test_decide_names_misuse(facts: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", "--holder", "ada", "--scope", "FIN-1", *facts]) == 2
    assert "--fact" in capsys.readouterr().err
    assert run(["decide", "--scope", "FIN-1"]) == 2


def test_the_management_command_gives_the_same_answer(in_force: object) -> None:
    out = io.StringIO()
    facts = ["--fact", "amount=40EUR", *FACTS]
    call_command("empower_decide", "--holder", "ada", "--scope", "FIN-1", *facts, stdout=out)
    assert out.getvalue().startswith("Granted: FIN-1\n")


def test_verify_ledger_is_silent_about_nothing_and_loud_about_everything(
    in_force: models.Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify-ledger"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 entries of 2 holders were checked."
    assert lines[1].startswith("Anchor: ")
    models.LedgerEntry.objects.filter(number=2).update(payload="{}")
    assert run(["verify-ledger"]) == 1
    text = capsys.readouterr().out
    assert f"Holder {in_force.key}, entry 2 (certificate-issued): its content was altered." in text
    assert run(["verify-ledger", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["kind"] == "altered"
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=io.StringIO())


def test_sweep_says_what_it_did_and_the_second_time_nothing(
    in_force: models.Holder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sweep", "--preview"]) == 0
    assert capsys.readouterr().out == (
        "0 tries closed whose time was up\n0 grades published\n"
        "0 letters with reminders\n0 lapsed grants announced\n1 monthly summary\n0 old decisions deleted\n"
    )
    assert run(["sweep", "--only", "report", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"report": {"done": 1, "failed": 0, "without_address": 0}}
    out = io.StringIO()
    call_command("empower_sweep", stdout=out)
    assert "0 monthly summaries\n" in out.getvalue()
    assert run(["sweep", "--only", "nonsense"]) == 2


def test_sweep_ends_with_one_when_letters_fail(in_force: models.Holder, capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        assert run(["sweep"]) == 1
        assert "1 failed and is tried again in the next run" in capsys.readouterr().out
        with pytest.raises(CommandError, match="next run tries again"):
            call_command("empower_sweep", "--only", "report", stdout=io.StringIO())


def test_export_person_writes_json(in_force: models.Holder, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export-person", "ada"]) == 0
    assert json.loads(capsys.readouterr().out)["key"] == str(in_force.key)
    out = io.StringIO()
    call_command("empower_export_person", "ada", stdout=out)
    assert len(json.loads(out.getvalue())["grants"]) == 1
    assert run(["export-person", "nobody"]) == 1
    assert "There is nobody named nobody here." in capsys.readouterr().err
    with pytest.raises(CommandError):
        call_command("empower_export_person", "nobody")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """The example that 'empower-lms new' writes."""
    folder = tmp_path / "courses"
    assert run(["new", str(folder)]) == 0
    return folder


def test_register_publishes_once_and_refuses_a_silent_change(
    catalogue: Path, db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(["register", str(catalogue)]) == 0
    assert "1 published, 0 unchanged." in capsys.readouterr().out
    assert run(["register", str(catalogue)]) == 0
    assert "0 published, 1 unchanged." in capsys.readouterr().out
    card = next((catalogue / "scopes").glob("*.yaml"))
    text = card.read_text("utf-8")
    card.write_text(text.replace("validity_months: 12", "validity_months: 6"), "utf-8")
    assert card.read_text("utf-8") != text
    assert run(["register", str(catalogue)]) == 1
    assert "Raise its version" in capsys.readouterr().err
    assert models.ScopeVersion.objects.count() == 1
    with pytest.raises(CommandError, match="Raise its version"):
        call_command("register", str(catalogue))


def test_register_publishes_nothing_of_a_catalogue_with_errors(catalogue: Path, db: None) -> None:
    next((catalogue / "scopes").glob("*.yaml")).write_text("id: nonsense\n", "utf-8")
    assert run(["register", str(catalogue)]) == 1
    with pytest.raises(CommandError, match="empower-lms check"):
        call_command("register", str(catalogue))
    assert not models.ScopeVersion.objects.exists()


@pytest.mark.parametrize("command", [["verify-ledger"], ["decide", "--holder", "a", "--scope", "FIN-1"]])
def test_a_home_without_records_is_said_clearly(command: list[str], tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "empower_lms.cli.main", *command, "--home", str(tmp_path / "nothing")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert "There are no records in" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("kind", FindingKind)
def test_every_finding_has_words(kind: FindingKind) -> None:
    assert report_finding(Finding(kind=kind, holder="h", number=1, subject="s"), str)


@pytest.mark.parametrize("kind", ConflictKind)
def test_every_conflict_has_words(kind: ConflictKind) -> None:
    conflict = ScopeConflict(kind=kind, scope="FIN-1", version=1, published_version=2)
    assert "FIN-1" in report_conflict(conflict, str)
