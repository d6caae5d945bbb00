"""The native encoder and decoder. Both are bound to the loop's thread and hold the interpreter's lock."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import odin_voice

from odind.core.space.place import ORIGIN
from odind.core.values.late import dataclass
from odind.core.values.statistics import DecoderStatistics
from odind.core.voice.processing import DEFAULT, Application

from .panics import contain
from .pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.sound.samples import Samples
    from odind.core.space.place import Position
    from odind.core.voice.processing import Processing

_STEREO: Final = 2


@dataclass(frozen=True, slots=True)
class _OpusChoice:
    """The settings of Opus, which a native encoder cannot change."""

    bitrate_bps: int
    loss_percent: int
    voip: bool

    @classmethod
    def of(cls, processing: Processing, channels: int) -> _OpusChoice:
        voip = processing.application is Application.VOICE
        return cls(processing.bitrate_for(channels), processing.expected_loss_percent, voip)


class NativeEncoder:
    """Effects and Opus of the native runtime. Sequence numbers and timestamps start at random values."""

    def __init__(self, sample_rate_hz: int, channels: int, processing: Processing = DEFAULT) -> None:
        self._channels = channels
        self._opus = _OpusChoice.of(processing, channels)
        self._positions: Sequence[Position] = ORIGIN
        self._encoder = odin_voice.OdinEncoder(
            odin_voice.OdinAudioEncoderConfig(
                sample_rate=sample_rate_hz,
                stereo=channels == _STEREO,
                application_voip=self._opus.voip,
                bitrate_bps=self._opus.bitrate_bps,
                packet_loss_perc=self._opus.loss_percent,
            )
        )
        self._pipeline = Pipeline(self._encoder.pipeline, channels)
        self._pipeline.apply(processing)

    @property
    def silent(self) -> bool:
        """Whether the encoder sends nothing because of silence."""
        return bool(self._encoder.is_silent)

    def encode(self, samples: Samples) -> list[bytes]:
        """Encode samples; return the complete datagrams, none for silence."""
        datagrams: list[bytes] = []
        try:
            self._encoder.push(samples.data)
            while (packet := self._encoder.pop()) is not None:
                datagrams.append(packet[0])
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encode")
        return datagrams

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Pass what the user hears to the echo canceller."""
        try:
            self._pipeline.hear_playback(samples, sample_rate_hz, channels, delay_ms)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.reverse")

    def adopt(self, processing: Processing) -> bool:
        """Change effects in place; return False, with nothing changed, when another encoder is needed."""
        if _OpusChoice.of(processing, self._channels) != self._opus:
            return False
        self._pipeline.apply(processing)
        return True

    def place(self, positions: Sequence[Position]) -> None:
        """Put these positions into further datagrams."""
        try:
            _move(self._encoder, self._positions, positions)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.place")
        self._positions = positions

    def close(self) -> None:
        """Free the native encoder here: freed on another thread, by the garbage collector, it would leak."""
        del self._encoder, self._pipeline


def _move(encoder: odin_voice.OdinEncoder, old: Sequence[Position], new: Sequence[Position]) -> None:
    """Set only what changed: every call makes a silent encoder send a datagram."""
    for channel in {place.channel for place in old} - {place.channel for place in new}:
        encoder.clear_position(channel)
    for place in new:
        if place not in old:
            encoder.set_position(place.x, place.y, place.z, place.channel)


_COUNTERS: Final = {
    "frames_voice": "audio_voice",
    "frames_voice_accelerated": "audio_voice_accelerated",
    "frames_silence": "audio_silence",
    "frames_silence_accelerated": "audio_silence_accelerated",
    "frames_concealed": "audio_lost",
    "frames_recovered": "audio_lost_fec",
} | {
    name: name
    for name in (
        "packets_seen",
        "packets_processed",
        "packets_too_early",
        "packets_too_late",
        "packets_dropped",
        "packets_invalid",
        "packets_repeated",
        "packets_lost",
        "rewinds",
    )
}
"""Our names of the counters, and the native runtime's."""


@cache
def _floats(count: int) -> struct.Struct:
    """Return what packs so many samples; a format of its own for each call takes a quarter longer."""
    return struct.Struct(f"<{count}f")


class NativeDecoder:
    """Jitter buffer, loss concealment and Opus for one peer."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._decoder = odin_voice.OdinDecoder(
            odin_voice.OdinAudioDecoderConfig(sample_rate=sample_rate_hz, stereo=channels == _STEREO)
        )

    def stats(self) -> DecoderStatistics:
        """Return the counters of the jitter buffer."""
        try:
            counters = self._decoder.dump()["decoder"]["jitter_buffer"]
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "decoder.dump")
            return DecoderStatistics()
        return DecoderStatistics(**{ours: counters.get(theirs, 0) for ours, theirs in _COUNTERS.items()})

    def push(self, datagram: bytes) -> None:
        """Push in a datagram; one that the native runtime cannot read is dropped."""
        try:
            self._decoder.push(datagram)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "decoder.push")

    def pop(self, samples: int) -> Samples | None:
        """Pop out samples; None while the peer is silent."""
        try:
            sound, silent = self._decoder.pop(samples)
            # packing into bytes is 2.5 times faster than numpy's own conversion of a list
            return None if silent else np.frombuffer(_floats(samples).pack(*sound), np.float32)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "decoder.pop")
            return None

    def close(self) -> None:
        """Free the native decoder here: freed on another thread, by the garbage collector, it would leak."""
        del self._decoder
