"""A frame of a connection on which one source speaks, or several that are mixed, encoded in its tick."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from odind.core.sound.format import AudioFormat
from odind.core.voice.delivery import Delivery
from odind.core.voice.lane_config import SendBuffer
from odind.core.voice.processing import PRESETS, Preset
from odind.core.voice.speakers import Speakers
from odind.resampling import RateConverter
from odind.runtime.odin.encoder import VoiceEncoder
from odind.runtime.odin.opus_packets import OpusPackets

from .inputs import FRAME, RATE, Clip, endless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

MONO = AudioFormat(RATE)


class Codecs:
    """Encoders of the native runtime, and nothing to decode or send."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self.sent = 0

    def encoder(self, sample_rate_hz: int, channels: int) -> VoiceEncoder:
        return VoiceEncoder(sample_rate_hz, channels, self._pool)

    def decoder(self, sample_rate_hz: int, channels: int) -> None:
        raise NotImplementedError

    def converter(self, from_hz: int, to_hz: int, channels: int) -> RateConverter:
        return RateConverter(from_hz, to_hz, channels)

    def packet_decoder(self) -> OpusPackets:
        return OpusPackets()

    def datagram(self, *_positions: object, **_fields: object) -> bytes:
        raise NotImplementedError

    def send_voice(self, _datagram: bytes) -> None:
        self.sent += 1

    def set_channel_masks(self, _masks: object) -> None:
        raise NotImplementedError


@pytest.fixture
def codecs() -> Iterator[Codecs]:
    with ThreadPoolExecutor(1) as pool:
        yield Codecs(pool)


@pytest.mark.parametrize("preset", [Preset.SPEECH, Preset.MUSIC], ids=lambda preset: preset.value)
@pytest.mark.parametrize("sources", [1, 4])
@pytest.mark.benchmark(group="a connection on which several speak")
def test_a_frame_of(
    benchmark: BenchmarkFixture, codecs: Codecs, clip: Clip, preset: Preset, sources: int
) -> None:
    """Sources that come live: each pushes a frame a tick."""
    speakers = Speakers(codecs, codecs, tuple)  # type: ignore[arg-type] # it decodes nothing
    speakers.outgoing.configure(PRESETS[preset])
    pcm = MONO.encode(clip.samples)
    chunk = endless([pcm[at : at + 2 * FRAME] for at in range(0, len(pcm), 2 * FRAME)])
    lanes = [speakers.lane(MONO, SendBuffer(), lambda _notice: None, Delivery()) for _ in range(sources)]

    def tick() -> None:
        said = chunk()
        speakers.begin_tick(0)
        for lane in lanes:
            lane.push(said)
            lane.tick(0)
        speakers.end_tick()

    benchmark(tick)
    assert codecs.sent
