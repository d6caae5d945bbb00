"""Media between a link that records and the codecs of the fake runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.errors import AlreadyExistsError, UnavailableError
from odind.core.limits import Limits
from odind.core.listening import ReceiveMode
from odind.core.media import AudioStream, Media
from odind.core.outbox import Drained, HeardTick
from odind.runtime.fake import FakeDecoder, FakeEncoder, FakeRuntime

from .fakes import pcm16, speech, waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.payload import Payload
    from odind.core.ports import Samples

FIRST_TICK = 500
MONO = AudioFormat()


class FakeLink:
    """Writes down what is asked of it."""

    def __init__(self) -> None:
        self.voice: list[bytes] = []
        self.hearing: list[bool] = []

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        raise NotImplementedError

    def set_user_data(self, user_data: Payload) -> None:
        raise NotImplementedError

    def send_voice(self, datagram: bytes) -> None:
        self.voice.append(datagram)

    def hear(self, *, wanted: bool) -> None:
        self.hearing.append(wanted)

    async def aclose(self) -> None:
        raise NotImplementedError


class CountingRuntime(FakeRuntime):
    """Remembers the layouts that decoders were made for."""

    def __init__(self) -> None:
        super().__init__()
        self.decoders: list[tuple[int, int]] = []

    def decoder(self, sample_rate_hz: int, channels: int) -> FakeDecoder:
        self.decoders.append((sample_rate_hz, channels))
        return super().decoder(sample_rate_hz, channels)


class Studio:
    """Media with everything around it."""

    def __init__(self) -> None:
        self.link = FakeLink()
        self.runtime = CountingRuntime()
        self.media = Media(self.runtime, self.link, Limits(receive_buffer_ms=100), FIRST_TICK)
        self.next_tick = FIRST_TICK

    def attach(
        self,
        send: AudioFormat | None = None,
        receive: AudioFormat | None = None,
        mode: ReceiveMode = ReceiveMode.PER_PEER,
    ) -> AudioStream:
        return self.media.attach(send, receive, mode, lambda peer_id: f"user {peer_id}" if peer_id else "")

    def tick(self, count: int = 1) -> None:
        for _ in range(count):
            self.media.tick(self.next_tick)
            self.next_tick += 1

    def say(self, peer_id: int, samples: Samples) -> None:
        """Let a peer's voice arrive."""
        for datagram in FakeEncoder(48_000, 1).encode(samples):
            self.media.take_voice(peer_id, datagram)


def peers_in(tick: HeardTick) -> list[int]:
    return [frame.peer_id for frame in tick.frames]


def test_nothing_attached_needs_no_tick():
    studio = Studio()
    assert studio.media.idle
    stream = studio.attach(receive=MONO)
    assert not studio.media.idle
    studio.media.detach(stream)
    assert studio.media.idle


def test_voice_is_asked_for_with_the_first_listener_and_declined_with_the_last():
    studio = Studio()
    speaker = studio.attach(send=MONO)
    assert studio.link.hearing == []
    first, second = studio.attach(receive=MONO), studio.attach(receive=AudioFormat(16_000))
    studio.media.detach(first)
    assert studio.link.hearing == [True]
    studio.media.detach(second)
    studio.media.detach(speaker)
    assert studio.link.hearing == [True, False]


def test_listeners_of_one_layout_share_decoders_whatever_their_sample_format():
    studio = Studio()
    sound = speech(960)
    streams = [
        studio.attach(receive=MONO),
        studio.attach(receive=AudioFormat(sample_format=SampleFormat.F32LE)),
        studio.attach(receive=AudioFormat(16_000)),
    ]
    studio.say(1, sound)
    studio.tick()
    assert sorted(studio.runtime.decoders) == [(16_000, 1), (48_000, 1)]
    first, second, third = (waiting(stream)[0].frames[0].pcm for stream in streams)
    assert first == pcm16(sound)
    assert second == sound.tobytes()
    assert len(third) == 640


def test_a_listener_that_goes_takes_no_decoder_from_another():
    studio = Studio()
    first, second = studio.attach(receive=MONO), studio.attach(receive=MONO)
    studio.say(1, speech(1_920))
    studio.tick()
    studio.media.detach(first)
    studio.tick()
    assert [peers_in(tick) for tick in waiting(second)] == [[1], [1]]
    assert len(studio.runtime.decoders) == 1


def test_voice_that_nobody_listens_to_costs_nothing():
    studio = Studio()
    studio.attach(send=MONO)
    studio.say(1, speech(960))
    assert studio.runtime.decoders == []


def test_positions_begin_where_the_connection_began():
    studio = Studio()
    studio.tick(25)
    stream = studio.attach(receive=MONO, mode=ReceiveMode.MIX)
    studio.tick(2)
    assert [tick.frames[0].room_sample for tick in waiting(stream)] == [25 * 960, 26 * 960]


def test_a_slow_listener_loses_the_oldest_ticks():
    studio = Studio()
    stream = studio.attach(receive=MONO, mode=ReceiveMode.MIX)
    studio.tick(12)
    assert [tick.frames[0].sequence for tick in waiting(stream)] == [8, 9, 10, 11, 12]


def test_a_peer_that_is_gone_is_heard_no_more_and_counts_anew():
    studio = Studio()
    stream = studio.attach(receive=MONO)
    studio.say(1, speech(1_920))
    studio.tick()
    studio.media.forget_peer(1)
    studio.tick()
    studio.say(1, speech(960))
    studio.tick()
    assert [tick.frames[0].sequence for tick in waiting(stream)] == [1, 1]


async def test_what_is_said_is_sent_frame_by_frame():
    studio = Studio()
    stream = studio.attach(send=MONO)
    assert stream.speaker
    sound = speech(2_880)
    await stream.speaker.push(pcm16(sound))
    studio.tick(4)
    decoder = FakeDecoder(48_000, 1)
    for datagram in studio.link.voice:
        decoder.push(datagram)
    heard = decoder.pop(2_880)
    assert heard is not None
    assert np.array_equal(heard, sound)


def test_a_second_sender_is_refused_and_leaves_no_trace():
    studio = Studio()
    first = studio.attach(send=MONO)
    with pytest.raises(AlreadyExistsError) as caught:
        studio.attach(send=MONO, receive=MONO)
    assert caught.value.reason == "SENDER_EXISTS"
    assert studio.link.hearing == []
    studio.media.detach(first)
    studio.attach(send=MONO)


async def test_a_sender_that_has_said_all_makes_room_for_another():
    studio = Studio()
    stream = studio.attach(send=MONO, receive=MONO)
    assert stream.speaker
    await stream.speaker.push(pcm16(speech(1_920)))
    stream.speaker.finish()
    studio.tick(4)
    assert await anext(stream.outbox) == Drained(1_920, 0)
    studio.attach(send=MONO)


async def test_a_stream_that_only_sends_ends_when_all_is_said():
    studio = Studio()
    stream = studio.attach(send=MONO)
    assert stream.speaker
    stream.speaker.finish()
    studio.tick()
    assert [item async for item in stream.outbox] == [Drained(0, 0)]
    studio.media.detach(stream)
    assert studio.media.idle


async def test_a_sender_that_goes_ends_its_speech_and_nothing_is_left():
    studio = Studio()
    stream = studio.attach(send=MONO)
    assert stream.speaker
    await stream.speaker.push(pcm16(speech(9_600)))
    studio.tick(2)
    studio.media.detach(stream)
    studio.tick()
    assert not studio.media.idle
    studio.tick()
    assert studio.media.idle
    assert [len(datagram) > 100 for datagram in studio.link.voice] == [True, True, False]


async def test_a_new_sender_takes_the_word_from_one_that_is_gone():
    studio = Studio()
    first = studio.attach(send=MONO)
    assert first.speaker
    await first.speaker.push(pcm16(speech(9_600)))
    studio.tick(2)
    studio.media.detach(first)
    second = studio.attach(send=MONO)
    studio.media.detach(second)
    studio.tick()
    assert studio.media.idle


async def test_the_end_of_the_connection_ends_every_stream_with_its_error():
    studio = Studio()
    streams = [studio.attach(send=MONO, receive=MONO), studio.attach(receive=MONO)]
    studio.say(1, speech(960))
    studio.tick()
    studio.media.end(UnavailableError("GONE", "gone"))
    for stream in streams:
        with pytest.raises(UnavailableError, match="GONE"):
            await anext(stream.outbox)
        studio.media.detach(stream)
    assert studio.media.idle
    assert studio.link.hearing == [True, False]


def test_after_a_stall_what_is_heard_is_live():
    studio = Studio()
    stream = studio.attach(receive=MONO)
    studio.say(1, speech(9_600))
    studio.tick()
    studio.next_tick += 60
    studio.tick()
    fresh = speech(960, seed=2)
    studio.say(1, fresh)
    studio.tick()
    assert [frame.pcm for tick in waiting(stream)[1:] for frame in tick.frames] == [pcm16(fresh)]
