"""Counters of processes that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from odind.core.health.counters import HostRecord
from odind.core.rooms.actions import ReadCounters
from odind.core.sound.format import AudioFormat
from odind.core.values.statistics import HostCounters, HostTotals
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from tests.core.fakes import FakeHost, open_daemon, open_house, pcm16, speech

if TYPE_CHECKING:
    from tests.core.fakes import House

FORMAT = AudioFormat()


def counted(birth: str, underruns: int, **more: int) -> HostCounters:
    return HostCounters(birth, HostTotals(underruns=underruns), **more)


async def test_all_processes_are_added_up_and_a_budget_that_they_share_is_not():
    async with open_daemon(hosts=2) as daemon:
        for number, host in enumerate(daemon.hosts):
            host.answers[ReadCounters] = counted(str(number), 5, streams=3, held_streams=6)
        both = await daemon.plane.counters.read()
    assert (both.totals.underruns, both.streams, both.held_streams) == (10, 6, 6)


async def test_what_a_lost_process_counted_stays_and_what_it_used_is_free():
    async with open_daemon(hosts=2) as daemon:
        first, second = daemon.hosts
        first.answers[ReadCounters] = counted("a", 7, streams=1)
        second.answers[ReadCounters] = counted("b", 2, streams=1)
        await daemon.plane.counters.read()
        first.die()
        without = await daemon.plane.counters.read()
        assert (without.totals.underruns, without.streams) == (9, 1)
        first.revive()
        first.answers[ReadCounters] = counted("a2", 1, streams=1)
        again = await daemon.plane.counters.read()
        assert (again.totals.underruns, again.streams) == (10, 2)
        assert [daemon.plane.counters.records[host].births for host in daemon.hosts] == [2, 1]


@given(st.lists(st.lists(st.integers(0, 5), min_size=1), min_size=1))
def test_totals_never_go_back_however_often_a_process_is_replaced(lives: list[list[int]]):
    record, before = HostRecord(), 0
    for number, steps in enumerate(lives):
        total = 0
        for step in steps:
            total += step
            record.note(counted(str(number), total))
            assert record.totals.underruns >= before
            before = record.totals.underruns
    assert before == sum(map(sum, lives))


async def test_a_host_counts_on_when_its_connections_and_calls_are_over():
    async with open_house() as house:
        sent = await spoken(house)
        counters = await house.plane.counters.read()
        assert (counters.totals.voice_sent, counters.streams) == (sent, 0)
        assert counters.totals.ticks == house.clock.pace().ticks
        again = await spoken(house)
        assert (await house.plane.counters.read()).totals.voice_sent == sent + again


async def test_a_process_tells_what_waits_and_what_a_slow_reader_misses():
    async with open_house(receive_buffer_ms=40) as house:
        view = await house.join()
        config = LaneConfig(view.connection_id, FORMAT, SendBuffer(1_000), Reception(FORMAT, ReceiveMode.MIX))
        with house.host.audio_call() as call:
            lane = call.attach(config)
            await call.push(lane.number, pcm16(speech(960 * 10)))
            await house.tick(5)
            counters = await house.plane.counters.read()
            assert counters.queued_ms == 200 - 5 * 20
            assert (counters.unread_ticks, counters.totals.ticks_unread) == (2, 3)
            assert (counters.streams, counters.held_streams) == (1, 1)
            assert counters.held_buffer_bytes > 0
        assert (await house.plane.counters.read()).totals.ticks_unread == 3


async def test_underruns_outlive_their_lane_and_their_connection():
    async with open_house() as house:
        view = await house.join()
        with house.host.audio_call() as call:
            lane = call.attach(LaneConfig(view.connection_id, FORMAT, SendBuffer(1_000), None))
            await call.push(lane.number, pcm16(speech(960 * 4)))
            await house.tick(10)
            await call.push(lane.number, pcm16(speech(960 * 4)))
            await house.tick(4)
            missed = lane.underruns
        assert missed > 0
        assert (await house.plane.counters.read()).totals.underruns == missed
        await house.rooms.leave(view.connection_id)
        assert (await house.plane.counters.read()).totals.underruns == missed


async def spoken(house: House) -> int:
    """Speak on a connection of its own, leave, and return how many datagrams that took."""
    view = await house.join()
    connection = house.host.find(view.connection_id)
    with house.host.audio_call() as call:
        lane = call.attach(LaneConfig(view.connection_id, FORMAT, SendBuffer(1_000), None))
        await call.push(lane.number, pcm16(speech(960 * 5)))
        await house.tick(5)
    sent = connection.media.outgoing.datagrams
    assert sent > 0
    await house.rooms.leave(view.connection_id)
    return sent


async def test_a_host_that_never_answered_counts_nothing():
    async with open_daemon() as daemon:
        host: FakeHost = daemon.host
        host.die()
        assert await daemon.plane.counters.read() == HostCounters("", HostTotals())
