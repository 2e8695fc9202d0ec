"""Events: what happens is sent once it is stored, typed, without names, and fits on the event bus."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import get_args
from uuid import UUID

import attr
import pytest
from django.contrib.auth.models import User
from django.db import transaction
from openedx_events.event_bus.avro.deserializer import AvroSignalDeserializer, deserialize_bytes_to_event_data
from openedx_events.event_bus.avro.serializer import AvroSignalSerializer, serialize_event_data_to_bytes
from openedx_events.tooling import OpenEdxPublicSignal

from empower_lms.certification.announcements import Announcement, GrantState
from empower_lms.openedx import events
from empower_lms.openedx.settings.late import TOPICS
from empower_lms.records import api, models
from empower_lms.records.api import Sweep, run_sweep
from tests.records.cases import (
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

SIGNALS = {
    "attempt": events.ATTEMPT_SUBMITTED,
    "certificate": events.CERTIFICATE_ISSUED,
    "grant": events.GRANT_CHANGED,
}
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "events.md"


@pytest.fixture
def sent():
    """Every public event that is sent during a test: its signal, data and metadata, in order."""
    told = []

    def listen(signal, metadata, **data):
        told.append((signal, *[value for name, value in data.items() if name in SIGNALS], metadata))

    api.announced.connect(events.send_event)
    for signal in SIGNALS.values():
        signal.connect(listen)
    yield told
    for signal in SIGNALS.values():
        signal.disconnect(listen)
    api.announced.disconnect(events.send_event)


@pytest.fixture
def people(transactional_db):
    """A learner and a sponsor, in a database whose transactions really end."""
    return make_user("ada", first_name="Ada"), make_user("sam", first_name="Sam")


def data_of(sent, name):
    return [data for signal, data, _ in sent if signal is SIGNALS[name]]


def test_a_pass_sends_the_attempt_and_the_certificate(people, sent):
    ada, _ = people
    attempt = take_quiz(ada, make_quiz())
    holder = models.Holder.objects.get(user=ada)
    (submitted,) = data_of(sent, "attempt")
    (issued,) = data_of(sent, "certificate")
    assert (submitted.attempt, submitted.holder, submitted.passed) == (attempt.id, str(holder.key), True)
    assert (submitted.quiz, submitted.mode, submitted.tier) == ("scope.certification", "certification", "S1")
    assert (issued.attempt, issued.course) == (attempt.id, "scope")
    assert issued.expires_at == models.Certificate.objects.get().expires_at
    assert {metadata.time for *_, metadata in sent} == {NOW}


def test_a_failure_and_practice_send_the_attempt_only(people, sent):
    take_quiz(people[0], make_quiz(), right=False)
    take_quiz(people[0], make_quiz(practice=True))
    assert [(one.mode, one.passed) for one in data_of(sent, "attempt")] == [
        ("certification", False),
        ("practice", True),
    ]
    assert data_of(sent, "certificate") == []


def test_a_grant_is_followed_through_its_life(people, sent):
    ada, sam = people
    publish()
    holder = give_scope(sam, ada)
    with api.records.transaction():
        api.confirm_grant(uid(sam), str(holder.key), "FIN-1", now=NOW)
    with api.records.transaction():
        api.suspend_grant(uid(sam), str(holder.key), "FIN-1", reason="Bob was in a rush", now=NOW)
    with api.records.transaction():
        api.reinstate_grant(uid(sam), str(holder.key), "FIN-1", reason="talked", now=NOW)
    run_sweep(Sweep.DEPROVISION, now=models.Grant.objects.get().expires_at)
    run_sweep(Sweep.DEPROVISION, now=models.Grant.objects.get().expires_at)
    assert [(one.state, one.may_decide) for one in data_of(sent, "grant")] == [
        ("signed", False),
        ("on-probation", True),
        ("active", True),
        ("suspended", False),
        ("active", True),
        ("lapsed", False),
    ]
    assert {one.grant for one in data_of(sent, "grant")} == {str(models.Grant.objects.get().id)}
    assert "rush" not in str(sent)


def test_a_refusal_to_sign_has_no_grant(people, sent):
    ada, sam = people
    publish()
    certify(ada)
    holder = assign(sam, ada)
    with api.records.transaction():
        api.decline_grant(uid(sam), str(holder.key), "FIN-1", reason="not yet", now=NOW)
    (declined,) = data_of(sent, "grant")
    assert (declined.state, declined.grant, declined.expires_at) == ("declined", None, None)


def test_leaving_releases_what_was_in_force(people, sent):
    ada, sam = people
    publish()
    give_scope(sam, ada)
    with api.records.transaction():
        api.release_holder(uid(ada), now=NOW)
    assert data_of(sent, "grant")[-1].state == "released"


def test_nothing_is_sent_of_what_was_rolled_back(people, sent):
    ada, sam = people
    publish()
    certify(ada)
    holder = assign(sam, ada)
    sent.clear()

    class Undo(Exception):
        pass

    def sign_and_undo():
        with transaction.atomic():
            sign(sam, holder)
            raise Undo

    with pytest.raises(Undo):
        sign_and_undo()
    assert sent == []
    with transaction.atomic():
        sign(sam, holder)
        assert sent == [], "not before the end of the outermost transaction"
    assert len(sent) == 1


def test_a_repeated_hand_in_is_no_second_event(people, sent):
    ada, _ = people
    attempt = take_quiz(ada, make_quiz())
    with api.records.transaction():
        api.records.hand_in(uid(ada), attempt.id, now=NOW)
    assert len(sent) == 2


def test_a_receiver_that_fails_loses_no_attempt(people, sent):
    def fail(**_):
        raise RuntimeError("a receiver's own fault")

    events.ATTEMPT_SUBMITTED.connect(fail)
    try:
        take_quiz(people[0], make_quiz())
    finally:
        events.ATTEMPT_SUBMITTED.disconnect(fail)
    assert models.Certificate.objects.count() == 1


def test_no_event_names_anybody(people, sent):
    ada, sam = people
    User.objects.filter(pk=ada.pk).update(last_name="Lovelace", email="ada@lovelace.example")
    publish()
    give_scope(sam, ada)
    said = json.dumps([attr.asdict(data) for _, data, _ in sent], default=str)
    for name in ("ada", "Ada", "Lovelace", "sam", "Sam", "example"):
        assert name not in said, name
    UUID(data_of(sent, "grant")[0].sponsor)


@pytest.mark.parametrize("name", SIGNALS)
def test_every_field_is_typed_and_survives_the_event_bus(people, sent, name):
    ada, sam = people
    publish()
    certify(ada)
    holder = assign(sam, ada)
    with api.records.transaction():
        api.decline_grant(uid(sam), str(holder.key), "FIN-1", reason="not yet", now=NOW)
    sign(sam, holder)
    countersign(ada)
    signal = SIGNALS[name]
    assert len(data_of(sent, name)) >= 2
    for data in data_of(sent, name):
        wire = serialize_event_data_to_bytes({name: data}, signal)
        assert deserialize_bytes_to_event_data(wire, signal) == {name: data}
        text = json.loads(json.dumps(AvroSignalSerializer(signal).to_dict({name: data})))
        assert AvroSignalDeserializer(signal).from_dict(text) == {name: data}
        for field in attr.fields(type(data)):
            assert field.type in {str, int, bool, datetime}
            assert isinstance(getattr(data, field.name), field.type) or field.default is None


def test_every_announcement_has_an_event(people):
    assert len(get_args(Announcement)) == len(SIGNALS) == len(TOPICS)


def test_the_topics_name_a_field_to_order_by():
    for event, (_topic, key) in TOPICS.items():
        signal = OpenEdxPublicSignal.get_signal_by_type(event)
        name, field = key.split(".")
        assert field in attr.fields_dict(signal.init_data[name])


def test_the_guide_describes_every_event_field_and_state():
    text = GUIDE.read_text("utf-8")
    for signal in SIGNALS.values():
        section = text.split(f"## `{signal.event_type}`")[1].split("\n## ")[0].split("| State |")[0]
        documented = {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}
        (data,) = signal.init_data.values()
        assert documented == set(attr.fields_dict(data)), signal
        assert TOPICS[signal.event_type][0] in section
    for state in GrantState:
        assert f"`{state.value}`" in text


_BUS = """
import django
from django.conf import settings
settings.configure(
    SECRET_KEY="x", USE_TZ=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    # As on the platform: its own apps first, plug-ins behind them.
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "openedx_events",
                    "empower_lms.openedx.apps.RecordsPlugin", "empower_lms.openedx.apps.OpenEdxConfig"],
    EVENT_BUS_PRODUCER="tests.plugin.bus.make_producer",
    EVENT_BUS_PRODUCER_CONFIG={
        "org.empower.grant.changed.v1": {"grants": {"event_key_field": "grant.holder", "enabled": True}},
        "org.empower.attempt.submitted.v1": {"attempts": {"event_key_field": "attempt.holder", "enabled": False}},
    },
)
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.records.cases import give_scope, make_user, publish
publish()
give_scope(make_user("sam"), make_user("ada"))
from tests.plugin.bus import PRODUCED
print(*PRODUCED, sep="\\n")
"""


def test_the_platforms_bus_gets_what_an_operator_enables():
    """A Django project with the platform's event app and our plug-in, in the platform's order."""
    done = subprocess.run([sys.executable, "-c", _BUS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [(topic, state) for topic, _key, state in lines] == [("grants", "signed"), ("grants", "on-probation")]
    assert len({key for _, key, _ in lines}) == 1


def test_without_openedx_events_nothing_is_missed():
    code = (
        "import sys; sys.modules['openedx_events'] = None\n"
        "import importlib.util as u; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'openedx_events' else find(name, *a)\n"
        "import empower_lms.openedx.apps as apps; assert apps.events is None"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
