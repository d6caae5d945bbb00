"""The work of core on one frame of 20 ms: cutting chunks, mixing, converting, queueing, telling watchers."""

from __future__ import annotations

import itertools
from contextlib import ExitStack
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.clock import SystemClock
from odind.core.log.log import Log
from odind.core.rooms.events import ROOM_EVENTS
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.voice.events import SpeakingStarted
from odind.core.voice.listener import PcmListener, ReceiveMode, Reception, level_dbfs
from odind.core.voice.outbox import HeardFrame, HeardTick, Outbox
from odind.core.voice.source import PcmSource

from .inputs import FRAME, LOUD, RATE, Clip, Names, Taker, at_once, endless

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from odind.core.log.log import Entry
    from odind.core.rooms.events import RoomEvent
    from odind.core.sound.samples import Samples

S16, F32 = SampleFormat.S16LE, SampleFormat.F32LE
FORMATS = [AudioFormat(RATE, channels, kind) for kind in (S16, F32) for channels in (1, 2)]


def name_of(audio_format: AudioFormat) -> str:
    return f"{audio_format.sample_format.name} {('mono', 'stereo')[audio_format.channels - 1]}"


def laid_out(samples: Samples, audio_format: AudioFormat) -> Samples:
    """Return mono samples in that many channels, interleaved."""
    return np.repeat(samples, audio_format.channels)


class Cutter:
    """Chunks of one length go in, frames of 20 ms come out."""

    def __init__(self, chunk_ms: int, audio_format: AudioFormat, clip: Clip) -> None:
        self.pcm = audio_format.encode(laid_out(clip.samples, audio_format))
        size = RATE * chunk_ms // 1000 * audio_format.bytes_per_sample
        self.chunks = [self.pcm[at : at + size] for at in range(0, len(self.pcm), size)]
        self.encoder = Taker()
        self.source = PcmSource(audio_format, self.encoder)
        self._chunk = endless(self.chunks)

    def cut(self) -> Samples:
        """Take as many chunks as a frame needs, and cut the frame off."""
        while self.source.queued < FRAME:
            chunk = self._chunk()
            self.source.measure(chunk, ())
            self.source.append(chunk, ())
        self.source.speak(0, resumed=False)
        return self.encoder.taken


@pytest.mark.benchmark(group="03 re-frame: chunks of a caller into a frame of floats")
@pytest.mark.parametrize("audio_format", FORMATS[::3], ids=name_of)
@pytest.mark.parametrize("chunk_ms", [1, 7, 20, 37, 1_000], ids="{:4} ms".format)
def test_chunks_of(benchmark: BenchmarkFixture, clip: Clip, audio_format: AudioFormat, chunk_ms: int):
    check = Cutter(chunk_ms, audio_format, clip)
    cut = np.concatenate([check.cut() for _ in clip.frames])
    assert np.array_equal(cut, audio_format.decode(check.pcm))
    assert len(benchmark(Cutter(chunk_ms, audio_format, clip).cut)) == FRAME * audio_format.channels


def frames_of(voices: dict[int, Samples], mode: ReceiveMode) -> list[HeardFrame]:
    """Return what a listener makes of one tick."""
    delivered: list[HeardFrame] = []
    listener = PcmListener(
        0, Reception(AudioFormat(), mode), Names(), lambda _, frames: delivered.extend(frames)
    )
    listener.hear(0, 0, voices)
    return delivered


@pytest.mark.benchmark(group="04 mix: peers heard in a tick become a frame of 16-bit samples")
@pytest.mark.parametrize("peers", [2, 10, 50], ids="{:2} peers".format)
class TestMixing:
    """A mix, each peer on its own, and as the floor the sum alone."""

    def test_floor_numpy_sum_of(self, benchmark: BenchmarkFixture, clip: Clip, peers: int):
        voices = np.stack(list(clip.voices(peers).values()))
        assert benchmark(voices.sum, axis=0).shape == (FRAME,)

    def test_mix_of(self, benchmark: BenchmarkFixture, clip: Clip, peers: int):
        voices = clip.voices(peers)
        (frame,) = frames_of(voices, ReceiveMode.MIX)
        loud = np.sum(list(voices.values()), axis=0).clip(-1, 32_767 / 32_768)
        assert abs(AudioFormat().decode(frame.pcm) - loud).max() < 1 / 32_768
        self._measure(benchmark, voices, ReceiveMode.MIX)

    def test_each_of(self, benchmark: BenchmarkFixture, clip: Clip, peers: int):
        voices = clip.voices(peers)
        frames = frames_of(voices, ReceiveMode.PER_PEER)
        assert {frame.peer_id: frame.pcm for frame in frames} == {
            peer_id: AudioFormat().encode(sound) for peer_id, sound in voices.items()
        }
        self._measure(benchmark, voices, ReceiveMode.PER_PEER)

    @staticmethod
    def _measure(benchmark: BenchmarkFixture, voices: dict[int, Samples], mode: ReceiveMode) -> None:
        last: list[list[HeardFrame]] = [[]]

        def deliver(_: int, frames: list[HeardFrame]) -> None:
            last[0] = frames

        listener = PcmListener(0, Reception(AudioFormat(), mode), Names(), deliver)
        ticks = itertools.count()

        def hear() -> None:
            tick = next(ticks)
            listener.hear(tick, tick, voices)

        benchmark(hear)
        assert [frame.pcm for frame in last[0]] == [frame.pcm for frame in frames_of(voices, mode)]


converting = pytest.mark.benchmark(group="05 convert a frame")


@converting
def test_floor_a_copy_of_s16_mono(benchmark: BenchmarkFixture, clip: Clip):
    pcm = AudioFormat().encode(clip.frames[LOUD])
    assert benchmark(bytearray, pcm) == pcm


@converting
@pytest.mark.parametrize("audio_format", FORMATS, ids=name_of)
def test_from(benchmark: BenchmarkFixture, clip: Clip, audio_format: AudioFormat):
    samples = laid_out(clip.frames[LOUD], audio_format)
    assert np.array_equal(benchmark(audio_format.decode, audio_format.encode(samples)), samples)


@converting
@pytest.mark.parametrize("audio_format", FORMATS, ids=name_of)
def test_to(benchmark: BenchmarkFixture, clip: Clip, audio_format: AudioFormat):
    samples = laid_out(clip.frames[LOUD], audio_format)
    whole = samples * 32_768 if audio_format.sample_format is S16 else samples
    assert benchmark(audio_format.encode, samples) == whole.astype(audio_format.sample_format.value).tobytes()


@converting
def test_level(benchmark: BenchmarkFixture, clip: Clip):
    frame = clip.frames[LOUD]
    exact = 10 * np.log10(np.mean(frame.astype(np.float64) ** 2))
    assert benchmark(level_dbfs, frame) == pytest.approx(exact, abs=1e-4)


@pytest.mark.benchmark(group="06 outbox: a tick in and out")
@pytest.mark.parametrize("peers", [1, 10], ids="{:2} peers".format)
@pytest.mark.parametrize("lanes", [1, 8], ids="{} lanes".format)
def test_outbox(benchmark: BenchmarkFixture, clip: Clip, lanes: int, peers: int):
    outbox = Outbox(50)
    pcm = AudioFormat().encode(clip.frames[LOUD])
    heard = [
        [HeardFrame(peer_id, "user", 1, 0, pcm, lane=lane) for peer_id in range(peers, 0, -1)]
        for lane in range(lanes)
    ]
    ticks = itertools.count()

    def pass_on() -> object:
        tick = next(ticks)
        for frames in reversed(heard):
            outbox.offer(tick, frames)
        return at_once(anext(outbox))

    item = benchmark(pass_on)
    assert isinstance(item, HeardTick)
    assert [(frame.lane, frame.peer_id) for frame in item.frames] == [
        (lane, peer_id) for lane in range(lanes) for peer_id in range(1, peers + 1)
    ]


@pytest.mark.benchmark(group="07 log: an event told to all watchers, and read by each")
@pytest.mark.parametrize("watchers", [1, 10, 100], ids="{:3} watchers".format)
def test_log(benchmark: BenchmarkFixture, watchers: int):
    log = Log(SystemClock(), 10_000, 1 << 26)
    event = SpeakingStarted(7, "anna")
    with ExitStack() as stack:
        cursors = [stack.enter_context(log.cursor(ROOM_EVENTS, (), 0)) for _ in range(watchers)]

        def tell() -> list[Entry[RoomEvent]]:
            log.append("c0123456789abcdef", event)
            return [at_once(anext(cursor)) for cursor in cursors]

        assert benchmark(tell) == [log.entry(log.last)] * watchers


@pytest.mark.benchmark(group="07 log: an event told to all watchers, and read by each")
@pytest.mark.parametrize("watchers", [100], ids="{:3} watchers".format)
def test_log_of_what_nobody_wants(benchmark: BenchmarkFixture, watchers: int):
    log = Log(SystemClock(), 10_000, 1 << 26)
    event = SpeakingStarted(7, "anna")
    with ExitStack() as stack:
        for _ in range(watchers):
            stack.enter_context(log.cursor(ROOM_EVENTS, ("another connection",), 0))
        benchmark(log.append, "c0123456789abcdef", event)
    assert log.entry(log.last).event is event
