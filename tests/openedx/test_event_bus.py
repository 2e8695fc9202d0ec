"""A real bus: what the LMS announces goes through Redis streams and comes out at a consumer of the platform's own."""

import shutil
import subprocess
import tempfile
import time
from copy import deepcopy
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from edx_event_bus_redis import RedisEventConsumer
from openedx_events.event_bus import get_producer
from platform_course import OnThePlatform
from walrus import Database

from empower_lms.openedx.events import ATTEMPT_SUBMITTED, CERTIFICATE_ISSUED
from empower_lms.records.models import Holder

TOPICS = {ATTEMPT_SUBMITTED: "empower-attempt-lifecycle", CERTIFICATE_ISSUED: "empower-certificate-lifecycle"}


def switch_on(*signals):
    """Return the bus's settings after an operator has switched these events on."""
    config = deepcopy(settings.EVENT_BUS_PRODUCER_CONFIG)
    for signal in signals:
        config[signal.event_type][TOPICS[signal]]["enabled"] = True
    return config


class TestRedis(OnThePlatform):
    def setUp(self):
        super().setUp()
        folder = Path(tempfile.mkdtemp(prefix="empower-redis-"))
        self.addCleanup(shutil.rmtree, folder)
        socket = folder / "redis.sock"
        program = shutil.which("redis-server")
        assert program, "These tests need Redis. On Debian: apt-get install redis-server"
        server = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)],
            stdout=subprocess.DEVNULL,
        )
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        deadline = time.monotonic() + 20
        while not socket.exists():
            assert time.monotonic() < deadline, "Redis did not start"
            time.sleep(0.05)
        self.url = f"unix://{socket}"

    def bus(self, *signals):
        """Let an operator's settings hold, with these events switched on."""
        chosen = override_settings(
            EVENT_BUS_PRODUCER="edx_event_bus_redis.create_producer",
            EVENT_BUS_REDIS_CONNECTION_URL=self.url,
            EVENT_BUS_TOPIC_PREFIX="test",
            EVENT_BUS_PRODUCER_CONFIG=switch_on(*signals),
        )
        chosen.enable()
        self.addCleanup(get_producer.cache_clear)
        self.addCleanup(chosen.disable)
        get_producer.cache_clear()

    def pass_the_quiz(self):
        learner = self.learner()
        with self.captureOnCommitCallbacks(execute=True):
            learner.take()
        return learner

    def streams(self):
        return sorted(key.decode() for key in Database.from_url(self.url).keys())  # noqa: SIM118 - a database is no dict

    def consume(self, signal):
        """Read one event as another service does: with the platform's consumer, from the beginning of the topic."""
        heard = []
        consumer = RedisEventConsumer(TOPICS[signal], "readers", "reader", check_backlog=True)

        def listen(signal, metadata, **data):
            heard.append((metadata, data))
            consumer._shut_down()

        signal.connect(listen)
        self.addCleanup(signal.disconnect, listen)
        consumer.consume_indefinitely()
        return heard

    def test_a_certificate_comes_out_of_the_bus_as_it_was_issued(self):
        self.bus(ATTEMPT_SUBMITTED, CERTIFICATE_ISSUED)
        learner = self.pass_the_quiz()
        assert self.streams() == ["test-empower-attempt-lifecycle", "test-empower-certificate-lifecycle"]
        ((metadata, data),) = self.consume(CERTIFICATE_ISSUED)
        certificate = data["certificate"]
        assert metadata.event_type == "org.empower.certificate.issued.v1"
        assert metadata.sourcelib
        assert certificate.attempt == learner.attempt().id
        assert certificate.holder == str(Holder.objects.get(user=learner.user).key)
        ((_metadata, data),) = self.consume(ATTEMPT_SUBMITTED)
        assert data["attempt"].passed
        raw = b"".join(
            value
            for stream in self.streams()
            for _id, entry in Database.from_url(self.url).Stream(stream)
            for value in entry.values()
        )
        assert learner.user.username.encode() not in raw
        assert learner.user.email.encode() not in raw

    def test_only_what_an_operator_switched_on_reaches_the_bus(self):
        self.bus(CERTIFICATE_ISSUED)
        self.pass_the_quiz()
        assert self.streams() == ["test-empower-certificate-lifecycle"]

    def test_a_bus_that_is_down_takes_nothing_from_the_learner(self):
        self.url = "unix:///nowhere/redis.sock"
        self.bus(ATTEMPT_SUBMITTED, CERTIFICATE_ISSUED)
        assert self.pass_the_quiz().attempt().result.passed
