"""The native encoder and decoder. Both are bound to the loop's thread and hold the interpreter's lock."""

from __future__ import annotations

import struct
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np
import odin_voice

from odind.core.processing import DEFAULT, Application
from odind.core.space import ORIGIN
from odind.core.statistics import DecoderStatistics

from .continuity import Continuity
from .panics import contain
from .pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.ports import Samples
    from odind.core.processing import Processing
    from odind.core.space import Position

_HISTORY_FRAMES: Final = 10
"""What a new native encoder hears of the past, so that its effects and Opus have settled: 200 ms."""
_STEREO: Final = 2


class NativeEncoder:
    """Effects and Opus. Settings of Opus itself need another native encoder, which is swapped in unheard."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._sample_rate_hz = sample_rate_hz
        self._channels = channels
        self._processing = DEFAULT
        self._gain = np.float32(1.0)
        self._positions: Sequence[Position] = ORIGIN
        self._history: deque[Samples] = deque(maxlen=_HISTORY_FRAMES)
        self._continuity = Continuity(sample_rate_hz)
        self._encoder, self._pipeline = self._make()

    @property
    def silent(self) -> bool:
        """Whether nothing is sent because there is nothing to hear."""
        return bool(self._encoder.is_silent)

    def encode(self, samples: Samples) -> list[bytes]:
        """Take samples; return complete datagrams, none for silence."""
        if self._gain != 1:
            samples = np.clip(samples * self._gain, -1.0, 1.0)
        self._history.append(samples)
        self._continuity.pushed(len(samples) // self._channels)
        return [self._continuity.carry(datagram) for datagram in _encode(self._encoder, samples)]

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Take what the user hears, for the echo canceller."""
        try:
            self._pipeline.hear_playback(samples, sample_rate_hz, channels, delay_ms)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.reverse")

    def configure(self, processing: Processing) -> None:
        """Change effects in place; change Opus by a swap."""
        swap = _opus(processing, self._channels) != _opus(self._processing, self._channels)
        self._processing = processing
        self._gain = np.float32(10 ** (processing.pre_gain_db / 20))
        try:
            if swap:
                self._swap()
            else:
                self._pipeline.apply(processing)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.configure")

    def place(self, positions: Sequence[Position]) -> None:
        """Say where we are from now on."""
        try:
            _move(self._encoder, self._positions, positions)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encoder.place")
        self._positions = positions

    def close(self) -> None:
        """Drop the native encoder here: on another thread, as a garbage collection may run, it would leak."""
        del self._encoder, self._pipeline

    def _make(self) -> tuple[odin_voice.OdinEncoder, Pipeline]:
        bitrate_bps, loss_percent, voip = _opus(self._processing, self._channels)
        encoder = odin_voice.OdinEncoder(
            odin_voice.OdinAudioEncoderConfig(
                sample_rate=self._sample_rate_hz,
                stereo=self._channels == _STEREO,
                application_voip=voip,
                bitrate_bps=bitrate_bps,
                packet_loss_perc=loss_percent,
            )
        )
        pipeline = Pipeline(encoder.pipeline, self._channels)
        pipeline.apply(self._processing)
        return encoder, pipeline

    def _swap(self) -> None:
        encoder, pipeline = self._make()
        for samples in self._history:
            _encode(encoder, samples)
        _move(encoder, ORIGIN, self._positions)
        self._encoder, self._pipeline = encoder, pipeline
        self._continuity.swapped()


def _opus(processing: Processing, channels: int) -> tuple[int, int, bool]:
    """Return bit rate, expected loss in percent, and whether Opus is tuned for voice."""
    voip = processing.application is Application.VOICE
    return (processing.bitrate_for(channels), processing.expected_loss_percent, voip)


def _encode(encoder: odin_voice.OdinEncoder, samples: Samples) -> list[bytes]:
    datagrams: list[bytes] = []
    try:
        encoder.push(samples.data)
        while (packet := encoder.pop()) is not None:
            datagrams.append(packet[0])
    except BaseException as error:  # noqa: BLE001 - panics derive from it
        contain(error, "encode")
    return datagrams


def _move(encoder: odin_voice.OdinEncoder, old: Sequence[Position], new: Sequence[Position]) -> None:
    """Each call, also one that changes nothing, has a silent encoder send a datagram."""
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
"""Our names of the counters, and the core's."""


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
        """Take a datagram; what the core cannot read is dropped."""
        try:
            self._decoder.push(datagram)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "decoder.push")

    def pop(self, samples: int) -> Samples | None:
        """Return samples, or None while there is nothing to hear."""
        try:
            sound, silent = self._decoder.pop(samples)
            # packing into bytes is 2.5 times faster than numpy's own conversion of a list
            return None if silent else np.frombuffer(struct.pack(f"<{samples}f", *sound), np.float32)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "decoder.pop")
            return None

    def close(self) -> None:
        """Drop the native decoder here: on another thread, as a garbage collection may run, it would leak."""
        del self._decoder
