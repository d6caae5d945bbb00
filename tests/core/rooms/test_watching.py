"""Rooms: a watch is a snapshot and every event after it."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError, NotFoundError
from odind.core.log.log import Entry
from odind.core.rooms.events import (
    GIVEN_UP,
    LEFT_BY_US,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
)
from odind.core.rooms.watching import Snapshot, Wanted
from tests.core.fakes import House, open_house, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.rooms.rooms import Rooms


async def read(events: AsyncIterator[Entry]) -> list[Entry]:
    return [item async for item in events]


async def test_a_watch_begins_with_what_is_there():
    async with open_house() as house:
        anna = await house.join("anna")
        bert = await house.join("bert", "attic")
        async with house.watch([]) as (snapshot, _):
            assert snapshot.connections == (anna, bert)
            assert snapshot.sequence == 2
        async with house.watch([bert.connection_id]) as (snapshot, _):
            assert [view.connection_id for view in snapshot.connections] == [bert.connection_id]


async def test_events_carry_their_sequence_their_time_and_their_connection():
    async with open_house() as house:
        async with house.watch([]) as (snapshot, events):
            assert (snapshot.sequence, snapshot.connections) == (0, ())
            anna = await house.join("anna")
            house.clock.advance(5)
            bert = await house.join("bert")
            await turns()
            house.stop()
            seen = await read(events)
        bert_peer = Peer(bert.own_peer_id, "bert")
        assert [item.sequence for item in seen] == [1, 2, 3]
        assert {item.subject: item.event for item in seen if isinstance(item.event, ConnectionJoined)} == {
            anna.connection_id: ConnectionJoined(anna),
            bert.connection_id: ConnectionJoined(bert),
        }
        assert (
            Entry(
                seen[1].sequence,
                house.clock.now(),
                anna.connection_id,
                PeerJoined(bert_peer, peer_count=1),
                "lobby",
            )
            in seen
        )
        assert [item.time - seen[0].time for item in seen] == [0, 5, 5]


async def test_a_watch_of_some_sees_nothing_of_others():
    async with open_house() as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        async with house.watch([bert.connection_id]) as (_, events):
            await house.rooms.send_message(anna.connection_id, b"to bert", [])
            await house.rooms.send_message(bert.connection_id, b"to anna", [])
            await turns()
            house.stop()
            seen = await read(events)
        assert [(item.subject, item.event) for item in seen] == [
            (bert.connection_id, MessageReceived(anna.own_peer_id, "anna", b"to bert"))
        ]


async def test_a_watch_ends_when_the_last_one_it_names_is_left():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        anna, bert = await house.join("anna"), await house.join("bert")
        await house.join("carl")
        async with house.watch([anna.connection_id, bert.connection_id, anna.connection_id]) as (_, events):
            reading = tasks.create_task(read(events))
            await house.rooms.leave(anna.connection_id)
            await turns()
            assert not reading.done()
            await house.rooms.leave(bert.connection_id)
            await turns()
            assert [item.event for item in reading.result()] == [
                LEFT_BY_US,
                PeerLeft(Peer(anna.own_peer_id, "anna"), peer_count=1),
                LEFT_BY_US,
            ]


async def test_a_watch_of_a_join_under_way_ends_when_that_fails():
    async with open_house(join_timeout_ms=1) as house, asyncio.TaskGroup() as tasks:
        house.runtime.hold_joins()
        joining = tasks.create_task(_refused(house))
        await asyncio.sleep(0)
        (view,) = house.rooms.list_page(0, "")[0]
        async with house.watch([view.connection_id]) as (snapshot, events):
            assert [shown.connection_id for shown in snapshot.connections] == [view.connection_id]
            house.clock.advance(1)
            (ended,) = await read(events)
        assert ended.event == GIVEN_UP
        await joining


async def _refused(house: House) -> None:
    with pytest.raises(Exception, match="JOIN_TIMEOUT"):
        await house.join()


async def test_a_watch_of_all_goes_on_without_any_connection():
    async with open_house() as house, asyncio.TaskGroup() as tasks:
        anna = await house.join("anna")
        async with house.watch([]) as (_, events):
            reading = tasks.create_task(read(events))
            await house.rooms.leave(anna.connection_id)
            await turns()
            assert not reading.done()
            house.stop()
            await turns()
            assert reading.done()


async def test_stopping_ends_watches_once_what_waits_is_read():
    async with open_house() as house:
        anna = await house.join("anna")
        async with house.watch([]) as (_, every), house.watch([anna.connection_id]) as (_, named):
            await house.join("bert")
            await turns()
            house.stop()
            assert len(await read(every)) == 2
            assert len(await read(named)) == 1
        async with house.watch([]) as (snapshot, events):
            assert len(snapshot.connections) == 2
            assert await read(events) == []


async def test_a_watcher_that_reads_too_slowly_gets_a_new_snapshot_that_says_so():
    async with open_house(event_buffer=3) as house:
        anna, bert = await house.join("anna"), await house.join("bert")
        async with house.watch([]) as (first, events):
            for _ in range(4):
                await house.rooms.send_message(anna.connection_id, b"x", [bert.own_peer_id])
            await house.rooms.update_user_data(bert.connection_id, b"new")
            await turns()
            again = await anext(events)
            assert isinstance(again, Snapshot)
            assert (first.missed, again.missed) == (
                "",
                "the events after 3 are not kept; the oldest kept is 7: watch from a snapshot",
            )
            assert again.connections == tuple(house.rooms.list_page(0, "")[0])
            assert again.connections[1].user_data == b"new"
            await house.rooms.leave(bert.connection_id)
            entry = await anext(events)
            assert (entry.sequence, entry.event) == (again.sequence + 1, LEFT_BY_US)


async def test_a_slow_watch_ends_after_a_snapshot_without_the_connections_that_it_named():
    async with open_house(event_buffer=1) as house:
        anna = await house.join("anna")
        await house.join("bert")
        async with house.watch([anna.connection_id]) as (_, events):
            await house.rooms.update_user_data(anna.connection_id, b"1")
            await house.rooms.leave(anna.connection_id)
            (again,) = await read(events)
        assert isinstance(again, Snapshot)
        assert again.connections == ()
        assert again.missed


async def test_a_watch_resumes_after_an_event_without_a_snapshot():
    async with open_house() as house:
        anna = await house.join("anna")
        async with house.watch([]) as (snapshot, _):
            pass
        await house.rooms.update_user_data(anna.connection_id, b"1")
        await house.rooms.update_user_data(anna.connection_id, b"2")
        await turns()
        house.stop()
        seen = await read(house.watches.watch(Wanted((), snapshot.sequence)))
        assert [item.event.connection.user_data for item in seen] == [b"1", b"2"]
        assert await read(house.watches.watch(Wanted((), seen[0].sequence))) == seen[1:]
        assert await read(house.watches.watch(Wanted((), seen[1].sequence))) == []


async def test_a_watch_that_resumes_tells_the_end_of_a_connection_that_is_over_and_ends():
    async with open_house() as house:
        anna = await house.join("anna")
        await house.join("bert")
        await house.rooms.leave(anna.connection_id)
        seen = await read(house.watches.watch(Wanted((anna.connection_id,), 0)))
        assert [type(item.event) for item in seen] == [ConnectionJoined, PeerJoined, ConnectionLeft]


@pytest.mark.parametrize("after", [0, 1])
async def test_events_that_are_not_kept_cannot_be_resumed(after: int):
    async with open_house(event_buffer=2) as house:
        anna = await house.join("anna")
        for data in (b"1", b"2", b"3"):
            await house.rooms.update_user_data(anna.connection_id, data)
        with pytest.raises(NotFoundError) as caught:
            await anext(house.watches.watch(Wanted((), after)))
        assert caught.value.reason == "EVENTS_EXPIRED"
        assert caught.value.metadata == {"after": str(after), "oldest": "3"}
        house.stop()
        assert [item.sequence for item in await read(house.watches.watch(Wanted((), 2)))] == [3, 4]


async def test_one_unknown_name_among_known_ones_is_told():
    async with open_house() as house:
        anna = await house.join("anna")
        with pytest.raises(NotFoundError) as caught:
            await anext(house.watches.watch(Wanted((anna.connection_id, "c0"))))
        assert caught.value.metadata == {"connection_id": "c0"}


class Mirror:
    """A watcher's own view of all connections, made of a snapshot and events alone."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.sequence = snapshot.sequence
        self.inside = {
            view.connection_id: {peer.peer_id: peer for peer in view.peers}
            for view in snapshot.connections
            if view.own_peer_id
        }

    def take(self, item: Entry) -> None:
        assert item.sequence == self.sequence + 1
        self.sequence = item.sequence
        match item.event:
            case ConnectionJoined(view):
                self.inside[item.subject] = {peer.peer_id: peer for peer in view.peers}
            case ConnectionReconnecting() | ConnectionLeft():
                self.inside.pop(item.subject, None)
            case PeerJoined(peer):
                assert peer.peer_id not in self.inside[item.subject]
                self.inside[item.subject][peer.peer_id] = peer
            case PeerChanged(peer):
                assert self.inside[item.subject][peer.peer_id] != peer
                self.inside[item.subject][peer.peer_id] = peer
            case PeerLeft(peer):
                assert self.inside[item.subject].pop(peer.peer_id) == peer


def truth(rooms: Rooms) -> dict[str, dict[int, Peer]]:
    views = rooms.list_page(0, "")[0]
    return {v.connection_id: {peer.peer_id: peer for peer in v.peers} for v in views if v.own_peer_id}


steps = st.lists(
    st.tuples(st.sampled_from(["join", "leave", "data", "lose", "enter", "kick", "turn"]), st.integers(0, 5)),
    max_size=40,
)


@settings(max_examples=60)
@given(steps, st.integers(0, 40))
async def test_a_watch_has_no_gap_and_no_duplicate(played: list[tuple[str, int]], begin: int) -> None:
    async with open_house(join_timeout_ms=60_000) as house, asyncio.TaskGroup() as tasks:
        for step in played[:begin]:
            await play(house, tasks, *step)
        async with house.watch([]) as (snapshot, events):
            mirror = Mirror(snapshot)
            for step in played[begin:]:
                await play(house, tasks, *step)
            await turns(10)
            expected = truth(house.rooms)
            house.stop()
            async for item in events:
                mirror.take(item)
            assert mirror.inside == expected


async def play(house: House, tasks: asyncio.TaskGroup, action: str, number: int) -> None:
    views = house.rooms.list_page(0, "")[0]
    links = house.runtime.links
    match action:
        case "join":
            tasks.create_task(house.join(f"user {number}", f"room {number % 2}"))
        case "turn":
            await asyncio.sleep(0)
        case "leave" if number < len(views) and views[number].own_peer_id:
            await house.rooms.leave(views[number].connection_id)
        case "data" if number < len(views) and views[number].own_peer_id:
            await house.rooms.update_user_data(views[number].connection_id, bytes([number]))
        case "lose" if number < len(links) and links[number].own_peer_id:
            links[number].lose()
        case "enter" if number < len(links):
            links[number].enter()
        case "kick" if number < len(views) and views[number].own_peer_id and number < len(links):
            links[number].dismiss()


async def test_a_watch_after_an_event_tells_of_a_leave_since_and_ends():
    async with open_house() as house:
        anna = await house.join("anna")
        seen = house.plane.log.last
        await house.rooms.leave(anna.connection_id)
        items = [item async for item in house.watches.watch(Wanted((anna.connection_id,), seen))]
        assert [item.event for item in items] == [LEFT_BY_US]


async def test_a_watch_after_the_leave_of_what_it_names_is_refused():
    async with open_house() as house:
        anna = await house.join("anna")
        await house.rooms.leave(anna.connection_id)
        with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
            await anext(house.watches.watch(Wanted((anna.connection_id,), house.plane.log.last)))


# Filters, moments, ends


async def test_a_watch_of_some_kinds_yields_those_alone_and_ends_with_its_connection():
    async with open_house() as house:
        anna = await house.join("anna")
        wanted = Wanted((anna.connection_id,), kinds=(PeerJoined, PeerLeft))
        async with aclosing(house.watches.watch(wanted)) as items:
            assert isinstance(await anext(items), Snapshot)
            bert = await house.join("bert")
            await turns()
            await house.rooms.update_user_data(anna.connection_id, b"changed")
            await house.rooms.leave(bert.connection_id)
            await turns()
            await house.rooms.leave(anna.connection_id)
            assert [type(item.event) async for item in items] == [PeerJoined, PeerLeft]


async def test_a_watch_of_a_room_shows_its_connections_and_what_happens_there():
    async with open_house() as house:
        inside = await house.join("anna", "lobby")
        await house.join("anna", "cellar")
        async with aclosing(house.watches.watch(Wanted(room_ids=frozenset({"lobby"})))) as items:
            snapshot = await anext(items)
            assert [view.connection_id for view in snapshot.connections] == [inside.connection_id]
            house.plane.drain.ready()
            await house.join("bert", "cellar")
            bert = await house.join("bert", "lobby")
            await turns()
            house.stop()
            assert {item.subject async for item in items} == {inside.connection_id, bert.connection_id}


async def test_a_watch_until_now_ends_with_what_has_happened():
    async with open_house() as house:
        await house.join("anna")
        async with aclosing(house.watches.watch(Wanted(after_sequence=0, until_now=True))) as items:
            first = await anext(items)
            house.plane.drain.ready()
            assert [first.sequence, *[item.sequence async for item in items]] == [1]
        only = [item async for item in house.watches.watch(Wanted(until_now=True))]
        assert [type(item) for item in only] == [Snapshot]


async def test_a_watch_since_a_moment_begins_with_the_first_event_from_then_on():
    async with open_house() as house:
        await house.join("anna")
        house.clock.advance(10)
        moment = house.clock.now()
        anna = await house.join("anna", "stage")
        wanted = Wanted(since=moment, until_now=True)
        seen = [item async for item in house.watches.watch(wanted)]
        assert seen[0].event == ConnectionJoined(anna)
        with pytest.raises(InvalidArgumentError, match="SINCE_AHEAD"):
            await anext(house.watches.watch(Wanted(since=moment + 0.1)))


@pytest.mark.parametrize("after", [0, 10**9])
async def test_a_watch_may_begin_with_a_snapshot_instead_of_failing(after: int):
    async with open_house(event_buffer=1) as house:
        await house.join("anna")
        await house.join("bert")
        wanted = Wanted(after_sequence=after, snapshot_if_expired=True)
        async with aclosing(house.watches.watch(wanted)) as items:
            snapshot = await anext(items)
        assert len(snapshot.connections) == 2
        assert "watch from a snapshot" in snapshot.missed


@pytest.mark.parametrize(
    "places", [("after_sequence", "since"), ("since", "consumer"), ("consumer", "after_sequence")]
)
def test_a_watch_begins_at_one_place_alone(places: tuple[str, str]):
    given: dict[str, Any] = {"after_sequence": 1, "since": 1.0, "consumer": "billing"}
    with pytest.raises(InvalidArgumentError, match="START_AMBIGUOUS"):
        Wanted(**{name: given[name] for name in places})
