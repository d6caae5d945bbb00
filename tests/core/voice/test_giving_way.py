"""A lane gives way to speech and to announcements, and is as loud as its caller wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.barge_in import BargeIn, BargeInOutcome
from odind.core.voice.delivery import Delivery, Lowering
from odind.core.voice.lane_config import LaneConfig, SendBuffer
from odind.core.voice.notices import (
    Drained,
    Flushed,
    MarkReached,
    Notice,
    StreamBargeInEnded,
    StreamBargeInStarted,
)
from odind.core.voice.source import PcmSource
from odind.core.voice.speaker import Speaker
from odind.core.voice.talkers import Utterance

from .test_speaker import FakeEncoder

if TYPE_CHECKING:
    from odind.core.sound.samples import Samples

FLOAT = AudioFormat(48_000, 1, SampleFormat.F32LE)
FRAME = 960
RAMP = 240
RULE = BargeIn(after_s=0.1, deadline_s=0.5)


class Booth:
    """A speaker of a sound without repetitions, in a room in which somebody may speak."""

    def __init__(
        self,
        rule: BargeIn | None = RULE,
        *,
        gain_db: float = 0.0,
        head_start_ms: int = 40,
        ahead: int = 0,
    ) -> None:
        self.encoder = FakeEncoder(curiosity=ahead)
        self.told: list[Notice] = []
        self.utterances: list[Utterance] = []
        self.speaker = Speaker(
            PcmSource(FLOAT, self.encoder),
            lambda _datagram: None,
            SendBuffer(head_start_ms=head_start_ms),
            self.told.append,
            delivery=Delivery(gain_db, ducked=True, barge_in=rule),
            utterances=lambda: self.utterances,
        )
        self.sound = np.linspace(0.2, 0.6, 120 * FRAME).astype(np.float32)
        assert self.speaker.push(FLOAT.encode(self.sound))
        self.ticks = 0

    def hear(self, ticks: int) -> Samples:
        """What is said in the next ticks."""
        before = len(self.encoder.frames)
        for _ in range(ticks):
            self.speaker.tick(self.ticks)
            self.ticks += 1
        return np.concatenate([*self.encoder.frames[before:], np.zeros(0, np.float32)])

    def spoken_over(self, ticks: int, *, since: int = 0) -> Samples:
        """What is said while a peer speaks."""
        heard = []
        for ticked in range(ticks):
            self.utterances = [Utterance(7, "anna", since, ticked + 1)]
            heard.append(self.hear(1))
        return np.concatenate(heard)

    def of(self, kind: type[Notice]) -> list[Notice]:
        return [notice for notice in self.told if isinstance(notice, kind)]


@pytest.mark.parametrize("head_start_ms", [0, 40])
@pytest.mark.parametrize("ahead", [0, 12])
def test_a_stream_is_silent_in_the_tick_in_which_speech_has_lasted_long_enough(
    head_start_ms: int, ahead: int
) -> None:
    booth = Booth(head_start_ms=head_start_ms, ahead=ahead)
    booth.hear(10)
    heard = booth.spoken_over(12)
    silent_from = int(np.flatnonzero(heard)[-1]) + 1
    assert silent_from - 4 * FRAME in range(RAMP)
    spoken = booth.speaker.spoken
    assert booth.of(StreamBargeInStarted) == [
        StreamBargeInStarted(7, "anna", spoken, len(booth.sound) - spoken)
    ]


@pytest.mark.parametrize("ahead", [0, 12])
@pytest.mark.parametrize("by_deadline", [False, True])
def test_a_stream_that_was_not_interrupted_goes_on_at_the_sample_where_it_stopped(
    ahead: int, *, by_deadline: bool
) -> None:
    booth = Booth(ahead=ahead)
    before = np.concatenate([booth.hear(10), booth.spoken_over(10)])
    (began,) = booth.of(StreamBargeInStarted)
    assert isinstance(began, StreamBargeInStarted)
    kept = began.spoken_samples
    if not by_deadline:
        booth.speaker.answer(confirm=False)
    after = booth.hear(60)
    said = before[:kept]
    assert np.array_equal(said, booth.sound[:kept])
    resumed = int(np.flatnonzero(after)[0]) // FRAME * FRAME
    assert np.array_equal(
        after[resumed + RAMP : resumed + 9 * FRAME], booth.sound[kept + RAMP : kept + 9 * FRAME]
    )
    assert booth.of(StreamBargeInEnded) == [StreamBargeInEnded(BargeInOutcome.REJECTED, by_deadline, 0, kept)]
    assert booth.speaker.underruns == 0


def test_stopping_and_going_on_make_no_click() -> None:
    booth = Booth()
    heard = np.concatenate([booth.hear(10)[FRAME:], booth.spoken_over(12), booth.hear(60)])
    assert np.abs(np.diff(heard)).max() <= 0.6 / RAMP + 1e-6


@pytest.mark.parametrize("by_deadline", [False, True])
def test_a_confirmed_interruption_drops_what_waits_and_answers_its_marks(*, by_deadline: bool) -> None:
    booth = Booth(BargeIn(after_s=0.1, deadline_s=0.5, confirms_itself=True))
    booth.speaker.mark("end")
    booth.hear(10)
    booth.spoken_over(6)
    if not by_deadline:
        booth.speaker.answer(confirm=True)
    assert not booth.hear(40)[RAMP:].any() or by_deadline
    (ended,) = booth.of(StreamBargeInEnded)
    spoken = booth.speaker.spoken
    assert ended == StreamBargeInEnded(
        BargeInOutcome.CONFIRMED, by_deadline, len(booth.sound) - spoken, spoken
    )
    assert booth.of(MarkReached) == [MarkReached("end", len(booth.sound), flushed=True)]
    assert not booth.of(Flushed)
    assert booth.speaker.queued_ms == 0


def test_with_a_duck_a_stream_goes_on_lower_and_returns() -> None:
    booth = Booth(BargeIn(after_s=0.1, deadline_s=0.5, duck_db=20.0), ahead=12)
    booth.hear(10)
    lower = booth.spoken_over(15)
    position = booth.speaker.spoken
    assert np.allclose(lower[-FRAME:], 0.1 * booth.sound[position - FRAME : position], atol=1e-6)
    booth.hear(40)
    position = booth.speaker.spoken
    assert np.allclose(booth.hear(1), booth.sound[position : position + FRAME])


def test_a_flush_a_pause_a_resume_and_the_end_overtake_it() -> None:
    for overtake in (
        lambda booth: booth.speaker.flush(),
        lambda booth: booth.speaker.pause(paused=True),
        lambda booth: booth.speaker.pause(paused=False),
    ):
        booth = Booth()
        booth.hear(10)
        booth.spoken_over(8)
        overtake(booth)
        (ended,) = booth.of(StreamBargeInEnded)
        assert isinstance(ended, StreamBargeInEnded)
        assert ended.outcome is BargeInOutcome.OVERTAKEN
        booth.speaker.answer(confirm=True)
        assert len(booth.of(StreamBargeInEnded)) == 1


def test_a_stream_that_ends_while_it_is_lower_overtakes_it() -> None:
    booth = Booth(BargeIn(after_s=0.1, deadline_s=60.0, duck_db=6.0))
    booth.speaker.finish()
    booth.hear(10)
    booth.spoken_over(300)
    assert [type(notice) for notice in booth.told][-2:] == [StreamBargeInEnded, Drained]


def test_after_the_last_chunk_the_deadline_decides() -> None:
    booth = Booth()
    booth.hear(10)
    booth.spoken_over(8)
    kept = booth.speaker.spoken
    booth.speaker.conclude()
    assert not booth.hear(5)[RAMP:].any()
    booth.hear(300)
    assert booth.of(Drained) == [Drained(len(booth.sound), 0)]
    assert kept < len(booth.sound)


def test_a_speaker_whose_call_is_over_gives_way_to_nobody() -> None:
    booth = Booth()
    booth.hear(10)
    booth.spoken_over(8)
    booth.speaker.let_go(abandon=False, over=lambda: None)
    assert booth.spoken_over(20, since=50)[2 * FRAME :].all()
    assert not booth.speaker.gives_way


def test_what_is_being_said_when_it_was_decided_does_not_interrupt_again() -> None:
    booth = Booth()
    booth.hear(10)
    booth.spoken_over(8)
    booth.speaker.answer(confirm=False)
    booth.spoken_over(30)
    assert len(booth.of(StreamBargeInStarted)) == 1
    booth.spoken_over(8, since=100)
    assert len(booth.of(StreamBargeInStarted)) == 2


def test_a_stream_that_says_nothing_is_not_interrupted() -> None:
    booth = Booth()
    booth.speaker.flush()
    booth.spoken_over(20)
    assert not booth.of(StreamBargeInStarted)


@pytest.mark.parametrize("ahead", [0, 12])
def test_a_gain_holds_from_the_first_sample_and_changes_without_a_click(ahead: int) -> None:
    booth = Booth(gain_db=-20.0, ahead=ahead)
    assert np.allclose(booth.hear(10), 0.1 * booth.sound[: 10 * FRAME])
    booth.speaker.set_gain(0.0)
    heard = booth.hear(10)
    assert np.abs(np.diff(heard)).max() < 0.002
    assert np.array_equal(heard[3 * FRAME :], booth.sound[13 * FRAME : 20 * FRAME])


@pytest.mark.parametrize("gain_db", [0.0, -6.0])
def test_what_the_encoder_was_told_is_what_it_gets(gain_db: float) -> None:
    booth = Booth(gain_db=gain_db, ahead=12)
    booth.hear(60)
    assert booth.encoder.kept_word >= 58


def test_a_ducked_stream_is_as_low_as_is_said_and_returns() -> None:
    booth = Booth(ahead=12)
    booth.hear(5)
    booth.speaker.lower(Lowering(12.0, 0.1))
    booth.hear(10)
    position = booth.speaker.spoken
    assert np.allclose(booth.hear(1), booth.sound[position : position + FRAME] * 10 ** (-12 / 20))
    booth.speaker.lower(Lowering())
    booth.hear(20)
    position = booth.speaker.spoken
    assert np.array_equal(booth.hear(1), booth.sound[position : position + FRAME])


@pytest.mark.parametrize("delivery", [Delivery(-6.0), Delivery(barge_in=BargeIn(duck_db=6.0))])
def test_a_lane_of_opus_packets_can_be_neither_louder_nor_lower(delivery: Delivery) -> None:
    packets = AudioFormat(sample_format=SampleFormat.OPUS)
    with pytest.raises(InvalidArgumentError) as caught:
        LaneConfig("c", packets, SendBuffer(), None, delivery=delivery)
    assert caught.value.reason == "OPUS_HAS_NO_GAIN"
    assert LaneConfig("c", packets, SendBuffer(), None, delivery=Delivery(ducked=True, barge_in=RULE))


@pytest.mark.parametrize("gain_db", [-61.0, 25.0, float("nan")])
def test_a_gain_out_of_its_bounds_is_refused_and_changes_nothing(gain_db: float) -> None:
    booth = Booth()
    with pytest.raises(InvalidArgumentError) as caught:
        booth.speaker.set_gain(gain_db)
    assert caught.value.reason == "GAIN_INVALID"
    assert np.array_equal(booth.hear(5), booth.sound[: 5 * FRAME])
