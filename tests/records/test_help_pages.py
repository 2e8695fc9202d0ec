"""Staff's and sponsors' pages about tries, and the commands that do the same."""

import json
import re
from datetime import datetime
from html import escape

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from empower_lms.assessment.attempts import AttemptState
from empower_lms.assessment.scoring import Remedy
from empower_lms.assessment.voiding import Effect
from empower_lms.cli.main import run
from empower_lms.records import api, models
from empower_lms.records.api import HelpRefused, NeedKind
from empower_lms.records.wording import EFFECTS, HELP_REFUSED, NEEDS, REMEDIES, TRY_STATES
from tests.records.cases import DAY, assign, make_quiz, start, take_quiz
from tests.records.test_pages import browser, read, words

QUIZ = make_quiz(time_limit="10m", numbers=False)
NAME = QUIZ.quiz.id
PAGE = "/empower/attempts/?person=ada"


@pytest.fixture
def now(db: None) -> datetime:
    return timezone.now()


def holder_of(user: User) -> str:
    return str(models.Holder.objects.get(user=user).key)


@pytest.mark.parametrize(
    ("words_of", "members"),
    [(TRY_STATES, AttemptState), (NEEDS, NeedKind), (EFFECTS, Effect), (REMEDIES, Remedy), (HELP_REFUSED, HelpRefused)],
)
def test_everything_that_pages_name_has_words(words_of: dict, members: type) -> None:
    assert set(words_of) == set(members)


def test_staff_sees_states_and_resets_a_try_with_a_reason(ada: User, staff: User, now: datetime) -> None:
    attempt = start(ada, QUIZ, now=now)
    client = browser(staff)
    page = words(read(client, PAGE))
    assert "Ada Learner" in page
    assert "Under way" in page
    form = {"action": "reset", "holder": holder_of(ada), "attempt": attempt.id}
    assert "Write down the reason" in client.post(PAGE, {**form, "reason": " "}, follow=True).content.decode()
    assert models.Attempt.objects.get().state == "open"
    done = client.post(PAGE, {**form, "reason": "Fire alarm"}, follow=True).content.decode()
    assert "The try was reset" in done
    assert "Reset: counts for nothing" in done
    assert "Fire alarm" in models.LedgerEntry.objects.get().payload
    again = client.post(PAGE, {**form, "reason": "Twice"}, follow=True).content.decode()
    assert "was not reset" in again


def test_staff_gives_extra_time(ada: User, staff: User, now: datetime) -> None:
    start(ada, QUIZ, now=now)
    client, form = browser(staff), {"action": "time", "holder": holder_of(ada), "reason": "Agreed"}
    for percent in ("", "x", "-5", "999", "5.5"):
        page = client.post(PAGE, {**form, "percent": percent}, follow=True).content.decode()
        assert "0 to 300 per cent" in page, percent
    client.post(PAGE, {**form, "percent": "50"})
    assert models.Attempt.objects.get().extra_time == 50
    assert 'value="50"' in read(client, PAGE)


def test_what_was_typed_comes_back_with_the_message_at_its_field(ada: User, staff: User, now: datetime) -> None:
    attempt = start(ada, QUIZ, now=now)
    client = browser(staff)
    for more, field in (
        ({"action": "time", "person": "ada", "percent": "999", "reason": "Agreed <b>"}, "percent-error"),
        ({"action": "time", "person": "ada", "percent": "25", "reason": " "}, "time-reason-error"),
        ({"action": "reset", "attempt": attempt.id, "reason": ""}, "reset-1-error"),
    ):
        answer = client.post(PAGE, {"holder": holder_of(ada), **more})
        page = answer.content.decode()
        assert answer.status_code == 422, more
        assert f'aria-describedby="{field}"' in page or f' {field}"' in page, more
        assert f'id="{field}"' in page, more
        assert escape(more.get("percent", "")) in page
        assert escape(more["reason"].strip()) in page
    assert not models.Support.objects.exists()


@pytest.mark.parametrize("page", [PAGE, "/empower/attempts/void-question/", "/empower/sponsor/help/"])
def test_a_form_without_its_content_changes_nothing_and_says_so(page: str, ada: User, staff: User, sam: User) -> None:
    assign(sam, ada)
    for form in ({}, {"action": "explode"}):
        answer = browser(sam if "sponsor" in page else staff).post(page, form)
        assert answer.status_code == 422
        assert re.search(r'role="alert"|class="field__error"', answer.content.decode())


def test_staff_gives_time_to_somebody_who_has_done_nothing_yet(ada: User, staff: User, now: datetime) -> None:
    client = browser(staff)
    assert "No try yet." in read(client, PAGE)
    assert not models.Holder.objects.filter(user=ada).exists(), "looking makes no pseudonym"
    client.post(PAGE, {"action": "time", "person": "ada", "percent": "50", "reason": "Agreed"})
    assert start(ada, QUIZ, now=timezone.now()).extra_time == 50


def test_a_sponsor_makes_nobody_a_pseudonym(ada: User, sam: User) -> None:
    form = {"action": "time", "person": "ada", "percent": "50", "reason": "x"}
    assert browser(sam).post("/empower/sponsor/help/", form).status_code == 404
    assert not models.Holder.objects.filter(user=ada).exists()


@pytest.mark.parametrize("quiz", ["scope.other", "x" * 500, "a\0b", ""])
@pytest.mark.parametrize("action", ["talk", "unlock"])
def test_nothing_is_opened_in_a_quiz_that_nobody_began(
    action: str, quiz: str, ada: User, staff: User, now: datetime
) -> None:
    start(ada, QUIZ, now=now)
    form = {"action": action, "holder": holder_of(ada), "quiz": quiz, "reason": "Because"}
    answer = browser(staff).post(PAGE, form)
    assert answer.status_code == 422
    assert "has not begun this quiz" in answer.content.decode()
    assert not models.Support.objects.exists()


def test_who_signed_in_again_lands_on_the_page_and_not_on_its_form(sam: User, ada: User) -> None:
    assign(sam, ada)
    assert browser(sam).get("/empower/sponsor/help/", follow=True).status_code == 200


def test_nobody_is_found_kindly(staff: User) -> None:
    assert "Check the spelling" in read(browser(staff), "/empower/attempts/?person=nobody")


def test_a_sponsor_confirms_a_talk_on_their_page(ada: User, sam: User, now: datetime) -> None:
    assign(sam, ada)
    for days in (9, 8):
        take_quiz(ada, QUIZ, right=False, now=now - days * DAY)
    client = browser(sam)
    page = words(read(client, "/empower/sponsor/"))
    assert "Somebody needs you" in page
    assert "Ada Learner" in page
    for secret in ("points", "attempt", "tries"):
        assert secret not in page.replace("never their scores, tries or answers", "").lower(), secret
    form = {"action": "talk", "holder": holder_of(ada), "quiz": NAME, "reason": "We talked about limits"}
    assert "The talk is confirmed" in client.post("/empower/sponsor/help/", form, follow=True).content.decode()
    assert "Somebody needs you" not in read(client, "/empower/sponsor/")
    assert start(ada, QUIZ, now=now).number == 3


def test_a_sponsor_removes_an_obstacle_or_unlocks_with_a_reason(ada: User, sam: User, now: datetime) -> None:
    assign(sam, ada)
    quiz = make_quiz(retake={"tries": 1, "blocks": 1})
    take_quiz(ada, quiz, right=False, now=now - DAY)
    client, form = browser(sam), {"holder": holder_of(ada), "quiz": NAME}
    assert "what is in the way" in read(client, "/empower/sponsor/")
    client.post("/empower/sponsor/help/", {**form, "action": "resolve", "reason": ""})
    assert models.Obstacle.objects.get().resolved_at is None
    client.post("/empower/sponsor/help/", {**form, "action": "unlock", "reason": "New tool, explained"})
    assert models.Obstacle.objects.get().note == "New tool, explained"
    assert start(ada, quiz, now=timezone.now()).number == 2


@pytest.mark.parametrize("action", ["reset", "time", "talk", "unlock", "resolve"])
def test_strangers_do_nothing_for_anybody(action: str, ada: User, sam: User, now: datetime) -> None:
    attempt = start(ada, QUIZ, now=now)
    form = {"action": action, "holder": holder_of(ada), "quiz": NAME, "attempt": attempt.id, "percent": "9"}
    form["reason"] = "because"
    browser(sam).post("/empower/sponsor/help/", form)
    browser(ada).post("/empower/sponsor/help/", form)
    assert not models.Support.objects.exists()
    assert models.Attempt.objects.get().state == "open"


def test_a_faulty_question_is_looked_at_first_and_voided_on_the_page(ada: User, staff: User, now: datetime) -> None:
    attempt = take_quiz(ada, QUIZ, right=False, now=now)
    question = attempt.form.item(1).question
    client = browser(staff)
    page = words(read(client, f"/empower/attempts/void-question/?question={question}&remedy=credit"))
    assert "1 ended try was asked this question. 1 of them would change." in page
    assert "Ada Learner" in page
    assert not models.ScoringVersion.objects.exists()
    form = {"question": question, "remedy": "credit"}
    assert client.post("/empower/attempts/void-question/", {**form, "reason": ""}).status_code == 422
    assert not models.ScoringVersion.objects.exists()
    done = client.post("/empower/attempts/void-question/", {**form, "reason": "Two keys"})
    assert done.status_code == 200
    assert "1 result was changed" in done.content.decode()
    forged = client.post("/empower/attempts/void-question/", {**form, "remedy": "gift", "reason": "Two keys"})
    assert forged.status_code == 422, "nobody gets another remedy than the one they asked for"
    unknown = read(client, "/empower/attempts/void-question/?question=%3Cscript%3E")
    assert "Check the id" in unknown
    assert "<script>" not in unknown


def test_commands_do_the_same(ada: User, staff: User, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    start(ada, QUIZ, now=now)
    who = ["--by", "staff", "--reason", "Because"]
    assert run(["attempts", "show", "ada"]) == 0
    assert "Under way" in capsys.readouterr().out
    assert run(["attempts", "extra-time", "ada", "50", *who]) == 0
    assert models.Attempt.objects.get().extra_time == 50
    assert run(["attempts", "reset", "ada", *who]) == 0
    assert models.Attempt.objects.get().state == "voided"
    assert run(["attempts", "reset", "ada", *who]) == 2
    assert "was not reset" in capsys.readouterr().err
    assert run(["attempts", "talk", "ada", NAME, *who]) == 0
    assert run(["attempts", "unlock", "ada", NAME, *who]) == 0
    assert run(["attempts", "resolve", "ada", NAME, *who]) == 2
    assert run(["attempts", "reset", "ada", "--by", "ada", "--reason", "x"]) == 2
    assert run(["attempts", "show", "nobody"]) == 2
    assert run(["attempts", "close-overdue"]) == 0
    assert "0 tries were closed" in capsys.readouterr().out


def test_the_voiding_command_looks_first_and_needs_a_name(
    ada: User, staff: User, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    question = take_quiz(ada, QUIZ, right=False, now=now - DAY).form.item(1).question
    void = ["void-question", question, "--remedy", "credit"]
    assert run(void) == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert run([*void, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["asked"] == 1
    assert run([*void, "--apply"]) == 2
    assert run([*void, "--apply", "--by", "ada", "--reason", "x"]) == 2
    assert not models.ScoringVersion.objects.exists()
    assert run([*void, "--apply", "--by", "staff", "--reason", "Two keys"]) == 0
    assert "1 results were changed" in capsys.readouterr().out
    assert run(["void-question", "scope.none", "--remedy", "drop"]) == 2
    assert api.verify_ledger().findings == ()
