"""When the gauge looks, what it compares, and that the first call lets the loop go on."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import pytest

from odind.core.capacity.calibration import costs_of, measure_codecs
from odind.core.capacity.capacity import Bottleneck, combine
from odind.core.capacity.gauge import Gauge, ReadCapacity
from odind.core.capacity.ports import LoadSample
from odind.core.errors import UnavailableError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.runtime.fake import FakeRuntime
from tests.core.fakes import Daemon, House, open_daemon, open_house, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.capacity.capacity import Capacity

FRAME_S = 0.0004
"""What a frame takes by the fake meter."""
PCM = AudioFormat()
OPUS = AudioFormat(48_000, 1, SampleFormat.OPUS)


class FakeMeter:
    """A machine of two cores, on which every look at the thread's clock takes half a frame's time."""

    def __init__(self) -> None:
        self.at_s = 100.0
        self.loop_s = 1.0
        self.samples = 0
        self._thread_s = 0.0

    def thread_s(self) -> float:
        self._thread_s += FRAME_S
        return self._thread_s

    def sample(self) -> LoadSample:
        self.samples += 1
        loop = self.loop_s
        return LoadSample(
            self.at_s, loop, 2 * loop, 50_000_000, 2, 3 * loop, math.inf, 0.0, memory_available_bytes=1 << 33
        )


class Gauged:
    """A house and its gauge."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.meter = FakeMeter()
        self.gauge = Gauge(house.host, house.runtime, self.meter)

    def pass_time(self, seconds: float, loop_cores: float = 0.0, *, ticking: bool = False) -> None:
        """Let time go by, with ticks or without."""
        for _ in range(int(seconds)):
            self.meter.at_s += 1
            self.meter.loop_s += loop_cores
            if ticking:
                for tick in range(50):
                    self.gauge.tick(tick)

    async def attach(self, user_id: str, send: AudioFormat | None, hear: AudioFormat | None) -> None:
        """Join, and attach a stream."""
        view = await self.house.join(user_id)
        mode = ReceiveMode.PER_PEER if hear is OPUS else ReceiveMode.MIX
        call = self.house.host.audio_call().__enter__()
        call.attach(
            LaneConfig(view.connection_id, send, SendBuffer(), Reception(hear, mode) if hear else None)
        )


@pytest.fixture
async def gauged() -> AsyncIterator[Gauged]:
    async with open_house(max_connections=20, max_audio_streams=10) as house:
        yield Gauged(house)


def bound(capacity: Capacity, bottleneck: Bottleneck) -> int:
    (found,) = (bound.pcm for bound in capacity.bounds if bound.bottleneck is bottleneck)
    return found


async def test_codecs_are_timed_in_slices_between_which_the_loop_turns():
    turns = 0

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        turning = tasks.create_task(turn())
        codec_us = await measure_codecs(FakeRuntime(), FakeMeter())
        turning.cancel()
    assert codec_us == pytest.approx(FRAME_S * 1e6)
    assert turns >= 50 / 2


async def test_codecs_are_timed_once_also_for_two_who_ask_at_the_same_time(gauged: Gauged):
    made = gauged.house.runtime.encoder
    encoders = []
    gauged.house.runtime.encoder = lambda *layout: encoders.append(layout) or made(*layout)
    first, second = await asyncio.gather(gauged.gauge.capacity(), gauged.gauge.capacity())
    assert first == second == await gauged.gauge.capacity()
    assert encoders == [(48_000, 1)]
    assert first.pcm_cost.loop_us == pytest.approx(costs_of(FRAME_S * 1e6).pcm.loop_us)


async def test_busy_is_what_the_last_seconds_were_however_long_it_was_idle(gauged: Gauged):
    gauged.pass_time(3_600)
    gauged.pass_time(5, 0.5, ticking=True)
    use = (await gauged.gauge.capacity()).use
    assert use.loop_cores == pytest.approx(0.5, abs=0.11)
    assert use.cpu_cores == pytest.approx(2 * use.loop_cores)
    gauged.pass_time(6, 0.1, ticking=True)
    assert (await gauged.gauge.capacity()).use.loop_cores == pytest.approx(0.1)


async def test_asking_again_at_once_does_not_shorten_what_is_compared(gauged: Gauged):
    gauged.pass_time(5, 0.3, ticking=True)
    answers = [await gauged.gauge.capacity() for _ in range(20)]
    assert [answer.use.loop_cores for answer in answers] == [pytest.approx(0.3)] * 20


async def test_a_burst_right_before_the_question_is_spread_over_a_second(gauged: Gauged):
    gauged.meter.at_s += 0.01
    gauged.meter.loop_s += 0.01
    assert (await gauged.gauge.capacity()).use.loop_cores == pytest.approx(0.01)


async def test_what_a_start_took_is_no_load(gauged: Gauged):
    gauged.meter.at_s += 1
    gauged.meter.loop_s += 0.9
    gauged.gauge.begin()
    assert (await gauged.gauge.capacity()).use.loop_cores == 0
    gauged.pass_time(1, 0.2)
    assert (await gauged.gauge.capacity()).use.loop_cores == pytest.approx(0.2)


async def test_nothing_is_looked_at_while_nobody_asks_and_no_tick_runs(gauged: Gauged):
    gauged.pass_time(100)
    assert gauged.meter.samples == 1
    gauged.pass_time(10, ticking=True)
    assert gauged.meter.samples == 11


async def test_streams_and_connections_are_counted_by_kind(gauged: Gauged):
    empty = await gauged.gauge.capacity()
    await gauged.house.join("anna")
    await gauged.attach("bert", PCM, PCM)
    await gauged.attach("carl", OPUS, OPUS)
    full = await gauged.gauge.capacity()
    assert (full.use.connections, full.use.audio_streams) == (3, 2)
    assert bound(full, Bottleneck.MAX_CONNECTIONS) == 17
    assert bound(full, Bottleneck.MAX_AUDIO_STREAMS) == 8
    pcm, opus = full.pcm_cost.loop_us, full.pass_through_cost.loop_us
    lost = bound(empty, Bottleneck.LOOP) - bound(full, Bottleneck.LOOP)
    assert lost == pytest.approx(1 + opus / pcm, abs=1)
    await gauged.attach("dora", OPUS, PCM)
    assert bound(await gauged.gauge.capacity(), Bottleneck.LOOP) == bound(full, Bottleneck.LOOP) - 1


# All processes


async def test_callers_are_told_what_the_gauge_of_the_process_says(gauged: Gauged):
    assert await gauged.house.plane.capacities.capacity() == combine([await gauged.gauge.capacity()])


async def test_the_load_of_all_processes_is_put_together_and_a_lost_one_has_room_for_nobody(gauged: Gauged):
    capacity = await gauged.gauge.capacity()
    async with open_daemon(hosts=3) as daemon:
        for host in daemon.hosts:
            host.answers[ReadCapacity] = capacity
        capacities = daemon.plane.capacities
        assert await capacities.capacity() == combine([capacity] * 3)
        daemon.hosts[1].die()
        assert await capacities.capacity() == combine([capacity] * 2)
        for host in (daemon.hosts[0], daemon.hosts[2]):
            host.die()
        with pytest.raises(UnavailableError, match="WORKER_LOST"):
            await capacities.capacity()


async def test_a_process_that_is_lost_while_it_is_asked_is_left_out(gauged: Gauged):
    capacity = await gauged.gauge.capacity()
    async with open_daemon(hosts=2) as daemon, asyncio.TaskGroup() as tasks:
        first, second = daemon.hosts
        second.answers[ReadCapacity] = capacity
        first.hold()
        asking = tasks.create_task(daemon.plane.capacities.capacity())
        await turns()
        first.die()
        assert await asking == combine([capacity])
        second.hold()
        asking = tasks.create_task(_refusal(daemon))
        await turns()
        second.die()
        assert (await asking).reason == "WORKER_LOST"


async def _refusal(daemon: Daemon) -> UnavailableError:
    with pytest.raises(UnavailableError) as caught:
        await daemon.plane.capacities.capacity()
    return caught.value
