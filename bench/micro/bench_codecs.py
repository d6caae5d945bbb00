"""One frame of 20 ms through the codecs: the native ones, which are the floor, and what we put around.

Native calls are made as the daemon makes them, on buffers where the core takes buffers.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import odin_voice
import pytest

from odind.core.sound.format import AudioFormat
from odind.core.voice.ear import Ear
from odind.core.voice.lane_config import ReceiveMode, Reception, SendBuffer
from odind.core.voice.listener import PcmListener
from odind.core.voice.outbox import Outbox
from odind.core.voice.processing import DEFAULT, Application, Processing
from odind.core.voice.source import PcmSource
from odind.core.voice.speaker import Speaker
from odind.runtime.odin.codecs import NativeDecoder, NativeEncoder
from odind.runtime.odin.encoder import VoiceEncoder

from .inputs import FRAME, LOUD, RATE, Clip, Names, endless, waiting_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_benchmark.fixture import BenchmarkFixture

    from odind.core.sound.samples import Samples

encoding = pytest.mark.benchmark(group="01 encode a frame")
decoding = pytest.mark.benchmark(group="02 decode a frame")


def native_encoder(*, voip: bool) -> Callable[[Samples], list[bytes]]:
    """Return the bare native encoder, without effects, as a function."""
    config = odin_voice.OdinAudioEncoderConfig(
        sample_rate=RATE,
        stereo=False,
        application_voip=voip,
        bitrate_bps=DEFAULT.bitrate_for(1),
        packet_loss_perc=15,
    )
    encoder = odin_voice.OdinEncoder(config)

    def encode(samples: Samples) -> list[bytes]:
        encoder.push(samples.data)
        datagrams = []
        while (packet := encoder.pop()) is not None:
            datagrams.append(packet[0])
        return datagrams

    return encode


def our_decoder() -> Callable[[bytes], Samples | None]:
    """Return our decoder as a function."""
    decoder = NativeDecoder(RATE, 1)

    def decode(datagram: bytes) -> Samples | None:
        if datagram:
            decoder.push(datagram)
        return decoder.pop(FRAME)

    return decode


def heard_of(decode: Callable[[bytes], Samples | None], sent: Iterable[list[bytes]]) -> Samples:
    """Return all that a decoder makes of what was sent in each frame."""
    sounds = [decode(datagrams[0] if datagrams else b"") for datagrams in sent]
    return np.concatenate([np.zeros(FRAME, np.float32) if sound is None else sound for sound in sounds])


@encoding
@pytest.mark.parametrize("voip", [True, False], ids=["voice", "music"])
def test_floor_odin_voice(benchmark: BenchmarkFixture, clip: Clip, voip: bool):  # noqa: FBT001
    encode = native_encoder(voip=voip)
    assert clip.resembles(heard_of(our_decoder(), map(encode, clip.frames)))
    frame = endless(clip.frames)
    assert len(benchmark(lambda: encode(frame()))) == 1


@encoding
@pytest.mark.parametrize("application", [Application.VOICE, Application.MUSIC], ids=["voice", "music"])
def test_our_encoder(benchmark: BenchmarkFixture, clip: Clip, application: Application):
    encoder = NativeEncoder(RATE, 1, Processing(application=application))
    assert clip.resembles(heard_of(our_decoder(), map(encoder.encode, clip.frames)))
    frame = endless(clip.frames)
    benchmark(lambda: encoder.encode(frame()))
    assert len(encoder.encode(clip.frames[LOUD])) == 1


@encoding
def test_a_speaker_and_our_encoder(benchmark: BenchmarkFixture, clip: Clip):
    """Bytes of a caller become datagrams: queue, cut, convert, encode."""
    sent: list[list[bytes]] = []
    audio_format = AudioFormat()

    def send(datagram: bytes) -> None:
        sent[-1].append(datagram)

    encoder = VoiceEncoder(RATE, 1, ThreadPoolExecutor(1))
    speaker = Speaker(PcmSource(audio_format, encoder), send, SendBuffer(), lambda _: None)
    chunks = [audio_format.encode(frame) for frame in clip.frames]

    def speak(chunk: bytes, tick: int) -> None:
        sent.append([])
        speaker.push(chunk)
        speaker.tick(tick)

    for tick, chunk in enumerate(chunks):
        speak(chunk, tick)
    assert clip.resembles(heard_of(our_decoder(), sent))
    chunk = endless(chunks)
    benchmark(lambda: speak(chunk(), 0))
    assert speaker.spoken >= len(clip.samples)
    assert speaker.underruns == 0


@decoding
def test_floor_odin_voice_alone(benchmark: BenchmarkFixture, clip: Clip):
    """Push and pop: samples stay the list that the core makes."""
    decoder = odin_voice.OdinDecoder(odin_voice.OdinAudioDecoderConfig(sample_rate=RATE, stereo=False))

    def decode(datagram: bytes) -> list[float]:
        if datagram:
            decoder.push(datagram)
        return decoder.pop(FRAME)[0]

    assert clip.resembles(heard_of(lambda datagram: np.array(decode(datagram), np.float32), clip.sent))
    datagram = endless(clip.conversation)
    for _ in range(LOUD):
        decode(datagram())
    assert any(benchmark(lambda: decode(datagram())))


@decoding
def test_our_decoder(benchmark: BenchmarkFixture, clip: Clip):
    decode = our_decoder()
    assert clip.resembles(heard_of(decode, clip.sent))
    datagram = endless(clip.conversation)
    for _ in range(LOUD):
        decode(datagram())
    assert len(benchmark(lambda: decode(datagram()))) == FRAME


@decoding
@pytest.mark.parametrize("listeners", [1, 5, 20], ids="{:2} listeners".format)
def test_an_ear_for(benchmark: BenchmarkFixture, clip: Clip, listeners: int):
    """One decoder for all listeners of a layout; each gets frames of its own into its outbox."""
    made: list[NativeDecoder] = []
    ear = Ear(AudioFormat(), lambda *layout: made.append(NativeDecoder(*layout)) or made[-1])
    outboxes = [Outbox(50) for _ in range(listeners)]
    reception = Reception(AudioFormat(), ReceiveMode.PER_PEER)
    lanes = [PcmListener(0, reception, Names(), outbox.offer) for outbox in outboxes]
    ticks = itertools.count()

    def hear(datagram: bytes) -> None:
        tick = next(ticks)
        ear.push(7, datagram)
        heard = ear.pop(tick)
        for lane in lanes:
            lane.hear(tick, tick, heard)

    datagram = endless(clip.conversation)
    for _ in range(LOUD):
        hear(datagram())
    benchmark(lambda: hear(datagram()))
    assert len(made) == 1
    frames = [[tick.frames[0] for tick in waiting_in(outbox)] for outbox in outboxes]
    assert all(frame.peer_id == 7 and any(frame.pcm) for frame in frames[0])
    assert all(others == frames[0] for others in frames[1:])
