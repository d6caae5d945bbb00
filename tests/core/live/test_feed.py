"""The sound of a connection in slots, on one clock through everything that may happen to it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.errors import ResourceExhaustedError
from odind.core.live.feed import HELD_SLOTS, Feed
from odind.core.live.hearing import SILENCE, Hearing, Slot, Voice
from odind.core.rooms.refusals import worker_lost
from odind.core.voice.lane_config import ReceiveMode
from tests.core.fakes import Daemon, open_daemon, turns

from .ears import SLOT, HandFed, pcm

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

EVERYBODY = Hearing()


class Listening:
    """A feed that runs, and what it is fed with."""

    def __init__(self, daemon: Daemon, connection_id: str, hearing: Hearing) -> None:
        self.daemon = daemon
        self.ears = HandFed()
        self.states: list[str] = []
        self.feed = Feed(
            connection_id,
            hearing,
            ears=self.ears,
            registry=daemon.registry,
            clock=daemon.clock,
            on_state=self.states.append,
            on_drop=lambda: self.states.append("dropped"),
        )

    async def slots(self, count: int) -> list[Slot]:
        return [await anext(self.feed) for _ in range(count)]

    async def pass_time(self, seconds: float) -> None:
        self.daemon.clock.advance(seconds)
        await turns()


@asynccontextmanager
async def listening(hearing: Hearing = EVERYBODY) -> AsyncIterator[Listening]:
    async with open_daemon() as daemon, asyncio.TaskGroup() as tasks:
        given = Listening(daemon, await daemon.join(), hearing)
        running = tasks.create_task(given.feed.run())
        await turns()
        yield given
        running.cancel()


async def test_the_clock_begins_at_zero_wherever_the_connections_is() -> None:
    async with listening() as given:
        for tick in (500, 501):
            await given.ears.hear(tick, anna=5)
        assert [(slot.sample, slot.gap) for slot in await given.slots(2)] == [(0, 0), (SLOT, 0)]
        assert given.feed.started_at == given.daemon.clock.now()


async def test_everybody_is_heard_mixed_and_nobody_as_silence() -> None:
    async with listening() as given:
        await given.ears.hear(1, anna=5, ben=7)
        await given.ears.hear(2)
        heard, silent = await given.slots(2)
        assert (heard.mix, silent.mix, silent.sounds) == (pcm(12), SILENCE, {})
        assert given.ears.receptions[0].mode is ReceiveMode.MIX


async def test_each_peer_is_heard_on_its_own_where_that_is_wanted() -> None:
    async with listening(Hearing(per_peer=True)) as given:
        await given.ears.hear(1, anna=5, ben=7)
        (slot,) = await given.slots(1)
        assert slot.sounds == {Voice(1, "anna"): pcm(5), Voice(2, "ben"): pcm(7)}


async def test_chosen_users_alone_are_in_the_mix() -> None:
    async with listening(Hearing(user_ids=("anna", "carl"))) as given:
        await given.ears.hear(1, anna=5, ben=7, carl=30_000)
        await given.ears.hear(2, ben=7)
        assert [slot.mix for slot in await given.slots(2)] == [pcm(30_005), SILENCE]


async def test_the_sum_of_loud_voices_is_clipped() -> None:
    async with listening(Hearing(peer_ids=(1, 2))) as given:
        await given.ears.hear(1, anna=30_000, ben=30_000)
        assert (await given.slots(1))[0].mix == pcm(32_767)


async def test_what_nobody_reads_in_time_is_dropped_and_is_a_gap() -> None:
    async with listening() as given:
        for tick in range(HELD_SLOTS + 3):
            await given.ears.hear(tick, anna=1)
        first, second = await given.slots(2)
        assert (first.sample, first.gap, second.gap) == (3 * SLOT, 3, 0)
        assert given.feed.dropped == given.states.count("dropped") == 3


async def test_ticks_that_the_connection_left_out_are_a_gap() -> None:
    async with listening() as given:
        for tick in (10, 14):
            await given.ears.hear(tick, anna=1)
        assert [(slot.sample, slot.gap) for slot in await given.slots(2)] == [(0, 0), (4 * SLOT, 3)]


async def test_the_time_until_a_lost_connection_is_back_is_a_gap() -> None:
    async with listening() as given:
        await given.ears.hear(900, anna=1)
        await given.ears.break_off(worker_lost())
        await given.pass_time(2.0)
        await given.ears.hear(3, anna=1)
        assert [(slot.sample, slot.gap) for slot in await given.slots(2)] == [(0, 0), (100 * SLOT, 99)]
        assert given.states == ["", worker_lost().message, ""]


async def test_a_feed_is_over_with_its_connection_and_says_so() -> None:
    async with listening() as given:
        await given.ears.hear(1, anna=1)
        await given.daemon.rooms.leave(given.feed.connection_id)
        await given.ears.break_off(worker_lost())
        assert [slot.sample async for slot in given.feed] == [0]
        assert (given.feed.reason, given.feed.failed) == ("CONNECTION_LEFT", False)


async def test_a_closed_feed_hands_over_what_it_has_heard() -> None:
    async with listening() as given:
        await given.ears.hear(1, anna=1)
        given.feed.close()
        await given.ears.hear(2, anna=1)
        assert [slot.sample async for slot in given.feed] == [0]
        assert given.feed.reason == ""


async def test_a_feed_for_which_there_is_no_stream_fails_at_once() -> None:
    async with open_daemon() as daemon:
        given = Listening(daemon, await daemon.join(), EVERYBODY)
        given.ears.error = ResourceExhaustedError("TOO_MANY_STREAMS", "no more")
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(given.feed.run())
            assert [slot async for slot in given.feed] == []
            running.cancel()
        assert (given.feed.failed, given.feed.reason) == (True, "TOO_MANY_STREAMS")


async def test_a_feed_that_has_heard_something_waits_for_a_stream() -> None:
    async with listening() as given:
        await given.ears.hear(1, anna=1)
        await given.ears.break_off(ResourceExhaustedError("TOO_MANY_STREAMS", "no more"))
        await given.pass_time(1.0)
        await given.ears.hear(1, anna=1)
        assert len(await given.slots(2)) == 2
