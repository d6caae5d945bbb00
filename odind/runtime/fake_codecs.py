"""What the runtime in memory encodes and decodes: samples travel unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from odind.core.errors import OdindError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.space.place import ORIGIN, Position
from odind.core.values.statistics import DecoderStatistics
from odind.core.voice.ports import VoicePacket
from odind.core.voice.processing import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.sound.samples import Samples
    from odind.core.voice.processing import Processing

_TIMESTAMP_STEP: Final = 1_800
_FRAME_SAMPLES: Final = 960
_U32_MAX: Final = 2**32 - 1


class FakeVoice(msgspec.Struct, array_like=True):
    """The content of a fake datagram: the samples of a frame with their layout, or an Opus packet.

    Samples are floats; a frame without any ends a talkspurt.
    """

    positions: tuple[Position, ...] = ORIGIN
    rate: int = 48_000
    channels: int = 1
    samples: bytes = b""
    opus: bytes | None = None
    sequence: int = 0
    media_timestamp: int = 0
    ssrc: int = 0
    last: bool = False

    def packet(self, peer_id: int, datagram: bytes) -> VoicePacket:
        """Return the packet as a sink gets it."""
        return VoicePacket(
            peer_id,
            datagram,
            self.positions,
            self.opus,
            self.sequence & _U32_MAX,
            self.media_timestamp & _U32_MAX,
            self.ssrc & _U32_MAX,
            self.last,
        )


encode_voice: Final = msgspec.msgpack.encode
decode_voice: Final = msgspec.msgpack.Decoder(FakeVoice).decode


class FakeEncoder:
    """Puts frames of 20 ms into datagrams. A frame of zeros is silence: the first one ends the talkspurt."""

    def __init__(self, sample_rate_hz: int, channels: int, ssrc: int = 1) -> None:
        self.silent = True
        self.processing = DEFAULT
        self.positions: tuple[Position, ...] = ORIGIN
        self.playback: list[tuple[Samples, int, int, int | None]] = []
        self._ssrc = ssrc
        self._sequence = 0
        self._format = AudioFormat(sample_rate_hz, channels, SampleFormat.F32LE)
        self._frame = 0
        self._waiting: Samples = np.zeros(0, np.float32)

    def encode(self, samples: Samples) -> list[bytes]:
        """Encode samples; return the complete datagrams, none for silence."""
        amplified = samples * np.float32(10 ** (self.processing.pre_gain_db / 20))
        self._waiting = np.concatenate((self._waiting, amplified), dtype=np.float32)
        datagrams: list[bytes] = []
        while len(self._waiting) >= (length := self._format.samples_in(self._frame)):
            frame, self._waiting = self._waiting[:length], self._waiting[length:]
            self._frame += 1
            quiet = not frame.any()
            if not (quiet and self.silent):
                datagrams.append(self._datagram(b"" if quiet else frame.tobytes()))
            self.silent = quiet
        return datagrams

    def prefetchable(self, waiting: int) -> int:  # noqa: ARG002 - whatever waits
        """Return 0: encoding ahead of time gains nothing here."""
        return 0

    def prefetch(self, frames: Sequence[Samples]) -> None:
        """Ignore the frames until `encode` is given them."""

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Record what the echo canceller would get."""
        self.playback.append((samples, sample_rate_hz, channels, delay_ms))

    def configure(self, processing: Processing) -> None:
        """Change the processing; only the pre-gain has an effect here."""
        self.processing = processing

    def reshape(self, sample_rate_hz: int, channels: int) -> None:
        """Take samples of another layout; what is no whole frame yet is dropped."""
        self._format = AudioFormat(sample_rate_hz, channels, SampleFormat.F32LE)
        self._waiting = np.zeros(0, np.float32)

    def place(self, positions: Sequence[Position]) -> None:
        """Put these positions into further datagrams."""
        self.positions = tuple(positions)

    def _datagram(self, samples: bytes) -> bytes:
        self._sequence += 1
        voice = FakeVoice(
            positions=self.positions,
            rate=self._format.sample_rate_hz,
            channels=self._format.channels,
            samples=samples,
            opus=samples,
            sequence=self._sequence,
            media_timestamp=self._frame * _TIMESTAMP_STEP,
            ssrc=self._ssrc,
            last=not samples,
        )
        return encode_voice(voice)

    def close(self) -> None:
        """Do nothing: no resource is held."""


class FakeConverter:
    """Converts frames by repeating or leaving out samples; every call is converted for itself."""

    def __init__(self, from_hz: int, to_hz: int, channels: int) -> None:
        self._ratio = to_hz / from_hz
        self._channels = channels

    def convert(self, samples: Samples) -> Samples:
        """Return the samples at the other rate."""
        frames = samples.reshape(-1, self._channels)
        places = np.arange(round(len(frames) * self._ratio)) / self._ratio
        return frames[places.astype(np.intp)].reshape(-1)


class FakePacketDecoder:
    """Makes 20 ms of a level out of every packet: its length, in hundredths of full scale."""

    def decode(self, packet: bytes) -> Samples:
        """Return a constant frame of two channels."""
        return np.full(2 * _FRAME_SAMPLES, min(len(packet), 100) / 100, np.float32)


class FakeDecoder:
    """Returns what a `FakeEncoder` encoded: the same samples when the layouts are equal.

    Like the native decoder it buffers two seconds and drops what comes beyond.
    """

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._format = AudioFormat(sample_rate_hz, channels, SampleFormat.F32LE)
        self._limit = 2 * sample_rate_hz * channels
        self._frame, self._ended, self._seen = 0, False, 0
        self._waiting: Samples = np.zeros(0, np.float32)

    def stats(self) -> DecoderStatistics:
        """Return how many datagrams were decoded."""
        return DecoderStatistics(packets_seen=self._seen)

    def push(self, datagram: bytes) -> None:
        """Push in a datagram; one that no `FakeEncoder` made is ignored, as are Opus packets."""
        try:
            voice = decode_voice(datagram)
            source = AudioFormat(voice.rate, voice.channels)
            samples = np.frombuffer(voice.samples, "<f4").reshape(-1, source.channels)
        except (OdindError, ValueError, msgspec.MsgspecError):
            return
        self._seen += 1
        self._ended = not samples.size
        if samples.size and len(self._waiting) < self._limit:
            self._waiting = np.concatenate((self._waiting, self._convert(samples, source)))

    def pop(self, samples: int) -> Samples | None:
        """Pop out samples; None while there are not enough. The end of a talkspurt is padded with zeros."""
        if not self._waiting.size or (len(self._waiting) < samples and not self._ended):
            return None
        heard, self._waiting = self._waiting[:samples], self._waiting[samples:]
        return np.pad(heard, (0, samples - len(heard)))

    def close(self) -> None:
        """Do nothing: no resource is held."""

    def _convert(self, samples: Samples, source: AudioFormat) -> Samples:
        """Convert one frame to our layout, by linear interpolation."""
        length = self._format.samples_in(self._frame) // self._format.channels
        self._frame += 1
        if source.channels > self._format.channels:
            samples = samples.mean(axis=1, keepdims=True)
        if source.sample_rate_hz != self._format.sample_rate_hz:
            at = np.arange(length) * len(samples) / length
            samples = np.array([np.interp(at, np.arange(len(samples)), column) for column in samples.T]).T
        return np.asarray(samples + np.zeros(self._format.channels), np.float32).reshape(-1)
