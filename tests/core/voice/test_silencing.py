"""A connection that must be silent says nothing, whoever speaks on it."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING

from odind.core.rooms.holder import OnLost
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.events import SpeakingStarted, SpeakingStopped
from odind.core.voice.lane_config import LaneConfig, SendBuffer
from tests.core.fakes import House, open_house, pcm16, speech, turns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.errors import OdindError
    from odind.core.rooms.events import ConnectionView
    from odind.core.sound.samples import Samples
    from odind.core.voice.outgoing import Outgoing

FRAME = 960


class Talker:
    """A plug that never stops."""

    speaks, hears, cancels_echo = 1, 0, False

    def say(self, _outgoing: Outgoing) -> Samples:
        return speech(FRAME)

    def hear(self, heard: Mapping[int, Samples]) -> None:
        raise AssertionError(heard)

    def unplugged(self, error: OdindError) -> None:
        raise error


async def leased(house: House, on_lost: OnLost) -> ConnectionView:
    return await house.join("anna", linger_s=10.0, on_lost=on_lost)


def spoken(house: House, connection: ConnectionView) -> bool:
    """Whether the connection speaks, as its own process sees it."""
    return house.host.find(connection.connection_id).state.speaking


def datagrams(house: House, connection: ConnectionView) -> int:
    return house.host.find(connection.connection_id).media.outgoing.datagrams


async def test_a_device_line_is_silent_exactly_while_no_call_holds_the_connection():
    async with open_house() as house:
        anna = await leased(house, OnLost.MUTE)
        with house.host.plugged_in(anna.connection_id, Talker()):
            await house.tick(3)
            assert datagrams(house, anna) == 0
            async with aclosing(house.plane.holding.hold([anna.connection_id])) as held:
                await anext(held)
                await turns()
                await house.tick(3)
                assert datagrams(house, anna) == 3
                assert spoken(house, anna)
            await turns()
            await house.tick(2)
            ended = datagrams(house, anna)
            await house.tick(50)
            assert datagrams(house, anna) == ended
            assert not spoken(house, anna)


async def test_with_keep_a_device_line_speaks_on():
    async with open_house() as house:
        anna = await leased(house, OnLost.KEEP)
        with house.host.plugged_in(anna.connection_id, Talker()):
            await house.tick(3)
            assert datagrams(house, anna) == 3


async def test_an_audio_call_speaks_from_its_first_frame_and_what_it_leaves_unsaid_is_dropped():
    async with open_house() as house:
        anna = await leased(house, OnLost.MUTE)
        with house.host.audio_call() as call:
            layout = AudioFormat(48_000, 1, SampleFormat.S16LE)
            lane = call.attach(LaneConfig(anna.connection_id, layout, SendBuffer(head_start_ms=0), None))
            await call.push(0, pcm16(speech(50 * FRAME)))
            await house.tick(2)
            assert datagrams(house, anna) >= 2
            call.close(abandon=False)
        await turns()
        before = datagrams(house, anna)
        await house.tick(60)
        assert lane.speaker is None or lane.speaker.abandoned
        assert datagrams(house, anna) - before < 10
        told = [
            type(house.plane.log.entry(number).event)
            for number in range(house.plane.log.oldest, house.plane.log.last + 1)
        ]
        assert told.index(SpeakingStarted) < told.index(SpeakingStopped)
