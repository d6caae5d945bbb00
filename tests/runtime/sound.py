"""Sounds to send, and what comes out at the other end: encoder and decoder in lockstep, no network."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sound import read_wav

from odind.core.voice.processing import Preset, preset_with
from odind.runtime.odin.codecs import NativeDecoder
from odind.runtime.odin.datagram import parse_voice
from odind.runtime.odin.encoder import VoiceEncoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.voice.ports import VoicePacket
    from odind.core.voice.processing import Processing

Sound = npt.NDArray[np.float32]
RATE = 48_000
FRAME = 960
THREADS = ThreadPoolExecutor(1)
SPEECH = Path(__file__).parents[2] / "examples" / "speech.wav"


def speech(seconds: float, dbfs: float = -23.0) -> Sound:
    """A person speaking, over and over, at that RMS level."""
    clip, rate = read_wav(SPEECH)
    assert rate == RATE
    return at_level(np.resize(clip.astype(np.float32), int(seconds * RATE)), dbfs)


def sine(frequency_hz: float, seconds: float, dbfs: float) -> Sound:
    """A tone."""
    return at_level(np.sin(2 * np.pi * frequency_hz * np.arange(int(seconds * RATE)) / RATE), dbfs)


def white(seconds: float, dbfs: float, seed: int = 1) -> Sound:
    """White noise."""
    return at_level(np.random.default_rng(seed).standard_normal(int(seconds * RATE)), dbfs)


def pink(seconds: float, dbfs: float, seed: int = 2) -> Sound:
    """Noise with equal power in every octave."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(int(seconds * RATE)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    return at_level(np.fft.irfft(spectrum), dbfs)


def silence(seconds: float) -> Sound:
    """Zeros."""
    return np.zeros(int(seconds * RATE), np.float32)


def level(sound: Sound) -> float:
    """RMS in dBFS."""
    return float(10 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-20))


def at_level(sound: npt.NDArray[Any], dbfs: float) -> Sound:
    """Scale a sound to an RMS level."""
    return np.asarray(sound * 10 ** ((dbfs - level(sound)) / 20), np.float32)


def loudest(sound: Sound, frequency_hz: float) -> float:
    """Level of one frequency, in dBFS RMS."""
    at = np.exp(-2j * np.pi * frequency_hz * np.arange(len(sound)) / RATE)
    return float(20 * np.log10(abs(np.mean(sound * at)) * np.sqrt(2) + 1e-12))


class Line:
    """One speaker and one hearer. `packets` holds what was sent, frame by frame `heard` what came out."""

    def __init__(self, processing: Processing | None = None, channels: int = 1, rate: int = RATE) -> None:
        self.encoder = VoiceEncoder(rate, channels, THREADS)
        if processing:
            self.encoder.configure(processing)
        self.decoder = NativeDecoder(RATE, channels)
        self.channels = channels
        self.frame = rate // 50
        self.packets: list[VoicePacket] = []
        self.datagrams: list[list[bytes]] = []

    def say(self, sound: Sound, before_frame: Callable[[int], None] | None = None) -> Sound:
        """Send a sound frame by frame; return what was heard meanwhile, silence as zeros."""
        frames = sound.reshape(-1, self.frame * self.channels)
        heard = []
        for number, frame in enumerate(frames):
            if before_frame:
                before_frame(number)
            datagrams = self.encoder.encode(frame)
            self.datagrams.append(datagrams)
            for datagram in datagrams:
                self.packets.append(parse_voice(datagram))
                self.decoder.push(datagram)
            popped = self.decoder.pop(FRAME * self.channels)
            heard.append(np.zeros(FRAME * self.channels, np.float32) if popped is None else popped)
        return np.concatenate(heard)


def raw(**overrides: Any) -> Processing:
    """Settings that do nothing but what is asked."""
    return preset_with(Preset.RAW, overrides)


def settled(sound: Sound, seconds: float = 1.0) -> Sound:
    """The sound without its beginning, in which effects learn."""
    return sound[int(seconds * RATE) :]
