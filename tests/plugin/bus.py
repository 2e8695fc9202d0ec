"""An event bus that keeps what it is asked to produce, serialised as a real one would."""

from openedx_events.event_bus import EventBusProducer
from openedx_events.event_bus.avro.serializer import AvroSignalSerializer

PRODUCED: list[str] = []


class KeepingProducer(EventBusProducer):
    def send(self, *, signal, topic, event_key_field, event_data, event_metadata):
        record = AvroSignalSerializer(signal).to_dict(event_data)
        value = record
        for part in event_key_field.split("."):
            value = value[part]
        PRODUCED.append(f"{topic} {value} {record['grant']['state']}")


def make_producer() -> KeepingProducer:
    return KeepingProducer()
