"""`odindctl consumer`: what it asks, and what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.v1 import rooms_pb2

if TYPE_CHECKING:
    from tests.client.scripted_daemon import ScriptedDaemon

    from .conftest import Odindctl

BILLING = rooms_pb2.Consumer(name="billing\x1b[2J", acknowledged=4711)
BILLING.created_at.FromJsonString("2026-01-02T03:04:05Z")
BILLING.acknowledged_at.FromJsonString("2026-01-02T03:04:06Z")
DOCUMENT = {
    "name": "billing\x1b[2J",
    "acknowledged": 4711,
    "created_at": "2026-01-02T03:04:05Z",
    "acknowledged_at": "2026-01-02T03:04:06Z",
}


async def test_consumers_are_listed_with_how_far_they_have_come(odindctl: Odindctl, script: ScriptedDaemon):
    script.answer("ListConsumers", rooms_pb2.ListConsumersResponse(consumers=[BILLING]))
    header, row = (await odindctl("consumer", "list")).stdout.splitlines()
    assert header.split() == ["CONSUMER", "ACKNOWLEDGED", "AT"]
    assert row.split()[1:] == ["4711", "2026-01-02T03:04:06Z"]
    assert "\x1b" not in row
    assert (await odindctl("consumer", "list", "--json")).document == {"consumers": [DOCUMENT]}


async def test_a_consumer_is_moved(odindctl: Odindctl, script: ScriptedDaemon):
    script.answer("AcknowledgeEvents", rooms_pb2.AcknowledgeEventsResponse(consumer=BILLING))
    ended = await odindctl("consumer", "acknowledge", "billing", "4711", "--json")
    assert ended.document == DOCUMENT
    assert script.requests["AcknowledgeEvents"] == [
        rooms_pb2.AcknowledgeEventsRequest(consumer="billing", sequence=4711)
    ]


async def test_a_consumer_is_forgotten(odindctl: Odindctl, script: ScriptedDaemon):
    assert (await odindctl("consumer", "delete", "billing")).stdout == "forgot billing\n"
    assert script.requests["DeleteConsumer"] == [rooms_pb2.DeleteConsumerRequest(consumer="billing")]
