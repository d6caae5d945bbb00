"""Following events: the lines, the documents, and how it ends."""

from __future__ import annotations

import asyncio
import json
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.v1 import cipher_pb2, payload_pb2, rooms_pb2
from odind.v1.rooms_pb2 import WatchEventsResponse
from tests.client.scripted_daemon import abort_with, replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.client.scripted_daemon import Context, ScriptedDaemon

    from .conftest import Odindctl

EVE = rooms_pb2.Peer(peer_id=5, user_id="eve", cipher_status=cipher_pb2.CIPHER_STATUS_PASSWORD_MISMATCH)
BOB = rooms_pb2.Peer(peer_id=4, user_id="bob", user_data=payload_pb2.Payload(data=b"hi"))
LOBBY = rooms_pb2.Connection(connection_id="c-1", room_id="lobby", user_id="alice", own_peer_id=3)
SNAPSHOT = WatchEventsResponse(snapshot=rooms_pb2.Snapshot(sequence=1, connections=[LOBBY]))
HAPPENED = [
    rooms_pb2.Event(joined=rooms_pb2.ConnectionJoined(connection=LOBBY)),
    rooms_pb2.Event(peer_joined=rooms_pb2.PeerJoined(peer=BOB)),
    rooms_pb2.Event(peer_changed=rooms_pb2.PeerChanged(peer=BOB)),
    rooms_pb2.Event(
        message_received=rooms_pb2.MessageReceived(
            sender_peer_id=4, sender_user_id="bob", message=payload_pb2.Payload(json='{"a":[1]}')
        )
    ),
    rooms_pb2.Event(peer_changed=rooms_pb2.PeerChanged(peer=EVE)),
    rooms_pb2.Event(cannot_decrypt=rooms_pb2.CannotDecrypt(peers=[EVE, BOB])),
    rooms_pb2.Event(peer_left=rooms_pb2.PeerLeft(peer=BOB)),
    rooms_pb2.Event(reconnecting=rooms_pb2.ConnectionReconnecting(detail="lost")),
    rooms_pb2.Event(left=rooms_pb2.ConnectionLeft(detail="left by us")),
]


def watch(_request: object, _context: Context) -> AsyncIterator[WatchEventsResponse]:
    """The snapshot and one event of every kind; then the daemon ends the watch."""
    return replay([SNAPSHOT, *map(numbered, range(2, 2 + len(HAPPENED)), HAPPENED)])


async def watch_for_ever(_request: object, _context: Context) -> AsyncIterator[WatchEventsResponse]:
    """The snapshot, and nothing happens."""
    yield SNAPSHOT
    await asyncio.Event().wait()


def numbered(sequence: int, happened: rooms_pb2.Event) -> WatchEventsResponse:
    event = rooms_pb2.Event(sequence=sequence, connection_id="c-1")
    event.time.FromMilliseconds(sequence)
    event.MergeFrom(happened)
    return WatchEventsResponse(event=event)


async def test_people_read_one_line_per_event(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", watch)

    ended = await odindctl("events")

    assert ended.exit_code == 0
    assert ended.stdout.splitlines() == [
        "     1  watching c-1 in lobby",
        "     2  00:00:00.002  c-1  joined  lobby as alice (peer 3)",
        '     3  00:00:00.003  c-1  peer joined  peer 4 bob  "hi"',
        '     4  00:00:00.004  c-1  peer changed  peer 4 bob  "hi"',
        '     5  00:00:00.005  c-1  message received  peer 4 bob  {"a":[1]}',
        '     6  00:00:00.006  c-1  peer changed  peer 5 eve  (password mismatch)  ""',
        "     7  00:00:00.007  c-1  cannot decrypt  peer 5 eve, peer 4 bob",
        '     8  00:00:00.008  c-1  peer left  peer 4 bob  "hi"',
        "     9  00:00:00.009  c-1  reconnecting  lost",
        "    10  00:00:00.010  c-1  left  left by us",
    ]


async def test_programs_read_one_document_per_line(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", watch)

    ended = await odindctl("events", "c-1", "--json")
    documents = [json.loads(line) for line in ended.stdout.splitlines()]

    assert [document["kind"] for document in documents] == [
        "snapshot",
        "joined",
        "peer_joined",
        "peer_changed",
        "message_received",
        "peer_changed",
        "cannot_decrypt",
        "peer_left",
        "reconnecting",
        "left",
    ]
    assert documents[0]["connections"][0]["room_id"] == "lobby"
    assert documents[4] == {
        "kind": "message_received",
        "sequence": 5,
        "time": "1970-01-01T00:00:00.005Z",
        "connection_id": "c-1",
        "sender_peer_id": 4,
        "sender_user_id": "bob",
        "message": {"json": {"a": [1]}},
        "chat": "",
        "member": None,
        "member_sequence": None,
    }
    assert script.requests["WatchEvents"][0].connection_ids == ["c-1"]


@pytest.mark.parametrize("count", [0, 2])
async def test_it_ends_after_so_many_events(script: ScriptedDaemon, odindctl: Odindctl, count: int):
    script.stream("WatchEvents", watch)

    ended = await odindctl("events", "--count", str(count))

    assert ended.exit_code == 0
    assert len(ended.stdout.splitlines()) == 1 + count


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
async def test_a_signal_ends_it_well(script: ScriptedDaemon, odindctl: Odindctl, number: signal.Signals):
    script.stream("WatchEvents", watch_for_ever)
    process = await odindctl.start("events", "--json")
    assert process.stdout

    first = await process.stdout.readline()
    process.send_signal(number)
    rest, stderr = await process.communicate()

    assert json.loads(first)["kind"] == "snapshot"
    assert (process.returncode, rest, stderr) == (0, b"", b"")


async def test_a_watch_that_is_cut_off_is_an_error_after_what_was_seen(
    script: ScriptedDaemon, odindctl: Odindctl
):
    async def lag(_request: object, context: Context) -> AsyncIterator[WatchEventsResponse]:
        yield SNAPSHOT
        await abort_with(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "SUBSCRIBER_LAGGED", "too slow")

    script.stream("WatchEvents", lag)

    ended = await odindctl("events")

    assert ended.exit_code == 8
    assert len(ended.stdout.splitlines()) == 1
    assert ended.stderr == "error: too slow (SUBSCRIBER_LAGGED)\n"


async def test_a_watch_that_ends_before_it_begins_is_no_error(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", lambda _request, _context: replay([]))

    ended = await odindctl("events")

    assert (ended.exit_code, ended.stdout, ended.stderr) == (0, "", "")


# Where it begins, and what it leaves out


def past(_request: object, _context: Context) -> AsyncIterator[WatchEventsResponse]:
    """Two events, without a snapshot."""
    return replay(map(numbered, (5, 6), HAPPENED))


async def test_the_past_is_printed_to_its_end(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", past)
    ended = await odindctl("events", "--from", "4", "--kind", "left", "--kind", "joined", "--room", "lobby")
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["5", "6"]
    assert script.requests["WatchEvents"] == [
        rooms_pb2.WatchEventsRequest(
            after_sequence=4, kinds=["left", "joined"], room_ids=["lobby"], until_now=True
        )
    ]


async def test_followed_it_goes_on(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", past)
    await odindctl("events", "--from", "0", "--follow")
    assert script.requests["WatchEvents"] == [rooms_pb2.WatchEventsRequest(after_sequence=0)]


async def test_so_long_ago_is_a_moment(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", past)
    before = datetime.now(UTC)
    await odindctl("events", "--since", "10m")
    (request,) = script.requests["WatchEvents"]
    assert (
        timedelta(0)
        <= request.since.ToDatetime(UTC) - (before - timedelta(minutes=10))
        < timedelta(minutes=1)
    )
    assert request.until_now


async def test_what_is_printed_for_a_consumer_is_acknowledged(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", past)
    ended = await odindctl("events", "--consumer", "billing", "--json")
    assert len(ended.stdout.splitlines()) == 2
    assert script.requests["WatchEvents"] == [rooms_pb2.WatchEventsRequest(consumer="billing")]
    assert script.requests["AcknowledgeEvents"] == [
        rooms_pb2.AcknowledgeEventsRequest(consumer="billing", sequence=sequence) for sequence in (5, 6)
    ]


@pytest.mark.parametrize(
    "options",
    [
        ("--from", "1", "--since", "1m"),
        ("--since", "1m", "--consumer", "b"),
        ("--from", "1", "--consumer", "b"),
        ("--fleet", "--consumer", "b"),
    ],
)
async def test_two_beginnings_are_refused(
    script: ScriptedDaemon, odindctl: Odindctl, options: tuple[str, ...]
):
    assert (await odindctl("events", *options)).exit_code == 2
    assert not script.requests


def fleet_watch(_request: object, _context: Context) -> AsyncIterator[WatchEventsResponse]:
    """What comes before and after an absence of the fleet's database."""
    snapshot = rooms_pb2.Snapshot(sequence=6, unreachable=["three"])
    left = rooms_pb2.ConnectionLeft(detail="over")
    happened = rooms_pb2.Event(member="two", member_sequence=3, left=left)
    late = rooms_pb2.FleetStanding(problem="it is away", sequence=6)
    fine = rooms_pb2.FleetStanding(sequence=7)
    return replay(
        [
            WatchEventsResponse(snapshot=snapshot),
            WatchEventsResponse(standing=late),
            numbered(7, happened),
            WatchEventsResponse(standing=fine),
        ]
    )


async def test_the_events_of_a_fleet_name_their_member(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", fleet_watch)
    lines = (await odindctl("events", "--fleet")).stdout.splitlines()
    assert script.requests["WatchEvents"][0].scope == rooms_pb2.EVENT_SCOPE_FLEET
    assert lines[0].endswith("without three")
    assert lines[1] == "events are late: it is away"
    assert lines[2].endswith("two  c-1  left  over")
    assert lines[3] == "events are in time again"


async def test_programs_read_of_a_fleet_where_to_go_on(script: ScriptedDaemon, odindctl: Odindctl):
    script.stream("WatchEvents", fleet_watch)
    ended = await odindctl("events", "--fleet", "--json")
    documents = [json.loads(line) for line in ended.stdout.splitlines()]
    kinds = [document["kind"] for document in documents]
    assert kinds == ["snapshot", "fleet_standing", "left", "fleet_standing"]
    assert documents[1] == {"kind": "fleet_standing", "sequence": 6, "problem": "it is away"}
    assert (documents[2]["member"], documents[2]["member_sequence"]) == ("two", 3)
