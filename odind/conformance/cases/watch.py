"""Watches: a snapshot, what happened since, and what becomes of them when the daemon goes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import grpc

from odind.conformance.case import Group, expect, expect_equal
from odind.conformance.script import abort_with, replay
from odind.conformance.stage import refusal_of
from odind.v1.rooms_pb2 import Connection, Event, Peer, PeerLeft, Snapshot, WatchEventsResponse

from .audio import OF_TOMORROW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.conformance.driver import Call
    from odind.conformance.script import Context
    from odind.conformance.stage import Stage

GROUP: Final = Group("watch", "grpc", "watch")


def _snapshot(sequence: int, *ids: str, **more: Any) -> WatchEventsResponse:
    connections = [Connection(connection_id=id_) for id_ in ids]
    return WatchEventsResponse(snapshot=Snapshot(sequence=sequence, connections=connections, **more))


def _left(sequence: int) -> WatchEventsResponse:
    return WatchEventsResponse(
        event=Event(sequence=sequence, connection_id="c-1", peer_left=PeerLeft(peer=Peer(peer_id=7)))
    )


async def _watching(stage: Stage, *responses: WatchEventsResponse | bytes, op: str = "watch") -> Call:
    """Return a watch of a daemon that says so, and then nothing."""

    async def stream(_request: Any, _context: Context) -> AsyncIterator[Any]:
        async for response in replay(responses):
            yield response
        await asyncio.Event().wait()

    stage.script.stream("WatchEvents", stream)
    await stage.connect()
    return stage.driver.begin(op)


def _ids(item: dict[str, Any]) -> list[str]:
    expect("snapshot" in item, f"a snapshot must come, but this came: {item}")
    return [connection["connection_id"] for connection in item["snapshot"].get("connections", [])]


def _event(item: dict[str, Any]) -> dict[str, Any]:
    expect("event" in item, f"an event must come, but this came: {item}")
    event: dict[str, Any] = item["event"]
    return event


@GROUP.case("snapshot-first")
async def _snapshot_first(stage: Stage) -> None:
    """What is there comes first, and then what happens, in its order."""
    watch = await _watching(stage, _snapshot(1, "c-1", "c-2"), _left(2), _left(3))
    expect_equal(_ids(await watch.item()), ["c-1", "c-2"], "the connections")
    sequences = [_event(await watch.item())["sequence"] for _ in range(2)]
    expect_equal(sequences, ["2", "3"], "the sequences")


@GROUP.case("kind-of-event")
async def _kind(stage: Stage) -> None:
    """An event says what happened, and to whom."""
    watch = await _watching(stage, _snapshot(1), _left(2))
    await watch.item()
    event = _event(await watch.item())
    expect_equal(
        (event["connection_id"], event["peer_left"]["peer"]["peer_id"]), ("c-1", 7), "connection and peer"
    )


@GROUP.case("filters")
async def _filters(stage: Stage) -> None:
    """Connections and kinds are asked for as the program says."""
    stage.script.stream("WatchEvents", lambda *_: replay([_snapshot(1)]))
    await stage.connect()
    await stage.driver.ask("watch", connection_ids=["c-1", "c-2"], kinds=["peer_left"])
    request = stage.script.requests["WatchEvents"][0]
    expect_equal(list(request.connection_ids), ["c-1", "c-2"], "connection_ids of the request")
    expect_equal(list(request.kinds), ["peer_left"], "kinds of the request")


@GROUP.case("unknown-event")
async def _unknown_event(stage: Stage) -> None:
    """An event of a kind that a newer daemon adds is skipped, or told without a kind; the next one comes."""
    new = Event.FromString(Event(sequence=2).SerializeToString() + OF_TOMORROW)
    watch = await _watching(stage, _snapshot(1), WatchEventsResponse(event=new), _left(3))
    await watch.item()
    event = _event(await watch.item())
    if event["sequence"] == "2":
        event = _event(await watch.item())
    expect_equal(event["sequence"], "3", "the sequence of the next event that is known")


@GROUP.case("unknown-response")
async def _unknown_response(stage: Stage) -> None:
    """A message that is neither snapshot nor event is skipped."""
    watch = await _watching(stage, _snapshot(1), OF_TOMORROW, _left(2))
    await watch.item()
    expect_equal(_event(await watch.item())["sequence"], "2", "the sequence of the next event")


@GROUP.case("snapshot-again")
async def _snapshot_again(stage: Stage) -> None:
    """A client that lagged gets another snapshot, which says why."""
    watch = await _watching(stage, _snapshot(1, "c-1"), _snapshot(9, "c-2", missed="reader too slow"))
    await watch.item()
    item = await watch.item()
    expect_equal(_ids(item), ["c-2"], "the connections")
    expect_equal(item["snapshot"]["missed"], "reader too slow", "missed")


@GROUP.case("snapshot-in-parts")
async def _parts(stage: Stage) -> None:
    """A large snapshot in several messages is one; a connection that goes on is not told twice."""
    connection = Connection(connection_id="c-1", peers=[Peer(peer_id=1)])
    rest = [Connection(connection_id="c-1", peers=[Peer(peer_id=2)]), Connection(connection_id="c-2")]
    first = WatchEventsResponse(snapshot=Snapshot(sequence=1, connections=[connection], more=True))
    watch = await _watching(
        stage, first, WatchEventsResponse(snapshot=Snapshot(sequence=1, connections=rest))
    )
    item = await watch.item()
    expect_equal(_ids(item), ["c-1", "c-2"], "the connections")
    peers = [peer["peer_id"] for peer in item["snapshot"]["connections"][0]["peers"]]
    expect_equal(peers, [1, 2], "the peers of the first connection")


@GROUP.case("ends-ok")
async def _ends(stage: Stage) -> None:
    """A watch that the daemon ends has ended, without an error."""
    stage.script.stream("WatchEvents", lambda *_: replay([_snapshot(1)]))
    await stage.connect()
    watch = stage.driver.begin("watch")
    await watch.item()
    await watch.result()


@GROUP.case("stop-leaves-no-call")
async def _stop(stage: Stage) -> None:
    """A watch that the program stops is over at the daemon, too."""
    watch = await _watching(stage, _snapshot(1))
    await watch.item()
    await stage.driver.ask("cancel", call=watch.number)
    await stage.script.until(lambda: stage.script.broken_off["WatchEvents"])


@GROUP.case("lost")
async def _lost(stage: Stage) -> None:
    """A watch of a daemon that is gone fails with DAEMON_UNREACHABLE."""
    watch = await _watching(stage, _snapshot(1))
    await watch.item()
    await stage.script.stop()
    error = await refusal_of(watch)
    expect_equal((error.code, error.reason), ("UNAVAILABLE", "DAEMON_UNREACHABLE"), "code and reason")


@GROUP.case("follow/daemon-restarts", "follow")
async def _restart(stage: Stage) -> None:
    """Who follows goes on after the last event it has seen, once there is a daemon again."""
    watch = await _watching(stage, _snapshot(4), _left(5), op="follow")
    await watch.item()
    await watch.item()
    stage.script.requests.clear()
    stage.script.stream("WatchEvents", lambda *_: _then_hang(_left(6)))
    await stage.script.restart()
    expect_equal(_event(await watch.item())["sequence"], "6", "the sequence of the next event")
    request = stage.script.requests["WatchEvents"][0]
    expect_equal(request.after_sequence, 5, "after_sequence of the new watch")
    expect(request.snapshot_if_expired, "snapshot_if_expired must be set: the events may be kept no more")


async def _then_hang(*responses: WatchEventsResponse) -> AsyncIterator[WatchEventsResponse]:
    async for response in replay(responses):
        yield response  # type: ignore[misc]
    await asyncio.Event().wait()


@GROUP.case("follow/before-anything-was-seen", "follow")
async def _restart_before_anything(stage: Stage) -> None:
    """Who has seen nothing yet asks for a snapshot again."""
    watch = await _watching(stage, op="follow")
    await stage.script.until(lambda: stage.script.requests["WatchEvents"])
    stage.script.requests.clear()
    stage.script.stream("WatchEvents", lambda *_: _then_hang(_snapshot(1, "c-1")))
    await stage.script.restart()
    expect_equal(_ids(await watch.item()), ["c-1"], "the connections")
    expect(
        not stage.script.requests["WatchEvents"][0].HasField("after_sequence"),
        "after_sequence must not be set",
    )


@GROUP.case("follow/mistakes-end-it", "follow")
async def _follow_fails(stage: Stage) -> None:
    """Who follows hears of errors that no waiting mends."""

    async def refuse(_request: Any, context: Context) -> AsyncIterator[Any]:
        code = grpc.StatusCode.NOT_FOUND
        await abort_with(context, code, "CONNECTION_NOT_FOUND", "no c-9", connection_id="c-9")
        yield

    stage.script.stream("WatchEvents", refuse)
    await stage.connect()
    error = await refusal_of(stage.driver.begin("follow", connection_ids=["c-9"]))
    expect_equal((error.code, error.reason), ("NOT_FOUND", "CONNECTION_NOT_FOUND"), "code and reason")
    expect_equal(len(stage.script.requests["WatchEvents"]), 1, "the number of WatchEvents requests")
