"""The native encoder and decoder. Both are bound to the loop's thread and hold the interpreter's lock."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

import numpy as np
import odin_voice

from .panics import contain

if TYPE_CHECKING:
    from odind.core.ports import Samples

_BITRATE_BPS: Final = {1: 64_000, 2: 128_000}
"""By channels. The core's own default for one channel, 32 kbit/s, is audibly worse with music coding."""
_GATE_OPENS_DBFS: Final = -60.0
_GATE_CLOSES_DBFS: Final = -66.0
_PLAYBACK_RATE_HZ: Final = 48_000
_MONO_GATE_OFFSET_DB: Final = -3.0
"""The core measures a mono signal after spreading it to stereo, 3 dB lower than it is."""


class NativeEncoder:
    """Opus at 64 kbit/s mono or 128 stereo, without voice detection, behind a gate that only stops silence.

    The gate ends a talkspurt about 300 ms after the last sound, which is how receivers learn of its end.
    """

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._encoder = odin_voice.OdinEncoder(
            odin_voice.OdinAudioEncoderConfig(
                sample_rate=sample_rate_hz,
                stereo=channels == 2,  # noqa: PLR2004 - stereo is two channels
                application_voip=False,
                bitrate_bps=_BITRATE_BPS[channels],
            )
        )
        self._encoder.pipeline.insert_vad(0, _gate(channels))
        self._echo_canceller: int | None = None

    @property
    def silent(self) -> bool:
        """Whether the gate is closed."""
        return bool(self._encoder.is_silent)

    def encode(self, samples: Samples) -> list[bytes]:
        """Take samples; return complete datagrams, none for silence."""
        datagrams: list[bytes] = []
        try:
            self._encoder.push(samples.data)
            while (packet := self._encoder.pop()) is not None:
                datagrams.append(packet[0])
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "encode")
        return datagrams

    def cancel_echo(self, *, wanted: bool) -> None:
        """Put the core's echo canceller in front of the gate, or take it out."""
        pipeline = self._encoder.pipeline
        if wanted and self._echo_canceller is None:
            canceller = odin_voice.OdinApmConfig(echo_canceller=True)
            self._echo_canceller = pipeline.insert_apm(
                0, _PLAYBACK_RATE_HZ, playback_stereo=False, config=canceller
            )
        elif not wanted and self._echo_canceller is not None:
            pipeline.remove_effect(self._echo_canceller)
            self._echo_canceller = None

    def reverse(self, played: Samples, delay_ms: int) -> None:
        """Tell the echo canceller what is played; without one it is dropped."""
        if self._echo_canceller is None:
            return
        try:
            self._encoder.pipeline.update_apm_playback(self._echo_canceller, played.data, delay_ms)
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "update_apm_playback")


class NativeDecoder:
    """Jitter buffer, loss concealment and Opus for one peer."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._decoder = odin_voice.OdinDecoder(
            odin_voice.OdinAudioDecoderConfig(sample_rate=sample_rate_hz, stereo=channels == 2)  # noqa: PLR2004
        )

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
        except BaseException as error:  # noqa: BLE001 - panics derive from it
            contain(error, "decoder.pop")
            return None
        # packing into bytes is 2.5 times faster than numpy's own conversion of a list
        return None if silent else np.frombuffer(struct.pack(f"<{samples}f", *sound), np.float32)


def _gate(channels: int) -> odin_voice.OdinVadConfig:
    offset = _MONO_GATE_OFFSET_DB if channels == 1 else 0.0
    config = odin_voice.OdinVadConfig()
    config.voice_activity = None
    config.volume_gate = odin_voice.OdinVadSensitivity(_GATE_OPENS_DBFS + offset, _GATE_CLOSES_DBFS + offset)
    return config
