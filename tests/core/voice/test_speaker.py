"""A speaker between its caller and an encoder that writes down what it is given."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odind.core.errors import InvalidArgumentError, ResourceExhaustedError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.lane_config import Overflow, SendBuffer
from odind.core.voice.notices import Drained, FlowControl, Flushed, MarkReached, Notice, QueueStatus
from odind.core.voice.source import MAX_CHUNK_BYTES, PcmSource
from odind.core.voice.speaker import MAX_MARK_BYTES, MAX_MARKS, Speaker
from tests.core.fakes import speech, turns

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from odind.core.sound.samples import Samples

MONO = AudioFormat(48_000, 1)
FLOAT = AudioFormat(48_000, 1, SampleFormat.F32LE)
FRAME = 960
RATES = [8_000, 11_025, 16_000, 22_050, 24_000, 32_001, 44_100, 48_000, 96_000, 192_000]
SMALL = SendBuffer(1_000)
FAILING = SendBuffer(1_000, overflow=Overflow.FAIL)


class FakeEncoder:
    """Keeps what it is given; falls silent after `hangover` frames of zeros, asks for `curiosity` more."""

    def __init__(self, hangover: int = 0, curiosity: int = 0) -> None:
        self.prefetched: list[Samples] = []
        self.kept_word = 0
        self._curiosity = curiosity
        self.frames: list[Samples] = []
        self.echoes: list[tuple[Samples, int, int]] = []
        self._hangover = hangover
        self._zeros: int | None = None

    @property
    def silent(self) -> bool:
        return self._zeros is None or self._zeros > self._hangover

    def encode(self, samples: Samples) -> list[bytes]:
        if self.prefetched:
            self.kept_word += self.prefetched[0] is samples
            self.prefetched = self.prefetched[1:] if self.prefetched[0] is samples else []
        self.frames.append(samples.copy())
        if samples.any():
            self._zeros = 0
        elif self._zeros is not None:
            self._zeros += 1
        return [b"datagram"] if samples.any() else []

    def prefetchable(self, waiting: int) -> int:
        return min(waiting, self._curiosity) if len(self.prefetched) < self._curiosity / 2 else 0

    def prefetch(self, frames: Sequence[Samples]) -> None:
        assert all(told is frame for told, frame in zip(self.prefetched, frames, strict=False))
        self.prefetched = list(frames)

    def reverse(self, samples: Samples, sample_rate_hz: int, channels: int) -> None:
        self.echoes.append((samples, sample_rate_hz, channels))


class Booth:
    """A speaker, its encoder, and the hand that moves the ticks."""

    def __init__(
        self,
        audio_format: AudioFormat = MONO,
        buffer: SendBuffer | None = None,
        *,
        hangover: int = 0,
        curiosity: int = 0,
    ) -> None:
        self.encoder = FakeEncoder(hangover, curiosity)
        self.format = audio_format
        self.sent: list[bytes] = []
        self.heard: list[Notice] = []
        self.speaker = Speaker(
            PcmSource(audio_format, self.encoder),
            self.sent.append,
            buffer or SendBuffer(),
            self.heard.append,
        )
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
        for _ in range(5_000):
            if self.speaker.drained:
                return
            self.tick()
        raise AssertionError("never drained")

    def say(self, frames: float) -> None:
        """Push noise of so many frames."""
        samples = round(frames * self.format.sample_rate_hz / 50)
        assert self.speaker.push(self.format.encode(speech(samples * self.format.channels)))

    def sound(self) -> Samples:
        """All that the encoder got, shape (samples, channels)."""
        return np.concatenate(self.encoder.frames).reshape(-1, self.format.channels)

    @property
    def queued(self) -> int:
        """Samples per channel that wait."""
        return self.speaker._source.queued

    def credit(self) -> list[int]:
        """Take the credit that was told, out of what was heard."""
        told = [notice.accepted_until for notice in self.heard if isinstance(notice, FlowControl)]
        self.heard[:] = [notice for notice in self.heard if not isinstance(notice, FlowControl)]
        return told

    def status(self) -> QueueStatus:
        """Ask for the status, and take it out of what was heard."""
        self.speaker.status()
        status = self.heard.pop()
        assert isinstance(status, QueueStatus)
        return status

    def take(self) -> list[Notice]:
        """Take what was heard so far, but for credit."""
        heard, self.heard[:] = list(self.heard), []
        return [notice for notice in heard if not isinstance(notice, FlowControl)]


formats = st.builds(
    AudioFormat,
    st.sampled_from(RATES),
    st.integers(1, 2),
    st.sampled_from([SampleFormat.S16LE, SampleFormat.F32LE]),
)


# Pacing


@settings(max_examples=60)
@given(formats, st.integers(1, 12_000), st.data())
def test_any_chunking_gives_the_same_sound(
    audio_format: AudioFormat, length: int, data: st.DataObject
) -> None:
    sound = speech(length * audio_format.channels, seed=length)
    pcm = audio_format.encode(sound)
    size = audio_format.bytes_per_sample
    cuts = sorted(data.draw(st.lists(st.integers(0, length), max_size=30)))
    booth = Booth(audio_format, SendBuffer(60_000))
    for start, end in zip([0, *cuts], [*cuts, length], strict=True):
        booth.speaker.push(pcm[start * size : end * size])
        whole = booth.queued * 50 // audio_format.sample_rate_hz
        booth.tick(data.draw(st.integers(0, max(0, whole - 2))))  # never so many that it runs dry
    booth.drain()
    spoken = booth.sound().reshape(-1)
    assert np.array_equal(spoken[spoken != 0][: len(sound)], sound)
    assert booth.take()[-1] == Drained(length, 0)
    lengths = [len(frame) for frame in booth.encoder.frames]
    assert lengths == [audio_format.samples_in(7 + number) for number in range(len(lengths))]


def test_speech_begins_at_once_with_two_frames():
    booth = Booth()
    booth.say(2)
    assert booth.tick(2) == [True, True]


def test_speech_begins_a_tick_later_with_less_and_is_not_cut_then():
    booth = Booth()
    booth.say(1.5)
    assert booth.tick() == [False]
    booth.say(1.5)
    assert booth.tick(3) == [True, True, True]
    assert booth.speaker.underruns == 0


@pytest.mark.parametrize("frames", [0.001, 0.5, 1, 1.9])
def test_what_is_too_little_to_begin_with_is_said_after_a_little_patience(frames: float):
    booth = Booth()
    booth.say(frames)
    assert booth.tick(3) == [False, False, True]
    booth.tick(3)
    assert booth.speaker.spoken == booth.speaker._accepted
    assert booth.queued == 0


def test_a_leftover_in_mid_speech_is_said_after_a_little_patience():
    booth = Booth()
    booth.say(2.3)
    booth.tick(2)
    assert booth.queued == 288
    booth.tick(3)
    assert (booth.queued, booth.speaker.spoken) == (0, 2 * FRAME + 288)


def test_an_uneven_caller_with_a_head_start_is_not_interrupted():
    booth = Booth()
    booth.say(2)
    said = booth.tick()
    for count in (0, 2, 1, 0, 2, 1):
        booth.say(count)
        said += booth.tick()
    assert all(said)
    assert booth.speaker.underruns == 0


def test_what_the_encoder_gives_is_sent():
    booth = Booth()
    booth.speaker.push(MONO.encode(np.ones(3 * FRAME, np.float32)))
    booth.tick(5)
    assert booth.sent == [b"datagram"] * 4  # the last one is the ramp into silence


# Underruns


def test_silence_between_sounds_is_counted_silence_around_them_is_not():
    booth = Booth()
    booth.tick(5)
    booth.say(2)
    booth.tick(5)
    assert booth.speaker.underruns == 0
    booth.say(2)
    booth.tick(2)
    assert booth.speaker.underruns == 3
    booth.tick(9)
    booth.drain()
    assert booth.take()[-1] == Drained(4 * FRAME, 3)


@pytest.mark.parametrize(("gap", "underruns"), [(1, 1), (24, 24), (25, 25), (26, 0), (500, 0)])
def test_a_long_silence_is_no_underrun(gap: int, underruns: int):
    booth = Booth()
    booth.say(2)
    booth.tick(2 + gap)
    booth.say(2)
    booth.tick()
    assert booth.speaker.underruns == underruns


def test_neither_a_pause_nor_what_follows_a_flush_is_an_underrun():
    booth = Booth()
    booth.say(6)
    booth.tick(2)
    booth.speaker.pause(paused=True)
    booth.tick(10)
    booth.speaker.pause(paused=False)
    booth.tick(2)
    booth.speaker.flush()
    booth.tick(10)
    booth.say(2)
    booth.tick(4)
    booth.say(2)
    booth.tick()
    assert booth.speaker.underruns == 2


# Credit


def test_credit_is_told_when_it_has_grown_by_an_eighth_of_the_capacity():
    booth = Booth(MONO, SMALL)
    assert booth.speaker.accepted_until == 48_000
    booth.say(50)
    booth.tick(6)
    assert booth.credit() == []
    booth.tick()
    assert booth.credit() == [57 * FRAME]
    booth.tick(14)
    assert booth.credit() == [64 * FRAME, 71 * FRAME]


def test_credit_comes_with_what_waits():
    booth = Booth(MONO, SMALL)
    booth.say(50)
    booth.tick(7)
    assert booth.heard == [FlowControl(57 * FRAME, queued_ms=860)]


def test_a_flush_gives_credit_for_what_it_dropped_at_once():
    booth = Booth(MONO, SMALL)
    booth.say(48)
    booth.speaker.flush()
    assert booth.heard == [Flushed(48 * FRAME, 0), FlowControl(98 * FRAME, queued_ms=0)]
    booth.take()
    booth.speaker.flush()
    assert booth.heard == [Flushed(0, 0)]


def test_a_pause_holds_credit():
    booth = Booth(MONO, SMALL)
    booth.say(50)
    booth.speaker.pause(paused=True)
    booth.tick(100)
    assert booth.credit() == []
    booth.speaker.pause(paused=False)
    booth.tick(7)
    assert booth.credit() == [57 * FRAME]


def test_when_nothing_waits_all_credit_is_told_however_little_it_is():
    booth = Booth(MONO, SMALL)
    booth.say(3)
    booth.tick(3)
    assert booth.credit() == []
    booth.tick(10)
    assert booth.credit() == [53 * FRAME]


def test_a_caller_that_speaks_live_is_not_told_of_credit_with_every_frame():
    booth = Booth(buffer=SendBuffer(1_000, 0))
    booth.tick()
    for _ in range(70):
        booth.say(1)
        booth.tick()
    assert len(booth.credit()) == 10


def test_nobody_is_told_of_credit_after_a_finish():
    booth = Booth(MONO, SMALL)
    booth.say(50)
    booth.speaker.finish()
    booth.tick(60)
    assert booth.credit() == []


def test_a_chunk_that_does_not_fit_is_taken_later():
    booth = Booth(MONO, SMALL)
    booth.say(50)
    assert not booth.speaker.push(b"\1\0")
    booth.tick()
    assert booth.speaker.push(b"\1\0")
    booth.drain()
    assert booth.take()[-1] == Drained(50 * FRAME + 1, 0)


async def test_room_is_made_by_speaking_by_a_flush_and_by_the_end():
    for make_room in (
        lambda booth: booth.tick(),
        lambda booth: booth.speaker.flush(),
        lambda booth: booth.speaker.let_go(abandon=True, over=lambda: None),
    ):
        booth = Booth(MONO, SMALL)
        booth.say(50)
        assert not booth.speaker.push(bytes(1_920))
        async with asyncio.TaskGroup() as tasks:
            waiting = tasks.create_task(booth.speaker.room())
            await turns()
            assert not waiting.done()
            make_room(booth)


@pytest.mark.parametrize(
    ("buffer", "queued", "frames"), [(FAILING, 50, 1), (SMALL, 0, 50.1), (FAILING, 0, 50.1)]
)
def test_a_chunk_that_may_not_wait_or_never_fits_is_refused_alone(
    buffer: SendBuffer, queued: int, frames: float
):
    booth = Booth(MONO, buffer)
    booth.say(queued)
    with pytest.raises(ResourceExhaustedError) as caught:
        booth.say(frames)
    assert caught.value.reason == "QUEUE_FULL"
    assert caught.value.metadata == {
        "queued": str(queued * FRAME),
        "more": str(round(frames * FRAME)),
        "capacity": "48000",
        "accepted": str(queued * FRAME),
    }
    booth.tick()
    booth.say(1)
    booth.drain()
    assert booth.take()[-1] == Drained((queued + 1) * FRAME, 0)


capacities = st.integers(100, 20_000)
chunks = st.one_of(st.integers(1, 2_000), st.integers(1, 2_500_000))


@settings(max_examples=200)
@given(
    capacities,
    st.sampled_from(RATES[:-1]),
    st.lists(st.one_of(chunks, st.sampled_from(["flush", "pause", "resume"])), min_size=1, max_size=12),
    st.randoms(use_true_random=False),
)
def test_a_caller_that_keeps_to_its_credit_is_never_refused_and_never_stalls(
    capacity_ms: int, rate: int, script: list[int | str], chance: Random
) -> None:
    """Chunks are samples to say, cut up only where they exceed what the lane can ever accept at once."""
    booth = Booth(AudioFormat(rate), SendBuffer(capacity_ms, overflow=Overflow.FAIL))
    caller = Caller(booth, whole=chance.random() < 0.5)
    for step in script:
        match step:
            case "flush":
                booth.speaker.flush()
            case "pause" | "resume":
                booth.speaker.pause(paused=step == "pause")
                if step == "pause":
                    booth.tick(chance.randrange(5))
            case int(samples):
                booth.speaker.pause(paused=False)
                caller.say(min(samples, 3 * rate))
        assert booth.queued <= rate * capacity_ms // 1000
    booth.speaker.pause(paused=False)
    booth.drain()
    dropped = sum(notice.dropped_samples for notice in booth.heard if isinstance(notice, Flushed))
    assert booth.speaker.spoken + dropped == caller.sent


class Caller:
    """Sends as much as credit allows; either as soon as any of it fits, or only whole chunks."""

    def __init__(self, booth: Booth, *, whole: bool) -> None:
        self.sent = 0
        self._booth = booth
        self._whole = whole
        self._most = min(booth.speaker.accepted_until, MAX_CHUNK_BYTES // 2)
        self._credit = booth.speaker.accepted_until

    def say(self, samples: int) -> None:
        while samples:
            chunk = min(samples, self._most)
            fits = min(chunk, self._credit - self.sent)
            if fits < (chunk if self._whole else 1):
                self._wait()
            else:
                assert self._booth.speaker.push(b"\1\0" * fits)
                self.sent += fits
                samples -= fits

    def _wait(self) -> None:
        """Let the daemon speak until it tells of credit."""
        for _ in range(1_100):
            self._booth.tick()
            told = self._booth.credit()
            if told:
                self._credit = told[-1]
                return
        raise AssertionError("stalled")


@pytest.mark.parametrize(
    ("capacity_ms", "head_start_ms", "setting"),
    [
        (99, 40, "capacity"),
        (60_001, 40, "capacity"),
        (1_000, -1, "head_start"),
        (1_000, 1_001, "head_start"),
    ],
)
def test_a_buffer_that_cannot_work_is_refused(capacity_ms: int, head_start_ms: int, setting: str):
    with pytest.raises(InvalidArgumentError) as caught:
        SendBuffer(capacity_ms, head_start_ms)
    assert caught.value.reason == "BUFFER_INVALID"
    assert caught.value.metadata["setting"] == setting


@pytest.mark.parametrize("sizes", [(100, 0), (60_000, 1_000)])
def test_the_smallest_and_the_largest_buffers_work(sizes: tuple[int, int]):
    SendBuffer(*sizes)


# Marks


def test_marks_are_answered_when_what_is_before_them_is_handed_over():
    booth = Booth()
    booth.speaker.mark("nothing was said yet")
    assert booth.take() == [MarkReached("nothing was said yet", 0, flushed=False)]
    booth.say(2)
    booth.speaker.mark("after two frames")
    booth.say(0.5)
    booth.speaker.mark("in mid-frame")
    booth.speaker.mark("in mid-frame, too")
    booth.say(1.5)
    booth.speaker.mark("at the end")
    booth.tick()
    assert booth.take() == []
    booth.tick()
    assert booth.take() == [MarkReached("after two frames", 1_920, flushed=False)]
    booth.tick()
    assert booth.take() == [
        MarkReached("in mid-frame", 2_400, flushed=False),
        MarkReached("in mid-frame, too", 2_400, flushed=False),
    ]
    booth.tick()
    assert booth.take() == [MarkReached("at the end", 3_840, flushed=False)]
    booth.speaker.mark("now")
    assert booth.take() == [MarkReached("now", 3_840, flushed=False)]


def test_a_flush_answers_what_it_drops_and_later_marks_count_on():
    booth = Booth()
    booth.say(5)
    booth.speaker.mark("at 5")
    booth.tick(2)
    booth.say(5)
    booth.speaker.mark("at 10")
    booth.speaker.flush()
    assert booth.take() == [
        Flushed(8 * FRAME, 2 * FRAME),
        MarkReached("at 5", 5 * FRAME, flushed=True),
        MarkReached("at 10", 10 * FRAME, flushed=True),
    ]
    booth.say(2)
    booth.speaker.mark("at 12")
    booth.tick(2)
    assert booth.take() == [MarkReached("at 12", 12 * FRAME, flushed=False)]
    booth.speaker.flush()
    assert booth.take() == [Flushed(0, 4 * FRAME)]


def test_marks_before_a_finish_are_answered_before_the_drain_and_later_ones_are_refused():
    booth = Booth()
    booth.say(2.25)
    booth.speaker.mark("last")
    booth.speaker.finish()
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.mark("too late")
    assert caught.value.reason == "LANE_FINISHED"
    booth.drain()
    assert booth.take() == [MarkReached("last", 2_160, flushed=False), Drained(2_160, 0)]


def test_only_so_many_marks_may_wait_and_only_so_long_ones():
    booth = Booth()
    booth.say(1)
    for number in range(MAX_MARKS):
        booth.speaker.mark(str(number))
    with pytest.raises(ResourceExhaustedError, match="TOO_MANY_MARKS"):
        booth.speaker.mark("one more")
    for name in ("x" * (MAX_MARK_BYTES + 1), "ü" * (MAX_MARK_BYTES // 2 + 1)):
        with pytest.raises(InvalidArgumentError, match="MARK_INVALID"):
            booth.speaker.mark(name)
    assert booth.status().marks == MAX_MARKS
    booth.speaker.flush()
    booth.speaker.mark("ü" * (MAX_MARK_BYTES // 2))
    answers = [notice.name for notice in booth.take() if isinstance(notice, MarkReached)]
    assert answers[:-1] == [str(number) for number in range(MAX_MARKS)]


@settings(max_examples=80)
@given(
    st.lists(
        st.one_of(st.integers(0, 3_000), st.sampled_from(["tick", "mark", "flush", "pause", "resume"])),
        max_size=60,
    ),
    st.sampled_from(RATES[:-2]),
)
def test_everything_that_was_accepted_is_spoken_or_reported_as_dropped(
    steps: list[int | str], rate: int
) -> None:
    audio_format = AudioFormat(rate)
    booth = Booth(audio_format, SendBuffer(60_000))
    accepted, marks = 0, []
    for step in steps:
        match step:
            case "tick":
                booth.tick()
            case "mark":
                marks.append((str(len(marks)), accepted))
                booth.speaker.mark(marks[-1][0])
            case "flush":
                booth.speaker.flush()
            case "pause" | "resume":
                booth.speaker.pause(paused=step == "pause")
            case int(samples):
                booth.speaker.push(audio_format.encode(speech(samples)))
                accepted += samples
        status = booth.status()
        answered = sum(isinstance(notice, MarkReached) for notice in booth.heard)
        assert status.marks == len(marks) - answered
        for name, position in marks[:answered]:
            assert position <= accepted - status.queued_samples, name
    booth.speaker.pause(paused=False)
    booth.drain()
    dropped = sum(notice.dropped_samples for notice in booth.heard if isinstance(notice, Flushed))
    assert booth.speaker.spoken + dropped == accepted
    reached = [notice for notice in booth.heard if isinstance(notice, MarkReached)]
    assert [(mark.name, mark.position) for mark in reached] == marks
    assert isinstance(booth.heard[-1], Drained)


# Flush, pause, finish


def test_what_follows_a_flush_needs_a_head_start_again():
    booth = Booth()
    booth.say(3)
    booth.tick()
    booth.speaker.flush()
    booth.say(1)
    booth.tick()
    assert booth.queued == FRAME
    booth.say(1)
    booth.tick(2)
    assert booth.queued == 0


def test_a_pause_holds_what_waits_and_resuming_says_it_all():
    booth = Booth()
    booth.say(6)
    booth.tick(2)
    booth.speaker.pause(paused=True)
    booth.speaker.pause(paused=True)
    booth.say(1)
    assert booth.tick(20)[1:] == [False] * 19
    status = booth.status()
    assert (status.paused, status.queued_samples, status.spoken_samples) == (True, 5 * FRAME, 2 * FRAME)
    booth.speaker.pause(paused=False)
    assert booth.tick(5) == [True] * 5
    assert booth.status().queued_samples == 0


@pytest.mark.parametrize("first", ["pause", "finish"])
def test_a_pause_and_a_finish_hold_both_whichever_comes_first(first: str):
    booth = Booth()
    booth.say(4)
    booth.tick(2)
    for step in ("pause", "finish") if first == "pause" else ("finish", "pause"):
        if step == "pause":
            booth.speaker.pause(paused=True)
        else:
            booth.speaker.finish()
    booth.tick(100)
    assert not booth.speaker.drained
    assert booth.queued == 2 * FRAME
    booth.speaker.pause(paused=False)
    booth.drain()
    assert booth.take() == [Drained(4 * FRAME, 0)]


def test_finishing_pads_the_last_frame_and_drains_once():
    booth = Booth()
    booth.say(2.25)
    booth.speaker.finish()
    booth.speaker.finish()
    assert booth.tick(3) == [True, True, True]
    assert not booth.speaker.drained
    booth.tick(9)
    assert booth.take() == [Drained(2 * FRAME + 240, 0)]


def test_finishing_needs_no_head_start():
    booth = Booth()
    booth.say(0.1)
    booth.speaker.finish()
    assert booth.tick() == [True]


def test_nothing_is_taken_after_a_finish():
    booth = Booth()
    booth.speaker.finish()
    with pytest.raises(InvalidArgumentError) as caught:
        booth.say(1)
    assert caught.value.reason == "LANE_FINISHED"


def test_a_flush_after_a_finish_drains():
    booth = Booth()
    booth.say(250)
    booth.tick(2)
    booth.speaker.finish()
    booth.speaker.flush()
    booth.tick(3)
    assert booth.take() == [Flushed(248 * FRAME, 2 * FRAME), Drained(2 * FRAME, 0)]


def test_saying_nothing_is_drained_at_once():
    booth = Booth()
    booth.speaker.finish()
    booth.tick()
    assert booth.take() == [Drained(0, 0)]


def test_draining_waits_until_the_receivers_know_that_speech_is_over():
    booth = Booth(hangover=15)
    booth.say(1)
    booth.speaker.finish()
    booth.tick(1 + 1 + 16)  # the sound, its ramp into silence, and what the encoder needs to notice
    assert not booth.speaker.drained
    booth.tick()
    assert booth.speaker.drained


def test_an_encoder_that_never_falls_silent_is_not_waited_for_beyond_a_second():
    booth = Booth(hangover=10**6)
    booth.say(1)
    booth.speaker.finish()
    booth.tick(1 + 50)
    assert not booth.speaker.drained
    booth.tick()
    assert booth.speaker.drained


def test_an_abandoned_speaker_says_nothing_more_and_ends_its_speech():
    booth = Booth(hangover=3)
    booth.say(10)
    booth.speaker.mark("never reached")
    booth.tick(2)
    booth.speaker.pause(paused=True)
    booth.speaker.abandon()
    assert booth.tick(7)[1:] == [False] * 6  # the first is the ramp into silence
    assert booth.take() == [Drained(2 * FRAME, 0)]


def test_the_status_tells_what_waits():
    booth = Booth(AudioFormat(16_000, 2), SMALL)
    assert booth.status() == QueueStatus(0, 0, 0, 0, 0, paused=False)
    booth.say(45)
    booth.speaker.mark("m")
    booth.tick(2)
    booth.speaker.pause(paused=True)
    assert booth.status() == QueueStatus(43 * 320, 860, 640, 0, 1, paused=True)


# What is refused


@pytest.mark.parametrize("channels", [1, 2])
def test_a_chunk_that_cuts_a_sample_is_refused(channels: int):
    booth = Booth(AudioFormat(48_000, channels))
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.push(b"\1" * (2 * channels + 1))
    assert caught.value.reason == "CHUNK_NOT_WHOLE"
    assert booth.tick(3) == [False] * 3


def test_a_chunk_over_a_mebibyte_is_refused():
    booth = Booth()
    booth.speaker.push(b"\1" * MAX_CHUNK_BYTES)
    booth.speaker.flush()
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.push(b"\1" * (MAX_CHUNK_BYTES + 2))
    assert caught.value.reason == "CHUNK_TOO_LARGE"


def test_packets_are_refused_where_samples_are_expected():
    booth = Booth()
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.push(b"", [b"\xfc"])
    assert caught.value.reason == "CHUNK_KIND_INVALID"


def test_an_empty_chunk_says_nothing():
    booth = Booth()
    booth.speaker.push(b"")
    assert booth.tick(3) == [False] * 3


def test_what_the_user_hears_elsewhere_goes_to_the_encoder():
    booth = Booth(AudioFormat(16_000, 2, SampleFormat.F32LE))
    sound = speech(640)
    booth.speaker.reverse(sound.tobytes())
    ((samples, rate, channels),) = booth.encoder.echoes
    assert (samples.tolist(), rate, channels) == (sound.tolist(), 16_000, 2)
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.reverse(b"\0" * 7)
    assert caught.value.reason == "CHUNK_NOT_WHOLE"


# Clicks


class Sine:
    """A full-scale tone, pushed piece by piece; the second channel is the first upside down."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self._format = audio_format
        self._said = 0
        self.hertz = audio_format.sample_rate_hz / 100

    def piece(self, frames: float) -> bytes:
        count = round(frames * self._format.sample_rate_hz / 50)
        at = np.arange(self._said, self._said + count)
        self._said += count
        tone = np.sin(2 * math.pi * self.hertz / self._format.sample_rate_hz * at)
        both = np.stack([tone, -tone], axis=1)[:, : self._format.channels]
        return self._format.encode(both.astype(np.float32).reshape(-1))


ENDINGS = ["underrun", "leftover", "almost a frame", "flush", "flush and go on", "pause", "finish", "abandon"]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("sample_format", [SampleFormat.S16LE, SampleFormat.F32LE])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 48_000, 192_000])
def test_nothing_that_interrupts_a_full_scale_tone_clicks(
    rate: int, channels: int, sample_format: SampleFormat, ending: str
):
    audio_format = AudioFormat(rate, channels, sample_format)
    tone_step = 2 * math.pi / 100
    ramp_step = 1 / (rate * 0.005)
    for cut in (5, 5.25, 5.013, 5.005, 5.9999, 5.98):
        booth, sine = Booth(audio_format), Sine(audio_format)
        booth.speaker.push(sine.piece(cut))
        booth.tick(3)
        interrupt(booth, sine, ending)
        sound = booth.sound()
        assert np.abs(sound).max() > 0.95
        assert sound[-1].tolist() == [0] * channels
        assert np.abs(np.diff(sound, axis=0)).max() < tone_step + ramp_step + 0.002, cut


def interrupt(booth: Booth, sine: Sine, ending: str) -> None:
    """Let a tone end, or be cut off and go on."""
    speaker = booth.speaker
    match ending:
        case "underrun":
            booth.tick(6)
            speaker.push(sine.piece(3.4))
            booth.tick(1)
        case "leftover":
            booth.tick(6)
            speaker.push(sine.piece(0.013))
            booth.tick(4)
            speaker.push(sine.piece(3.1))
        case "almost a frame":
            booth.tick(2)
            speaker.push(sine.piece(0.97))
            booth.tick(2)
            speaker.push(sine.piece(4))
        case "flush":
            speaker.flush()
            booth.tick(3)
            speaker.push(sine.piece(3.7))
        case "flush and go on":
            speaker.flush()
            speaker.push(sine.piece(3.7))
        case "pause":
            speaker.pause(paused=True)
            booth.tick(3)
            speaker.pause(paused=False)
        case "finish":
            speaker.finish()
        case _:
            speaker.abandon()
    booth.tick(12)


def test_a_sound_cut_off_falls_within_five_milliseconds_and_rises_as_fast():
    booth = Booth(FLOAT)
    ones = np.ones(4 * FRAME, np.float32).tobytes()
    booth.speaker.push(ones)
    booth.tick(2)
    booth.speaker.pause(paused=True)
    booth.tick(2)
    booth.speaker.pause(paused=False)
    booth.tick(2)
    sound = booth.sound()[:, 0]
    assert np.all(sound[: 2 * FRAME] == 1)
    assert np.all(np.diff(sound[2 * FRAME : 2 * FRAME + 240]) < 0)
    assert not sound[2 * FRAME + 240 : 4 * FRAME].any()
    assert np.all(np.diff(sound[4 * FRAME : 4 * FRAME + 240]) > 0)
    assert np.all(sound[4 * FRAME + 240 :] == 1)


# Encoders that are told what comes next


steps = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.floats(0.1, 12)),
        st.tuples(st.just("tick"), st.integers(1, 8)),
        st.tuples(st.just("mark"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["flush", "pause", "resume", "status"]), st.none()),
    ),
    max_size=40,
)


def do(booth: Booth, verb: str, value: float | None) -> None:
    match verb, value:
        case "say", float():
            booth.say(value)
        case "tick", int():
            booth.tick(value)
        case "mark", int():
            booth.speaker.mark(str(value))
        case "flush", _:
            booth.speaker.flush()
        case "status", _:
            booth.speaker.status()
        case _:
            booth.speaker.pause(paused=verb == "pause")


@settings(max_examples=150)
@given(formats, steps, st.integers(1, 15))
def test_telling_the_encoder_what_comes_changes_nothing(
    audio_format: AudioFormat, script: list[tuple[str, float | None]], curiosity: int
) -> None:
    buffer = SendBuffer(60_000)
    plain, told = Booth(audio_format, buffer), Booth(audio_format, buffer, curiosity=curiosity)
    for step in script:
        for booth in (plain, told):
            do(booth, *step)
        assert told.take() == plain.take()
        assert told.status() == plain.status()
    for booth in (plain, told):
        booth.speaker.pause(paused=False)
        booth.drain()
    assert np.array_equal(told.sound(), plain.sound())
    assert told.take() == plain.take()
    assert told.sent == plain.sent


def test_the_encoder_is_given_what_it_was_told():
    booth = Booth(curiosity=10)
    booth.say(30)
    booth.tick(30)
    assert booth.encoder.kept_word == 29  # all but the first


def test_after_a_flush_the_encoder_is_given_nothing_of_what_it_was_told():
    booth = Booth(curiosity=10)
    booth.say(30)
    booth.tick(5)
    kept = booth.encoder.kept_word
    booth.speaker.flush()
    booth.tick(2)
    assert (booth.encoder.kept_word, booth.encoder.prefetched) == (kept, [])
    assert booth.queued == 0
    assert booth.take()[-1] == Flushed(25 * FRAME, 5 * FRAME)


def test_after_a_pause_the_encoder_is_told_again():
    booth = Booth(curiosity=10)
    booth.say(30)
    booth.tick(5)
    booth.speaker.pause(paused=True)
    booth.tick(3)
    assert booth.encoder.prefetched == []
    booth.speaker.pause(paused=False)
    booth.tick(3)
    assert booth.encoder.kept_word == 4 + 2  # the first one after a pause rises from silence


LIVE = SendBuffer(head_start_ms=0)


def test_without_a_head_start_a_frame_is_spoken_the_moment_it_is_whole():
    booth = Booth(buffer=LIVE)
    booth.tick()
    booth.say(0.5)
    assert not booth.sent
    booth.say(0.5)
    assert len(booth.sent) == 1
    assert booth.speaker.spoken == 960


def test_without_a_head_start_there_is_one_frame_a_tick_all_the_same():
    booth = Booth(buffer=LIVE)
    booth.tick()
    booth.say(3)
    assert len(booth.sent) == 1
    assert booth.tick(2) == [True, True]
    booth.say(1)
    assert len(booth.sent) == 3
    assert booth.tick() == [True]


def test_without_a_head_start_silence_comes_when_the_time_for_a_frame_is_over():
    booth = Booth(buffer=LIVE)
    booth.tick()
    booth.say(1)
    booth.tick()
    assert len(booth.encoder.frames) == 1
    booth.tick()
    assert len(booth.encoder.frames) == 2
    booth.say(1)
    assert len(booth.encoder.frames) == 3
    assert booth.speaker.underruns == 1


def test_without_a_head_start_a_pause_holds_what_is_whole():
    booth = Booth(buffer=LIVE)
    booth.tick()
    booth.speaker.pause(paused=True)
    booth.say(1)
    assert not booth.sent
    booth.speaker.pause(paused=False)
    assert len(booth.sent) == 1


def test_without_a_head_start_the_last_piece_is_spoken_and_drained():
    booth = Booth(buffer=LIVE)
    booth.tick()
    booth.say(1.5)
    booth.speaker.finish()
    booth.tick(5)
    assert booth.heard[-1] == Drained(1_440, 0)
