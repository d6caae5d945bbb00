"""What is heard when several sources speak on one connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.desk import Desk
from odind.core.voice.outgoing import Outgoing
from odind.runtime.fake import FakeRuntime
from odind.runtime.fake_codecs import FakeVoice, decode_voice
from tests.core.voice.test_media import FLOAT, Studio, sent, speaker_of

if TYPE_CHECKING:
    from odind.core.sound.samples import Samples
    from odind.core.voice.strip import Strip

FRAME = 960
OPUS = AudioFormat(sample_format=SampleFormat.OPUS)


class Link:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.voice: list[FakeVoice] = []

    def send_voice(self, datagram: bytes) -> None:
        self.voice.append(decode_voice(datagram))

    def set_channel_masks(self, masks: object) -> None:
        raise NotImplementedError


class Booth:
    """A desk on the fake runtime; `say` gives every strip one frame of a level and ends the tick."""

    def __init__(self) -> None:
        self.link = Link()
        self.outgoing = Outgoing(FakeRuntime(), self.link)
        self.desk = Desk(FakeRuntime(), self.outgoing)

    def say(self, frames: dict[Strip, float]) -> None:
        for strip, level in frames.items():
            length = strip.rate_hz // 50 * strip.channels
            for datagram in strip.encode(np.full(length, level, np.float32)):
                self.outgoing.send(datagram)
        self.desk.tick()

    def heard(self) -> list[tuple[int, int, float]]:
        """Rate, channels and level of every frame that was sent, and forget them."""
        voice, self.link.voice = self.link.voice, []
        return [
            (one.rate, one.channels, round(float(np.frombuffer(one.samples, "<f4").mean()), 4))
            for one in voice
            if one.samples
        ]


def test_the_only_source_keeps_its_own_layout():
    booth = Booth()
    booth.say({booth.desk.strip(24_000, 1): 0.25})
    assert booth.heard() == [(24_000, 1, 0.25)]


def test_what_sounds_at_once_is_added_up():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 1), booth.desk.strip(48_000, 1)
    booth.say({one: 0.25, two: 0.0})
    booth.say({one: 0.25, two: 0.5})
    booth.say({one: 0.25, two: 0.5})
    assert booth.heard()[0] == (48_000, 1, 0.25)
    booth.say({one: 0.25, two: 0.5})
    assert booth.heard() == [(48_000, 1, 0.75)]


def test_a_mono_source_is_spread_over_a_stereo_mix_at_its_loudness():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 1), booth.desk.strip(48_000, 2)
    for _ in range(3):
        booth.say({one: 0.5, two: 0.25})
    assert booth.heard()[-1] == (48_000, 2, pytest.approx(0.5 * 0.5**0.5 + 0.25, abs=1e-3))


def test_a_source_of_another_rate_is_converted():
    booth = Booth()
    one, two = booth.desk.strip(24_000, 1), booth.desk.strip(48_000, 1)
    for _ in range(3):
        booth.say({one: 0.5, two: 0.25})
    assert booth.heard()[-1] == (48_000, 1, 0.75)


def test_the_last_one_that_sounds_gets_its_layout_back():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 1), booth.desk.strip(48_000, 2)
    for _ in range(3):
        booth.say({one: 0.5, two: 0.25})
    for _ in range(60):
        booth.say({one: 0.5, two: 0.0})
    assert booth.heard()[-1] == (48_000, 1, 0.5)


def test_a_source_that_is_taken_off_leaves_the_others_speaking():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 1), booth.desk.strip(48_000, 1)
    for _ in range(3):
        booth.say({one: 0.5, two: 0.25})
    booth.desk.keep([two])
    booth.heard()
    for _ in range(2):
        booth.say({two: 0.25})
    assert {level for *_, level in booth.heard()} == {0.25}


def test_who_begins_while_the_other_is_silent_speaks_at_once_in_its_own_layout():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 2), booth.desk.strip(24_000, 1)
    booth.say({one: 0.5, two: 0.0})
    booth.say({one: 0.0, two: 0.0})
    booth.heard()
    booth.say({one: 0.0, two: 0.25})
    assert booth.heard() == [(24_000, 1, 0.25)]


def test_the_sum_ends_softly_at_full_scale():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 1), booth.desk.strip(48_000, 1)
    for _ in range(3):
        booth.say({one: 0.75, two: 0.75})
    assert booth.heard()[-1] == (48_000, 1, 1.0)


def test_two_lanes_of_callers_are_heard_together():
    studio = Studio()
    for level in (0.25, 0.5):
        call = studio.attach(send=FLOAT)
        speaker_of(call).push(np.full(10 * FRAME, level, "<f4").tobytes())
    studio.tick(8)
    levels = [float(np.frombuffer(voice.samples, "<f4").mean()) for voice in sent(studio) if voice.samples]
    assert levels[3:] == pytest.approx([0.75] * len(levels[3:]))


def test_packets_pass_through_alone_and_are_decoded_beside_others():
    studio = Studio()
    packets = studio.attach(send=OPUS)
    speaker_of(packets).push(b"", [b"\xfc" + bytes(9)] * 20)
    studio.tick(4)
    assert {voice.opus for voice in sent(studio)} == {b"\xfc" + bytes(9)}
    other = studio.attach(send=FLOAT)
    speaker_of(other).push(np.full(10 * FRAME, 0.5, "<f4").tobytes())
    before = len(sent(studio))
    studio.tick(6)
    mixed = [voice for voice in sent(studio)[before:] if voice.samples]
    spread = 0.5 * 0.5**0.5
    assert float(np.frombuffer(mixed[-1].samples, "<f4").mean()) == pytest.approx(0.1 + spread, abs=1e-3)
    ends = [voice for voice in sent(studio)[before:] if voice.last and not voice.samples]
    assert len(ends) == 1


def test_what_sources_tell_ahead_is_mixed_ahead_and_undone_by_anything_else():
    booth = Booth()
    one, two = booth.desk.strip(48_000, 1), booth.desk.strip(48_000, 1)
    for _ in range(2):
        booth.say({one: 0.25, two: 0.5})
    booth.say({one: 0.0})  # the frame that still waits of the second one
    prefetched: list[Samples] = []
    encoded: list[Samples] = []
    encoder = booth.outgoing.in_use
    encoder.prefetchable = lambda waiting: waiting  # type: ignore[method-assign]
    encoder.prefetch = prefetched.extend  # type: ignore[method-assign]
    encoder.encode = lambda samples: encoded.append(samples) or []  # type: ignore[func-returns-value,method-assign]
    coming = {strip: [np.full(FRAME, level, np.float32) for level in (0.1, 0.2)] for strip in (one, two)}

    def say(strip: Strip, number: int) -> None:
        strip.encode(coming[strip][number])

    booth.say({one: 0.25, two: 0.5})
    for strip in (one, two):
        strip.prefetch(coming[strip])
    booth.desk.tick()
    assert [round(float(mixed[0]), 2) for mixed in prefetched] == [0.2, 0.4]
    say(one, 0)
    say(two, 0)
    booth.desk.tick()
    assert encoded[-1] is prefetched[0]
    booth.say({one: 0.25, two: 0.5})
    assert encoded[-1] is not prefetched[1]
    assert float(encoded[-1][0]) == 0.75
