"""Sweeps: everybody hears what they have to hear, once, and in their language."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from empower_lms.certification.announcements import Announcement, GrantAnnouncement, GrantState
from empower_lms.records import api, models
from empower_lms.records.api import Sweep, run_step, run_sweep, run_sweeps
from empower_lms.records.deliveries import LEASE, DeliveryKey, claim, confirm, give_back
from tests.certification.cards import STOP, make_scope
from tests.records.cases import (
    DAY,
    NOW,
    assign,
    certify,
    countersign,
    give_scope,
    make_quiz,
    make_user,
    publish,
    sign,
    take_quiz,
    uid,
)

FAR = 365 * DAY


class UnreliableBackend(EmailBackend):
    """A mail server that refuses while ``broken`` is set."""

    broken = False

    def send_messages(self, messages: "list[EmailMessage]") -> int:
        if self.broken:
            raise ConnectionRefusedError("nobody listens")
        return int(super().send_messages(messages))


@pytest.fixture
def heard() -> Iterator[list[Announcement]]:
    """Everything that is announced during a test."""
    told: list[Announcement] = []

    def listen(announcement: Announcement, **_: object) -> None:
        told.append(announcement)

    api.announced.connect(listen)
    yield told
    api.announced.disconnect(listen)


def remind(now: datetime) -> list[str]:
    """Run the reminders and return the letters that went out, each as recipient, subject and text."""
    before = len(mail.outbox)
    run_sweep(Sweep.REMIND, now=now)
    return [f"{one.to[0]} | {one.subject}\n{one.body}" for one in mail.outbox[before:]]


class TestReminders:
    def test_sponsors_hear_that_somebody_is_ready_and_holders_that_they_have_to_sign(
        self, ada: User, sam: User
    ) -> None:
        publish()
        certify(ada)
        holder = assign(sam, ada)
        (letter,) = remind(NOW)
        assert letter.startswith("sam@example.org | Empower: your people\n")
        assert "* Ada Learner is ready for FIN-1: Grant a goodwill credit." in letter
        sign(sam, holder)
        assert remind(NOW + 2 * DAY) == []
        (letter,) = remind(NOW + 4 * DAY)
        assert letter.startswith("ada@example.org | Empower: your scopes\n")
        assert "FIN-1 is signed for you" in letter

    def test_ends_are_told_sixty_and_fourteen_days_before(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        grant, certificate = models.Grant.objects.get(), models.Certificate.objects.first()
        assert certificate is not None
        assert grant.expires_at < certificate.expires_at
        remind(grant.expires_at - 70 * DAY)
        (letter,) = remind(grant.expires_at - 60 * DAY)
        assert "FIN-1 is yours until 2 March 2027" in letter
        assert remind(grant.expires_at - 15 * DAY)[0].startswith("sam@")
        letters = [one for one in remind(grant.expires_at - 14 * DAY) if one.startswith("ada@")]
        assert len(letters) == 1
        assert not any("is yours until" in one for one in remind(grant.expires_at))

    def test_a_renewed_certificate_is_no_news(self, ada: User) -> None:
        document = make_quiz()
        take_quiz(ada, document)
        end = models.Certificate.objects.get().expires_at
        take_quiz(ada, document, now=end - 60 * DAY)
        assert remind(end - 10 * DAY) == []

    def test_a_step_that_was_missed_is_not_made_up_for(self, ada: User) -> None:
        take_quiz(ada, make_quiz())
        end = models.Certificate.objects.get().expires_at
        (letter,) = remind(end - 5 * DAY)
        assert letter.count("* ") == 1
        assert remind(end - 4 * DAY) == []

    def test_a_probation_that_goes_on_is_told_to_the_sponsor(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        assert remind(NOW + 29 * DAY) == []
        (letter,) = remind(NOW + 30 * DAY)
        assert "Ada Learner has FIN-1 on probation" in letter

    def test_whoever_was_declined_is_nobody_to_sign_for(self, ada: User, sam: User) -> None:
        publish()
        certify(ada)
        holder = assign(sam, ada)
        with api.records.transaction():
            api.decline_grant(uid(sam), str(holder.key), "FIN-1", reason="not yet", now=NOW)
        assert remind(NOW + DAY) == []

    def test_a_broken_ledger_reminds_nobody_of_anything(self, ada: User, sam: User) -> None:
        publish()
        certify(ada)
        assign(sam, ada)
        models.LedgerEntry.objects.filter(number=1).update(payload="{}")
        assert remind(NOW) == []

    def test_people_without_address_or_account_get_nothing_and_stop_nothing(self, ada: User, sam: User) -> None:
        publish()
        certify(ada)
        assign(sam, ada)
        User.objects.filter(pk=sam.pk).update(email="")
        step = run_sweep(Sweep.REMIND, now=NOW)
        assert (step.done, step.without_address) == (0, 1)
        assert not models.Delivery.objects.exists()
        User.objects.filter(pk=sam.pk).update(email="sam@example.org", is_active=False)
        assert remind(NOW) == []

    def test_the_letter_speaks_the_language_of_the_last_answers(self, ada: User) -> None:
        take_quiz(ada, make_quiz())
        models.AnswerEvent.objects.update(language="de")
        end = models.Certificate.objects.get().expires_at
        (letter,) = remind(end - 5 * DAY)
        assert "März 2028" in letter

    @override_settings(EMPOWER_SITE_URL="https://lms.example.org/")
    def test_with_a_site_address_each_line_links_to_its_page(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        User.objects.filter(pk=ada.pk).update(first_name="Ada & <Co>")
        sponsor = remind(NOW + 30 * DAY)[0]
        assert f"https://lms.example.org/empower/sponsor/{models.Holder.objects.get(user=ada).key}/FIN-1/" in sponsor
        assert "Ada & <Co>" in sponsor
        letters = "".join(remind(models.Grant.objects.get().expires_at - 14 * DAY))
        assert "https://lms.example.org/empower/scopes/FIN-1/" in letters
        end = models.Certificate.objects.all()[0].expires_at
        assert "https://lms.example.org/course/scope/" in "".join(remind(end - 14 * DAY))


class TestOnce:
    def test_a_second_run_sends_nothing(self, ada: User, sam: User) -> None:
        publish()
        certify(ada)
        assign(sam, ada)
        assert len(remind(NOW)) == 1
        assert remind(NOW) == []
        assert remind(NOW + 13 * DAY) == []
        assert len(remind(NOW + 14 * DAY)) == 1

    @override_settings(EMAIL_BACKEND="tests.records.test_sweeps.UnreliableBackend")
    def test_what_could_not_be_handed_over_is_sent_by_the_next_run(
        self, ada: User, sam: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish()
        certify(ada)
        assign(sam, ada)
        monkeypatch.setattr(UnreliableBackend, "broken", True)
        step = run_sweep(Sweep.REMIND, now=NOW)
        assert (step.done, step.failed) == (0, 1)
        monkeypatch.setattr(UnreliableBackend, "broken", False)
        assert len(remind(NOW)) == 1

    @override_settings(EMAIL_BACKEND="tests.records.test_sweeps.UnreliableBackend")
    def test_a_mail_server_that_is_down_is_not_asked_a_thousand_times(
        self, ada: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish()
        certify(ada)
        for number in range(8):
            assign(make_user(f"sponsor{number}"), ada)
        monkeypatch.setattr(UnreliableBackend, "broken", True)
        assert run_sweep(Sweep.REMIND, now=NOW).failed == 3

    def test_a_claim_belongs_to_one_until_its_time_is_up(self, ada: User) -> None:
        take_quiz(ada, make_quiz())
        holder = models.Holder.objects.get()
        keys = [DeliveryKey(kind="sign", subject=str(holder.key), due=NOW.date())]
        rows = claim(holder, keys, now=NOW)
        assert len(rows) == 1
        assert claim(holder, keys, now=NOW + LEASE / 2) == []
        taken = claim(holder, keys, now=NOW + LEASE)
        assert len(taken) == 1
        confirm(taken, now=NOW)
        assert claim(holder, keys, now=NOW + FAR) == []
        give_back(taken)
        assert models.Delivery.objects.filter(sent_at__isnull=False).count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_at_once_send_one_letter_each(self) -> None:
        ada, publishers = make_user("ada"), [make_user(f"sponsor{number}") for number in range(12)]
        publish()
        certify(ada)
        for sponsor in publishers:
            assign(sponsor, ada)
        start = threading.Barrier(3)

        def work() -> None:
            start.wait()
            try:
                run_sweep(Sweep.REMIND, now=NOW)
            finally:
                connection.close()

        workers = [threading.Thread(target=work) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sorted(one.to[0] for one in mail.outbox) == sorted(sponsor.email for sponsor in publishers)

    def test_small_steps_reach_everybody(self, ada: User) -> None:
        publish()
        certify(ada)
        for number in range(7):
            assign(make_user(f"sponsor{number}"), ada)
        from empower_lms.records.sweeps.reminders import remind_people

        after, steps = "", 0
        while True:
            step = remind_people(now=NOW, after=after, limit=2)
            after, steps = step.next, steps + 1
            if not after:
                break
        assert len(mail.outbox) == 7
        assert steps >= 4

    def test_the_letter_has_the_same_id_when_it_is_sent_again(self, ada: User, sam: User) -> None:
        publish()
        certify(ada)
        assign(sam, ada)
        remind(NOW)
        # As if the process had died after the mail server had the letter, and before that was noted.
        models.Delivery.objects.update(sent_at=None)
        assert remind(NOW + LEASE / 2) == []
        assert len(remind(NOW + LEASE)) == 1
        first, second = mail.outbox
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
        assert first.extra_headers["Auto-Submitted"] == "auto-generated"

    def test_a_preview_counts_and_sends_nothing(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        end = models.Grant.objects.get().expires_at
        results = run_sweeps(list(Sweep), now=end + DAY, preview=True)
        assert {name.value: step.done for name, step in results.items()} == {
            "close": 0,
            "grades": 0,
            "remind": 1,
            "deprovision": 1,
            "report": 1,
            "forget": 0,
        }
        assert mail.outbox == []
        assert not models.Delivery.objects.exists()

    def test_nothing_due_costs_a_handful_of_statements_for_everybody(self, ada: User, sam: User) -> None:
        publish()
        for number in range(30):
            person = make_user(f"person{number}")
            certify(person, "scope")
            assign(sam, person)
        run_sweep(Sweep.REMIND, now=NOW)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run_sweep(Sweep.REMIND, now=NOW)
        assert len(queries) <= 10


class TestLapses:
    def lapses(self, heard: list[Announcement]) -> list[GrantAnnouncement]:
        return [one for one in heard if isinstance(one, GrantAnnouncement) and one.state is GrantState.LAPSED]

    def test_an_expired_grant_is_announced_once(self, ada: User, sam: User, heard: list[Announcement]) -> None:
        publish()
        holder = give_scope(sam, ada)
        end = models.Grant.objects.get().expires_at
        for now in (end - timedelta(seconds=1), end, end, end + FAR):
            run_sweep(Sweep.DEPROVISION, now=now)
        (lapse,) = self.lapses(heard)
        assert (lapse.holder, lapse.scope, lapse.changed_at) == (str(holder.key), "FIN-1", end)
        assert not lapse.state.may_decide

    def test_a_new_card_ends_the_grant_on_the_old_one(self, ada: User, sam: User, heard: list[Announcement]) -> None:
        publish()
        give_scope(sam, ada)
        publish(make_scope(version=2, validity_months=6), now=NOW + DAY)
        run_sweep(Sweep.DEPROVISION, now=NOW + 2 * DAY)
        run_sweep(Sweep.DEPROVISION, now=NOW + 3 * DAY)
        assert len(self.lapses(heard)) == 1

    def test_a_renewed_grant_has_not_lapsed(self, ada: User, sam: User, heard: list[Announcement]) -> None:
        publish()
        holder = give_scope(sam, ada)
        end = models.Grant.objects.get().expires_at
        sign(sam, holder, now=end - 10 * DAY)
        countersign(ada, now=end - 9 * DAY)
        run_sweep(Sweep.DEPROVISION, now=end + DAY)
        assert self.lapses(heard) == []
        later = models.Grant.objects.latest("expires_at").expires_at
        run_sweep(Sweep.DEPROVISION, now=later)
        assert len(self.lapses(heard)) == 1

    def test_what_was_suspended_or_never_accepted_was_said_or_never_given(
        self, ada: User, sam: User, heard: list[Announcement]
    ) -> None:
        publish()
        holder = give_scope(sam, ada)
        with api.records.transaction():
            api.suspend_grant(uid(sam), str(holder.key), "FIN-1", reason="stop", now=NOW)
        other = make_user("bob")
        certify(other)
        sign(sam, assign(sam, other))
        run_sweep(Sweep.DEPROVISION, now=NOW + 2 * FAR)
        assert self.lapses(heard) == []

    def test_a_receiver_that_fails_is_asked_again(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        end = models.Grant.objects.get().expires_at
        asked = []

        def fail_once(announcement: Announcement, **_: object) -> None:
            asked.append(announcement)
            if len(asked) == 1:
                raise RuntimeError("the bus is away")

        api.announced.connect(fail_once)
        try:
            assert run_sweep(Sweep.DEPROVISION, now=end).failed == 1
            assert run_sweep(Sweep.DEPROVISION, now=end).done == 1
            assert run_sweep(Sweep.DEPROVISION, now=end).done == 0
        finally:
            api.announced.disconnect(fail_once)
        assert asked[0] == asked[1]

    def test_nobody_is_announced_who_has_left(self, ada: User, sam: User, heard: list[Announcement]) -> None:
        publish()
        give_scope(sam, ada)
        end = models.Grant.objects.get().expires_at
        with api.records.transaction():
            api.release_holder(uid(ada), now=NOW)
        run_sweep(Sweep.DEPROVISION, now=end)
        assert self.lapses(heard) == []


class TestSummaries:
    def test_a_sponsor_reads_once_a_month_how_many_are_where_and_no_names(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        bob = make_user("bob", first_name="Bob")
        certify(bob)
        assign(sam, bob)
        for now in (NOW, NOW + DAY, NOW + 29 * DAY):
            run_sweep(Sweep.REPORT, now=now)
        (letter,) = mail.outbox
        assert letter.to == ["sam@example.org"]
        assert "1 person waits for your signature" in letter.body
        assert "1 person decides alone" in letter.body
        assert "Ada" not in letter.body
        assert "Bob" not in letter.body
        run_sweep(Sweep.REPORT, now=NOW + 30 * DAY)
        assert len(mail.outbox) == 2

    def test_a_sponsor_with_nothing_to_read_gets_no_letter(self, ada: User, sam: User) -> None:
        publish()
        assign(sam, ada)
        run_sweep(Sweep.REPORT, now=NOW)
        assert mail.outbox == []

    @override_settings(EMPOWER_REPORT_TO=["toni"])
    def test_whoever_the_company_names_reads_about_everybody(self, ada: User, sam: User) -> None:
        make_user("toni")
        publish()
        give_scope(sam, ada)
        run_sweep(Sweep.REPORT, now=models.Grant.objects.get().expires_at - 30 * DAY)
        letter = next(one for one in mail.outbox if one.to == ["toni@example.org"])
        assert "FIN-1: Grant a goodwill credit\n  1 person decides alone\n  1 of these grants ends within 60" in (
            letter.body
        )


class TestRetention:
    def test_without_a_setting_decisions_stay(self, ada: User) -> None:
        publish(make_scope(), STOP)
        api.decide_case(uid(ada), "ada", "FIN-1", {}, now=NOW)
        run_sweep(Sweep.FORGET, now=NOW + 10 * FAR)
        assert models.Decision.objects.count() == 1

    @override_settings(EMPOWER_KEEP_DECISIONS_DAYS=90)
    def test_old_decisions_go_and_the_ledger_stays(self, ada: User, sam: User) -> None:
        publish()
        give_scope(sam, ada)
        for day in (0, 1, 95):
            api.decide_case(uid(ada), "ada", "FIN-1", {}, now=NOW + day * DAY)
        assert run_step(Sweep.FORGET, now=NOW + 100 * DAY).done == 2
        assert models.Decision.objects.count() == 1
        assert not api.verify_ledger().findings
