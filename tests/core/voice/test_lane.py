"""One call on several connections."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.sound.format import AudioFormat
from odind.core.voice.call import MAX_LANES, LaneNumbers
from odind.core.voice.lane_config import LaneConfig, ReceiveMode, Reception, SendBuffer
from odind.core.voice.notices import Drained, FlowControl, LaneEnded, LaneStarted
from odind.core.voice.outbox import LaneNotice
from odind.core.voice.speaker import Speaker
from tests.core.fakes import House, frames_of, notices_of, open_house, pcm16, speech, turns

if TYPE_CHECKING:
    from odind.core.rooms.events import ConnectionView
    from odind.core.voice.call import AudioCall
    from odind.core.voice.lane import Lane

MONO = AudioFormat()
MIX = Reception(MONO, ReceiveMode.MIX)
APART = Reception(MONO, ReceiveMode.PER_PEER)


def config(
    view: ConnectionView, *, send: AudioFormat | None = None, reception: Reception | None = None
) -> LaneConfig:
    return LaneConfig(view.connection_id, send, SendBuffer(), reception)


def lane_of(call: AudioCall, number: int) -> Lane:
    lane = call.lane(number)
    assert lane
    return lane


def speaker_of(call: AudioCall, lane: int) -> Speaker:
    speaker = lane_of(call, lane).speaker
    assert speaker
    return speaker


async def three(house: House) -> list[ConnectionView]:
    """Three of us, in a room each."""
    return [await house.join("me", room) for room in ("hall", "attic", "cellar")]


async def test_lanes_are_numbered_as_they_come_and_each_says_that_it_has_started():
    async with open_house() as house:
        views = await three(house)
        await house.tick(3)
        with house.host.audio_call() as call:
            for view in reversed(views):
                call.attach(config(view, reception=MIX))
            for number in range(3):
                item = await anext(call.outbox)
                assert isinstance(item, LaneNotice)
                assert isinstance(item.notice, LaneStarted)
                assert item.lane == number
                assert item.notice.config.connection_id == views[2 - number].connection_id
                assert item.notice.room_tick == 3


async def test_what_all_lanes_hear_in_a_tick_is_one_message_ordered_by_lane():
    async with open_house() as house:
        views = await three(house)
        others = [await house.join("other", view.room_id) for view in views]
        with house.host.audio_call() as call, house.host.audio_call() as talk:
            for view in (views[2], views[0], views[1]):
                call.attach(config(view, reception=APART))
            for number, other in enumerate(others):
                talk.attach(config(other, send=MONO))
                speaker_of(talk, number).push(pcm16(speech(1_920, seed=number)))
            await house.tick(4)
            first = await anext(call.outbox)
            while isinstance(first, LaneNotice):
                first = await anext(call.outbox)
            assert [frame.lane for frame in first.frames] == [0, 1, 2]
            assert [frame.pcm for frame in first.frames] == [
                pcm16(speech(1_920, seed=seed)[:960]) for seed in (2, 0, 1)
            ]


async def test_one_connection_that_leaves_leaves_the_others_going():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views:
                call.attach(config(view, send=MONO, reception=MIX))
            notices_of(call)
            await house.rooms.leave(views[1].connection_id)
            ((lane, notice),) = notices_of(call)
            assert lane == 1
            assert isinstance(notice, LaneEnded)
            assert notice.error.reason == "CONNECTION_LEFT"
            assert notice.error.message == f"connection {views[1].connection_id} is over: left by us"
            assert not lane_of(call, 1).live
            assert lane_of(call, 0).live
            await house.tick()
            assert [frame.lane for frame in frames_of(call)] == [0, 2]
            speaker_of(call, 2).push(pcm16(speech(960)))


async def test_the_last_connection_ends_the_call():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views:
                call.attach(config(view, reception=MIX))
            for link in tuple(house.runtime.links):
                link.dismiss()
            await turns()
            with pytest.raises(FailedPreconditionError) as caught:
                await anext(call.outbox)
            assert caught.value.reason == "CONNECTION_LEFT"
            assert caught.value.metadata["connection_id"] == views[2].connection_id


async def test_the_last_lane_to_end_says_how_the_call_ends():
    async with open_house() as house:
        views = await three(house)
        for left_first in (True, False):
            with house.host.audio_call() as call:
                view = await house.join("guest")
                call.attach(config(views[0], send=MONO))
                call.attach(config(view, reception=MIX))
                notices_of(call)
                if left_first:
                    await house.rooms.leave(view.connection_id)
                speaker_of(call, 0).finish()
                await house.tick(2)
                if left_first:
                    assert [type(notice) for _, notice in notices_of(call)] == [LaneEnded, Drained]
                    assert [item async for item in call.outbox] == []
                else:
                    house.runtime.link("guest").dismiss()
                    await turns()
                    with pytest.raises(FailedPreconditionError):
                        await anext(call.outbox)


async def test_the_end_of_the_daemon_ends_every_lane():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views:
                call.attach(config(view, reception=MIX))
            notices_of(call)
            house.stop()
            assert [(lane, type(notice)) for lane, notice in notices_of(call)] == [
                (0, LaneEnded),
                (1, LaneEnded),
            ]
            with pytest.raises(UnavailableError, match="DAEMON_STOPPING"):
                await anext(call.outbox)


async def test_lanes_drain_one_by_one_and_then_the_call_ends():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for number, view in enumerate(views):
                call.attach(config(view, send=MONO))
                speaker_of(call, number).push(bytes(1_920 * (3 - number)))
            notices_of(call)
            speaker_of(call, 1).finish()
            await house.tick(6)
            assert notices_of(call) == [(1, Drained(1_920, 0))]
            call.finish()
            await house.tick(6)
            assert notices_of(call) == [(0, Drained(2_880, 0)), (2, Drained(960, 0))]
            last = [item async for item in call.outbox]
            assert all(isinstance(item, LaneNotice) and isinstance(item.notice, FlowControl) for item in last)


async def test_half_closing_ends_pauses_and_a_finish_does_not():
    async with open_house() as house:
        view = await house.join()
        with house.host.audio_call() as call:
            call.attach(config(view, send=MONO))
            notices_of(call)
            speaker_of(call, 0).push(bytes(1_920))
            speaker_of(call, 0).pause(paused=True)
            speaker_of(call, 0).finish()
            await house.tick(60)
            assert notices_of(call) == []
            call.finish()
            await house.tick(5)
            assert notices_of(call) == [(0, Drained(960, 0))]


async def test_a_lane_that_is_not_there_or_does_not_send_is_told_so():
    async with open_house() as house:
        view = await house.join()
        with house.host.audio_call() as call:
            call.attach(config(view, reception=MIX))
            for wrong, reason in (
                (lambda: call.lane(1), "LANE_UNKNOWN"),
                (lambda: call.lane(2**32 - 1), "LANE_UNKNOWN"),
                (lambda: lane_of(call, 0).require_speaker(), "LANE_DOES_NOT_SEND"),
            ):
                with pytest.raises(InvalidArgumentError) as caught:
                    wrong()
                assert caught.value.reason == reason


async def test_a_lane_that_cannot_be_attached_leaves_the_others_as_they_are():
    async with open_house(max_audio_streams=2) as house:
        view = await house.join()
        with house.host.audio_call() as call:
            call.attach(config(view, send=MONO, reception=MIX))
            for wrong, kind in (
                (LaneConfig("c0", MONO, SendBuffer(), None), NotFoundError),
                (LaneConfig(view.connection_id, MONO, SendBuffer(), None, exclusive=True), OdindError),
            ):
                with pytest.raises(kind):
                    call.attach(wrong)
            assert lane_of(call, 0).live


async def test_a_call_that_is_over_leaves_nothing_attached():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views:
                call.attach(config(view, send=MONO, reception=MIX))
        assert sum(one.media.attached for one in house.host._connections.values()) == 0
        await house.tick(3)
        assert not await house.tick()


@pytest.mark.parametrize(
    ("error", "spoken"), [(InvalidArgumentError("W", "wrong"), 9_600), (KeyError(), 1_920)]
)
async def test_a_call_that_an_error_of_ours_ends_says_what_it_took_and_any_other_does_not(
    error: Exception, spoken: int
):
    async with open_house() as house:
        view = await house.join()
        speakers: list[Speaker] = []

        async def fail() -> None:
            with house.host.audio_call() as call:
                call.attach(config(view, send=MONO))
                speakers.append(speaker_of(call, 0))
                speakers[0].push(pcm16(speech(9_600)))
                await house.tick(2)
                raise error

        with pytest.raises(type(error)):
            await fail()
        while await house.tick():
            pass
        assert speakers[0].spoken == spoken


# Errors of one lane


async def test_an_error_of_a_lane_ends_it_alone_and_what_it_accepted_is_spoken():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views:
                call.attach(config(view, send=MONO))
            speaker = speaker_of(call, 1)
            await call.push(1, pcm16(speech(1_920)))
            notices_of(call)
            await call.push(1, b"odd")
            ((number, ended),) = notices_of(call)
            assert isinstance(ended, LaneEnded)
            assert (number, ended.error.reason) == (1, "CHUNK_NOT_WHOLE")
            await call.push(1, b"odd")
            call.control(1, Speaker.flush)
            await house.tick(5)
            assert speaker.spoken == 1_920
            assert notices_of(call) == []
            await call.push(0, pcm16(speech(960)))
            assert [lane_of(call, number).live for number in range(3)] == [True, False, True]


async def test_the_error_of_the_only_live_lane_ends_the_call():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views[:2]:
                call.attach(config(view, send=MONO))
            notices_of(call)
            for lane in (0, 1):
                speaker_of(call, lane).finish()
                await call.push(lane, b"too late")
            assert [type(notice) for _, notice in notices_of(call)] == [LaneEnded]
            with pytest.raises(InvalidArgumentError, match="LANE_FINISHED"):
                await anext(call.outbox)


async def test_a_refused_config_takes_its_number_and_nothing_else():
    async with open_house() as house:
        view = await house.join()
        with house.host.audio_call() as call:
            call.attach(config(view, send=MONO))
            error = NotFoundError("CONNECTION_NOT_FOUND", "nowhere")
            call.fail(call.reserve(), error)
            assert notices_of(call) == [(1, LaneEnded(error))]
            await call.push(1, b"ignored")
            assert call.reserve() == 2


async def test_lanes_have_the_numbers_that_the_caller_gives_them():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            numbers = [call.reserve(wanted) for wanted in (7, 0, 1, 0)]
            assert numbers == [7, 0, 1, 2]
            for taken in (1, 7):
                with pytest.raises(InvalidArgumentError, match="LANE_EXISTS"):
                    call.reserve(taken)
            call.attach(config(views[0], reception=MIX), 7)
            await house.tick()
            assert [frame.lane for frame in frames_of(call)] == [7]


def test_a_call_has_no_more_lanes_in_its_life_than_it_remembers():
    numbers = LaneNumbers()
    assert numbers.take(MAX_LANES - 1) == MAX_LANES - 1
    assert [numbers.take(0) for _ in range(MAX_LANES - 1)] == list(range(MAX_LANES - 1))
    for wanted in (0, MAX_LANES, 2**32 - 1):
        with pytest.raises(ResourceExhaustedError, match="TOO_MANY_LANES"):
            numbers.take(wanted)


async def test_a_chunk_waits_until_there_is_room_and_no_longer_than_its_lane_lives():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as call:
            for view in views[:2]:
                call.attach(LaneConfig(view.connection_id, MONO, SendBuffer(100), None))
            for lane in (0, 1):
                await call.push(lane, bytes(9_600))
            async with asyncio.TaskGroup() as tasks:
                waiting = [tasks.create_task(call.push(lane, bytes(1_920))) for lane in (0, 1)]
                await turns()
                assert not any(task.done() for task in waiting)
                await house.rooms.leave(views[0].connection_id)
                await waiting[0]
                assert not waiting[1].done()
                await house.tick()
                await waiting[1]
            call.finish()
            await house.tick(10)
            assert (1, Drained(5_760, 0)) in notices_of(call)


async def test_a_connection_that_its_caller_leaves_ends_its_lanes_without_an_error():
    async with open_house() as house:
        views = await three(house)
        with house.host.audio_call() as alone, house.host.audio_call() as among_others:
            alone.attach(config(views[0], reception=MIX))
            for view in views[:2]:
                among_others.attach(config(view, reception=APART))
            for call in (alone, among_others):
                notices_of(call)
            await house.rooms.leave(views[0].connection_id)
            (ended,) = [item async for item in alone.outbox]
            assert isinstance(ended, LaneNotice)
            assert isinstance(ended.notice, LaneEnded)
            assert ended.notice.error.reason == "CONNECTION_LEFT"
            assert await anext(among_others.outbox) == ended
            assert lane_of(among_others, 1).live
