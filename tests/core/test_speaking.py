from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.audio_format import AudioFormat, SampleFormat
from odind.core.errors import InvalidArgumentError
from odind.core.speaking import MAX_CHUNK_BYTES, Speaker

from .fakes import speech, turns

if TYPE_CHECKING:
    from odind.core.ports import Samples

MONO = AudioFormat(48_000, 1)
FRAME = 960


class FakeEncoder:
    """Keeps what it is given; falls silent after `hangover` frames of zeros."""

    def __init__(self, hangover: int = 0) -> None:
        self.frames: list[Samples] = []
        self._hangover = hangover
        self._zeros: int | None = None

    @property
    def silent(self) -> bool:
        return self._zeros is None or self._zeros > self._hangover

    @property
    def sound(self) -> Samples:
        """All samples without the zeros that filled the gaps."""
        everything = np.concatenate(self.frames) if self.frames else np.zeros(0, np.float32)
        return everything[everything != 0]

    def encode(self, samples: Samples) -> list[bytes]:
        self.frames.append(samples)
        if samples.any():
            self._zeros = 0
        elif self._zeros is not None:
            self._zeros += 1
        return [b"datagram"] if samples.any() else []


class Booth:
    """A speaker, its encoder, and the hand that moves the ticks."""

    def __init__(
        self, audio_format: AudioFormat = MONO, *, buffer_ms: int = 1_000, hangover: int = 0
    ) -> None:
        self.encoder = FakeEncoder(hangover)
        self.sent: list[bytes] = []
        self.speaker = Speaker(audio_format, self.encoder, self.sent.append, buffer_ms)
        self.next_tick = 7

    def tick(self, count: int = 1) -> list[bool]:
        """Run ticks; return in which of them something was said."""
        before = len(self.encoder.frames)
        for _ in range(count):
            self.speaker.tick(self.next_tick)
            self.next_tick += 1
        return [bool(frame.any()) for frame in self.encoder.frames[before:]]

    def drain(self) -> None:
        self.speaker.finish()
        for _ in range(20_000):
            if self.speaker.drained:
                return
            self.tick()
        raise AssertionError("never drained")


def frames(count: float, audio_format: AudioFormat = MONO) -> bytes:
    samples = int(count * audio_format.sample_rate_hz / 50)
    return audio_format.encode(speech(samples * audio_format.channels))


formats = st.builds(
    AudioFormat,
    st.sampled_from([8_000, 11_025, 16_000, 22_050, 24_000, 32_001, 44_100, 48_000]),
    st.integers(1, 2),
    st.sampled_from(SampleFormat),
)


@settings(max_examples=60)
@given(formats, st.integers(1, 30_000), st.data())
async def test_any_chunking_gives_the_same_sound(
    audio_format: AudioFormat, length: int, data: st.DataObject
) -> None:
    sound = speech(length * audio_format.channels, seed=length)
    pcm = audio_format.encode(sound)
    sizes = data.draw(st.lists(st.integers(0, 4_000), max_size=40))
    pauses = data.draw(st.lists(st.integers(0, 4), max_size=40))
    booth = Booth(audio_format, buffer_ms=data.draw(st.integers(20, 2_000)))

    async def talk() -> None:
        start = 0
        for size in [*sizes, length]:
            end = start + size * audio_format.bytes_per_sample
            await booth.speaker.push(pcm[start:end])
            start = end
        booth.speaker.finish()

    async with asyncio.TaskGroup() as tasks:
        talking = tasks.create_task(talk())
        for pause in pauses:
            booth.tick(pause)
            await asyncio.sleep(0)
        while not talking.done():
            booth.tick()
            await asyncio.sleep(0)
    booth.drain()
    assert np.array_equal(booth.encoder.sound, sound)
    assert booth.speaker.samples == length
    lengths = [len(frame) for frame in booth.encoder.frames]
    assert lengths == [audio_format.samples_in(7 + number) for number in range(len(lengths))]


async def test_speech_begins_at_once_with_two_frames():
    booth = Booth()
    await booth.speaker.push(frames(2))
    assert booth.tick(3) == [True, True, False]


async def test_speech_begins_a_tick_later_with_less_and_is_not_cut_then():
    booth = Booth()
    await booth.speaker.push(frames(1.5))
    assert booth.tick() == [False]
    await booth.speaker.push(frames(1.5))
    assert booth.tick(4) == [True, True, True, False]
    assert booth.speaker.underruns == 0


async def test_every_beginning_has_its_head_start():
    booth = Booth()
    for _ in range(3):
        await booth.speaker.push(frames(1))
        assert booth.tick(4) == [False, True, False, False]


async def test_less_than_a_frame_waits_for_more():
    booth = Booth()
    await booth.speaker.push(frames(0.5))
    assert booth.tick(5) == [False] * 5
    await booth.speaker.push(frames(2))
    assert booth.tick(3) == [True, True, False]
    assert booth.speaker.samples == 2 * FRAME


async def test_silence_between_sounds_is_counted_silence_around_them_is_not():
    booth = Booth()
    booth.tick(5)
    await booth.speaker.push(frames(2))
    assert booth.tick(5) == [True, True, False, False, False]
    assert booth.speaker.underruns == 0
    await booth.speaker.push(frames(2))
    booth.tick(2)
    assert booth.speaker.underruns == 3
    booth.tick(9)
    booth.drain()
    assert booth.speaker.underruns == 3


async def test_an_uneven_caller_with_a_head_start_is_not_interrupted():
    booth = Booth()
    await booth.speaker.push(frames(2))
    said = booth.tick()
    for count in (0, 2, 1, 0, 2, 1):
        await booth.speaker.push(frames(count))
        said += booth.tick()
    assert all(said)


async def test_a_full_buffer_holds_the_caller_back_and_loses_nothing():
    booth = Booth(buffer_ms=100)
    async with asyncio.TaskGroup() as tasks:
        pushing = tasks.create_task(booth.speaker.push(frames(10)))
        for _ in range(5):
            await turns()
            assert not pushing.done()
            booth.tick()
        await turns()
        assert not pushing.done()
        booth.tick()
        await turns()
        assert pushing.done()
    booth.drain()
    assert booth.speaker.samples == 10 * FRAME


async def test_a_buffer_that_is_not_full_lets_the_caller_go_on():
    booth = Booth(buffer_ms=100)
    await booth.speaker.push(frames(4.9))


async def test_finishing_pads_the_last_frame_and_drains():
    booth = Booth()
    await booth.speaker.push(frames(2.25))
    booth.speaker.finish()
    assert booth.tick(3) == [True, True, True]
    assert not booth.speaker.drained
    last = booth.encoder.frames[-1]
    assert np.flatnonzero(last).max() == 239
    assert booth.speaker.samples == 2 * FRAME + 240
    booth.tick(2)
    assert booth.speaker.drained


async def test_finishing_needs_no_head_start():
    booth = Booth()
    await booth.speaker.push(frames(0.1))
    booth.speaker.finish()
    assert booth.tick() == [True]


def test_saying_nothing_is_drained_at_once():
    booth = Booth()
    booth.speaker.finish()
    booth.tick()
    assert booth.speaker.drained
    assert booth.speaker.samples == 0


async def test_draining_waits_until_the_receivers_know_that_speech_is_over():
    booth = Booth(hangover=15)
    await booth.speaker.push(frames(1))
    booth.speaker.finish()
    booth.tick(17)
    assert not booth.speaker.drained
    booth.tick()
    assert booth.speaker.drained


async def test_an_encoder_that_never_falls_silent_is_not_waited_for_beyond_a_second():
    booth = Booth(hangover=10**6)
    await booth.speaker.push(frames(1))
    booth.speaker.finish()
    booth.tick(1 + 50)
    assert not booth.speaker.drained
    booth.tick()
    assert booth.speaker.drained


async def test_an_abandoned_speaker_says_nothing_more_and_ends_its_speech():
    booth = Booth(hangover=3)
    await booth.speaker.push(frames(10))
    booth.tick(2)
    booth.speaker.abandon()
    assert booth.tick(5) == [False] * 5
    assert booth.speaker.drained
    assert booth.speaker.samples == 2 * FRAME


async def test_an_abandoned_speaker_lets_a_waiting_caller_go_and_takes_nothing():
    booth = Booth(buffer_ms=20)
    async with asyncio.TaskGroup() as tasks:
        pushing = tasks.create_task(booth.speaker.push(frames(5)))
        await turns()
        assert not pushing.done()
        booth.speaker.abandon()
    await booth.speaker.push(frames(5))
    assert booth.tick(3) == [False] * 3


async def test_what_the_encoder_gives_is_sent():
    booth = Booth()
    await booth.speaker.push(frames(3))
    booth.tick(5)
    assert booth.sent == [b"datagram"] * 3


@pytest.mark.parametrize("channels", [1, 2])
async def test_a_chunk_that_cuts_a_sample_is_refused(channels: int):
    booth = Booth(AudioFormat(48_000, channels))
    with pytest.raises(InvalidArgumentError) as caught:
        await booth.speaker.push(b"\1" * (2 * channels + 1))
    assert caught.value.reason == "CHUNK_NOT_WHOLE"
    assert booth.tick(3) == [False] * 3


async def test_a_chunk_over_a_mebibyte_is_refused():
    booth = Booth(buffer_ms=60_000)
    await booth.speaker.push(b"\1" * MAX_CHUNK_BYTES)
    with pytest.raises(InvalidArgumentError) as caught:
        await booth.speaker.push(b"\1" * (MAX_CHUNK_BYTES + 2))
    assert caught.value.reason == "CHUNK_TOO_LARGE"


async def test_an_empty_chunk_says_nothing():
    booth = Booth()
    await booth.speaker.push(b"")
    assert booth.tick(3) == [False] * 3
