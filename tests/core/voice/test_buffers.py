"""What lanes reserve for their buffers, and when they give it back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import ResourceExhaustedError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.core.voice.outbox import HeardFrame, Outbox
from tests.core.fakes import open_house

if TYPE_CHECKING:
    from tests.core.fakes import House

MONO = AudioFormat()
HUGE = AudioFormat(192_000, 2, SampleFormat.F32LE)
OPUS = AudioFormat(48_000, 1, SampleFormat.OPUS)
LANE = 262_144
SECOND = 96_000


def config(
    connection_id: str, send: AudioFormat | None = MONO, *, receive: bool = False, exclusive: bool = False
) -> LaneConfig:
    reception = Reception(MONO, ReceiveMode.MIX) if receive else None
    return LaneConfig(connection_id, send, SendBuffer(1_000), reception, exclusive)


def held(house: House) -> int:
    return house.host._buffers.held


@pytest.mark.parametrize(
    ("audio_format", "least"), [(MONO, SECOND), (HUGE, 192_000 * 8), (OPUS, 50 * 1_275)], ids=str
)
def test_a_lane_reserves_what_its_buffer_can_hold(audio_format: AudioFormat, least: int):
    more = LaneConfig("c", audio_format, SendBuffer(60_000), None).send_bytes()
    less = LaneConfig("c", audio_format, SendBuffer(1_000), None).send_bytes()
    assert less >= least
    assert more - less >= 59 * least


def test_a_listener_reserves_for_the_mix_or_for_several_voices():
    mix = Reception(MONO, ReceiveMode.MIX).buffer_bytes(1_000)
    each = Reception(MONO, ReceiveMode.PER_PEER).buffer_bytes(1_000)
    both = Reception(MONO, ReceiveMode.MIX | ReceiveMode.PER_PEER).buffer_bytes(1_000)
    assert SECOND < mix < 2 * SECOND
    assert (each, both) == (8 * mix, 9 * mix)
    long = Reception(MONO, ReceiveMode.MIX, frame_ms=60, frames_per_message=50)
    assert long.buffer_bytes(1_000) > 7 * SECOND, "two messages of three seconds beside the buffer"


async def test_one_caller_is_refused_before_it_has_everything_and_others_still_speak():
    need = LANE + SECOND
    async with open_house(buffer_bytes=4 * need) as house:
        ids = [(await house.join(name)).connection_id for name in "abcd"]
        with house.host.audio_call("greedy") as greedy, house.host.audio_call("modest") as modest:
            for connection_id in ids[:3]:
                greedy.attach(config(connection_id))
            with pytest.raises(ResourceExhaustedError, match="one caller may hold") as caught:
                greedy.attach(config(ids[3]))
            assert caught.value.reason == "BUFFERS_EXHAUSTED"
            assert caught.value.metadata["wanted"] == str(need)
            modest.attach(config(ids[3]))
            assert held(house) == 4 * need
        assert held(house) == 0


async def test_a_config_that_is_refused_reserves_nothing():
    async with open_house() as house:
        one = (await house.join("one")).connection_id
        with house.host.audio_call() as call:
            call.attach(config(one))
            before = held(house)
            with pytest.raises(Exception, match="SENDER_EXISTS"):
                call.attach(config(one, exclusive=True))
            assert held(house) == before


async def test_what_was_accepted_stays_reserved_until_it_is_spoken():
    async with open_house() as house:
        one = (await house.join("one")).connection_id
        with house.host.audio_call() as call:
            lane = call.attach(config(one))
            await call.push(0, bytes(SECOND))
            lane.detach(abandon=False)
            assert held(house) > SECOND
            for tick in range(house.clock.next_tick, house.clock.next_tick + 120):
                house.host.tick(tick)
            assert held(house) == 0


@pytest.mark.parametrize("end", ["leave", "stop", "kick"])
async def test_the_end_of_a_connection_gives_everything_back(end: str):
    async with open_house() as house:
        one = (await house.join("one")).connection_id
        with house.host.audio_call() as call:
            lane = call.attach(config(one, receive=True))
            await call.push(0, bytes(SECOND))
            if end == "leave":
                lane.detach(abandon=False)
                await house.rooms.leave(one)
            elif end == "stop":
                house.host.stop()
            else:
                house.runtime.link("one").dismiss()
                await asyncio.sleep(0)
                await asyncio.sleep(0)
            assert held(house) == 0


async def test_what_was_heard_stays_reserved_until_it_is_read():
    outbox, over = Outbox(5), []
    outbox.offer(1, [frame(10)])
    outbox.when_read(lambda: over.append("read"))
    assert not over
    await anext(outbox)
    assert over == ["read"]
    outbox.offer(2, [frame(10)])
    outbox.when_read(lambda: over.append("closed"))
    outbox.close()
    assert over == ["read", "closed"]


async def test_an_outbox_holds_so_many_bytes_and_always_the_latest_tick():
    outbox = Outbox(100, 3_000)
    for tick in range(10):
        outbox.offer(tick, [frame(500), frame(500)])
    assert (outbox.waiting, outbox.dropped) == (1, 9)
    outbox.resize(2_000)
    outbox.offer(10, [frame(500)])
    assert outbox.waiting == 2
    tick = await anext(outbox)
    assert tick.dropped == 9


def frame(size: int) -> HeardFrame:
    return HeardFrame(1, "", 1, 0, pcm=bytes(size))
