"""What the platform hears and tells: public events, tracking log, tasks on its Celery app, retirement, withdrawal."""

import json
from datetime import UTC, datetime, timedelta

from common.djangoapps.student.tests.factories import UserFactory
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from lms.celery import APP
from lms.djangoapps.certificates.tests.factories import GeneratedCertificateFactory
from openedx.core.djangoapps.oauth_dispatch.jwt import create_jwt_for_user
from openedx.core.djangoapps.user_api.models import RetirementState, UserRetirementStatus
from openedx_events.event_bus.avro.serializer import AvroSignalSerializer
from openedx_events.tooling import OpenEdxPublicSignal
from platform_course import COURSE, PASSWORD, OnThePlatform, shipped_catalogue

from empower_lms.openedx.events import ATTEMPT_SUBMITTED, CERTIFICATE_ISSUED, GRANT_CHANGED
from empower_lms.records import api, models
from empower_lms.records.models import Holder

SCOPE = "INC-1"


def publish_cards(now=None):
    with api.records.transaction():
        api.publish_scopes(shipped_catalogue().scopes, published_by="test", now=now or datetime.now(UTC))


def give_scope(learner, sponsor, now=None):
    """Let somebody with a certificate have the scope that needs no other one."""
    now = now or datetime.now(UTC)
    staff = UserFactory(is_staff=True)
    card = next(card for card in shipped_catalogue().scopes if card.id == SCOPE)
    with api.records.transaction():
        assert api.assign_sponsor(str(staff.pk), str(sponsor.pk), str(learner.user.pk), now=now) is None
    key = str(Holder.objects.get(user=learner.user).key)
    with api.records.transaction():
        signed = api.sign_grant(str(sponsor.pk), key, SCOPE, statement="I back you.", card=card.digest, now=now)
    assert not isinstance(signed, str), signed
    with api.records.transaction():
        accepted = api.countersign_grant(
            str(learner.user.pk), SCOPE, statement="I accept.", missing="", card=card.digest, now=now
        )
    assert not isinstance(accepted, str), accepted
    return key


class TestPublicEvents(OnThePlatform):
    def setUp(self):
        super().setUp()
        self.sent = []
        for signal in (ATTEMPT_SUBMITTED, CERTIFICATE_ISSUED, GRANT_CHANGED):
            signal.connect(self.listen)
            self.addCleanup(signal.disconnect, self.listen)

    def listen(self, signal, metadata, **data):
        name = next(iter(signal.init_data))
        self.sent.append((signal.event_type, data[name]))
        AvroSignalSerializer(signal).to_dict({name: data[name]})

    def test_a_pass_in_the_lms_sends_attempt_and_certificate_after_commit(self):
        learner = self.learner()
        with self.captureOnCommitCallbacks(execute=True):
            learner.take()
            assert self.sent == []
        (kind, attempt), (other, certificate) = self.sent
        assert (kind, other) == ("org.empower.attempt.submitted.v1", "org.empower.certificate.issued.v1")
        assert attempt.passed
        assert attempt.origin.startswith("block-v1:Empower+scope+2026+type@empower_quiz")
        assert certificate.attempt == attempt.attempt == learner.attempt().id
        assert learner.user.username not in str(self.sent)
        assert learner.user.email not in str(self.sent)

    def test_a_grant_is_announced_from_signature_to_lapse(self):
        publish_cards()
        learner, sponsor = self.learner(), UserFactory(username="sam")
        learner.take()
        with self.captureOnCommitCallbacks(execute=True):
            give_scope(learner, sponsor)
        end = models.Grant.objects.get().expires_at
        api.run_sweep(api.Sweep.DEPROVISION, now=end)
        grants = [data for kind, data in self.sent if kind == "org.empower.grant.changed.v1"]
        assert [(one.state, one.may_decide) for one in grants] == [
            ("signed", False),
            ("on-probation", True),
            ("lapsed", False),
        ]

    def test_the_platforms_event_bus_knows_every_event_and_sends_none_by_itself(self):
        for event in ("attempt.submitted", "certificate.issued", "grant.changed"):
            name = f"org.empower.{event}.v1"
            assert OpenEdxPublicSignal.get_signal_by_type(name)
            (topic,) = settings.EVENT_BUS_PRODUCER_CONFIG[name].values()
            assert topic["enabled"] is False
        assert "org.openedx.learning.certificate.created.v1" in settings.EVENT_BUS_PRODUCER_CONFIG


class TestTrackingLog(OnThePlatform):
    def log_of(self, act):
        """Return what the platform writes into its tracking log while somebody acts."""
        with self.assertLogs("tracking", level="INFO") as log:
            act()
        lines = [json.loads(record.getMessage()) for record in log.records]
        return [line for line in lines if str(line.get("event_type")).startswith("empower.")]

    def test_start_and_hand_in_are_lines_of_the_tracking_log(self):
        learner = self.learner()
        started, submitted = self.log_of(learner.take)
        assert started["event_type"] == "empower.quiz.attempt.started"
        assert submitted["event_type"] == "empower.quiz.attempt.submitted"
        for line in (started, submitted):
            assert line["context"]["course_id"] == str(COURSE)
            assert line["context"]["user_id"] == learner.user.id
            assert line["event_source"] == "server"
        event = submitted["event"]
        event = json.loads(event) if isinstance(event, str) else event
        attempt = learner.attempt()
        assert event["attempt"] == attempt.id
        assert event["passed"] is True
        assert (event["score"], event["answered"]) == (1.0, attempt.form.length)

    def test_no_question_answer_or_key_is_in_the_log(self):
        learner = self.learner()
        with self.assertLogs("tracking", level="INFO") as log:
            learner.take()
        ours = [line for record in log.records if "empower.quiz" in (line := record.getMessage())]
        assert ours
        for question in learner.quiz().questions:
            assert not any(question.id in line for line in ours)


class TestTasks(OnThePlatform):
    def setUp(self):
        super().setUp()
        # What a worker does when it starts.
        APP.loader.import_default_modules()

    def test_the_platforms_celery_app_has_the_task_and_beat_its_times(self):
        assert "empower_lms.openedx.tasks.sweep" in APP.tasks
        planned = {name: entry for name, entry in APP.conf.beat_schedule.items() if name.startswith("empower-")}
        assert {entry["args"][0] for entry in planned.values()} == set(api.Sweep)
        assert all(entry["task"] in APP.tasks for entry in planned.values())

    def test_reminders_go_out_once_in_the_language_of_the_account(self):
        from openedx.core.djangoapps.user_api.preferences.api import set_user_preference

        publish_cards()
        learner = self.learner(email="mara@example.org", first_name="Mara", last_name="Muster")
        sponsor = UserFactory(username="sam", email="sam@example.org")
        set_user_preference(sponsor, "pref-lang", "de-de")
        learner.take()
        staff = UserFactory(is_staff=True)
        with api.records.transaction():
            api.assign_sponsor(str(staff.pk), str(sponsor.pk), str(learner.user.pk), now=datetime.now(UTC))
        for _ in range(2):
            APP.tasks["empower_lms.openedx.tasks.sweep"].delay("remind")
        (letter,) = [one for one in mail.outbox if one.to == ["sam@example.org"]]
        assert f"{settings.LMS_ROOT_URL}/empower/sponsor/" in letter.body
        assert "Mara Muster" in letter.body
        assert "Ein Ticket um eine Stufe umpriorisieren" in letter.body

    def test_the_command_does_the_same(self):
        publish_cards()
        call_command("empower_sweep", "--preview")


class TestRetirement(OnThePlatform):
    def test_the_platforms_own_retirement_cuts_the_mapping_and_keeps_the_evidence(self):
        publish_cards()
        learner = self.learner()
        learner.take()
        key = give_scope(learner, UserFactory(username="sam"))
        api.decide_case(str(learner.user.pk), "mara", SCOPE, {}, now=datetime.now(UTC))
        before = models.LedgerEntry.objects.filter(holder=key).count()
        for order, name in enumerate(("PENDING", "RETIRING_LMS", "COMPLETE"), start=1):
            RetirementState.objects.create(
                state_name=name,
                state_execution_order=order,
                is_dead_end_state=name == "COMPLETE",
                required=name != "RETIRING_LMS",
            )
        retirement = UserRetirementStatus.create_retirement(learner.user)
        retirement.current_state = RetirementState.objects.get(state_name="RETIRING_LMS")
        retirement.last_state = RetirementState.objects.get(state_name="PENDING")
        retirement.save()
        admin = UserFactory(is_superuser=True, is_staff=True)
        answer = self.client_class().post(
            reverse("accounts_retire_misc"),
            json.dumps({"username": "mara"}),
            content_type="application/json",
            HTTP_AUTHORIZATION=f"JWT {create_jwt_for_user(admin)}",
        )
        assert answer.status_code == 204, answer.content
        assert Holder.objects.get(key=key).user is None
        assert models.LedgerEntry.objects.filter(holder=key).count() == before
        assert not models.Sponsorship.objects.exists()
        for row in models.Decision.objects.values():
            assert "mara" not in str(row)
        assert not api.verify_ledger().findings


class TestWithdrawal(OnThePlatform):
    def test_sponsors_hear_once_that_a_course_certificate_was_withdrawn_and_nothing_else_changes(self):
        yesterday = datetime.now(UTC) - timedelta(days=1)
        publish_cards(yesterday)
        learner, sponsor = self.learner(), UserFactory(username="sam", email="sam@example.org", password=PASSWORD)
        learner.take()
        give_scope(learner, sponsor)
        api.run_sweep(api.Sweep.REMIND, now=datetime.now(UTC))
        mail.outbox.clear()
        certificate = GeneratedCertificateFactory(user=learner.user, course_id=COURSE, status="downloadable")
        certificate.invalidate(source="course team")
        for _ in range(2):
            api.run_sweep(api.Sweep.REMIND, now=datetime.now(UTC))
        (letter,) = mail.outbox
        assert letter.to == ["sam@example.org"]
        assert "withdrew" in letter.body
        status = api.read_outlook(str(learner.user.pk), now=datetime.now(UTC)).status_of(SCOPE)
        assert status.state.may_decide
