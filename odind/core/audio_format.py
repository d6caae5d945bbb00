"""Layouts of samples, and conversion to and from the float samples that the codecs take."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .errors import InvalidArgumentError

if TYPE_CHECKING:
    import numpy.typing as npt

    from .ports import Samples

MIN_RATE_HZ: Final = 8_000
MAX_RATE_HZ: Final = 192_000
FRAMES_PER_SECOND: Final = 50
"""The daemon speaks and hears in frames of 20 ms, as ODIN does."""

_S16_SCALE: Final = 32_768.0


class SampleFormat(Enum):
    """Type of a sample; the value is its numpy type, little-endian."""

    S16LE = "<i2"
    F32LE = "<f4"


@dataclass(frozen=True)
class AudioFormat:
    """A layout of samples. Raises InvalidArgumentError SAMPLE_RATE_INVALID or CHANNELS_INVALID."""

    sample_rate_hz: int = 48_000
    channels: int = 1
    sample_format: SampleFormat = SampleFormat.S16LE

    def __post_init__(self) -> None:
        if not MIN_RATE_HZ <= self.sample_rate_hz <= MAX_RATE_HZ:
            raise InvalidArgumentError(
                "SAMPLE_RATE_INVALID",
                "a sample rate of {rate} Hz is not within {low} to {high}",
                rate=self.sample_rate_hz,
                low=MIN_RATE_HZ,
                high=MAX_RATE_HZ,
            )
        if self.channels not in (1, 2):
            raise InvalidArgumentError(
                "CHANNELS_INVALID", "{channels} channels are neither 1 nor 2", channels=self.channels
            )

    @property
    def bytes_per_sample(self) -> int:
        """Bytes of one sample over all channels."""
        return np.dtype(self.sample_format.value).itemsize * self.channels

    def position(self, tick: int) -> int:
        """Samples per channel in `tick` frames; rates that 50 does not divide get frames of two lengths."""
        return tick * self.sample_rate_hz // FRAMES_PER_SECOND

    def samples_in(self, tick: int) -> int:
        """Samples over all channels in the frame of that tick."""
        return (self.position(tick + 1) - self.position(tick)) * self.channels

    @property
    def layout(self) -> tuple[int, int]:
        """Rate and channels: what a codec has to know."""
        return (self.sample_rate_hz, self.channels)

    def decode(self, pcm: bytes | bytearray | memoryview) -> Samples:
        """Return the bytes as float samples. Floats are clipped to full scale, and not-a-number is 0."""
        raw: npt.NDArray[Any] = np.frombuffer(pcm, self.sample_format.value)
        if self.sample_format is SampleFormat.S16LE:
            return raw.astype(np.float32) / np.float32(_S16_SCALE)
        sound: Samples = np.nan_to_num(raw, nan=0.0).astype(np.float32)
        return sound.clip(-1.0, 1.0)

    def encode(self, samples: Samples) -> bytes:
        """Return float samples as bytes, clipped to full scale."""
        if self.sample_format is SampleFormat.F32LE:
            return bytes(np.clip(samples, -1.0, 1.0).astype("<f4"))
        scaled = np.rint(np.clip(samples, -1.0, 1.0) * np.float32(_S16_SCALE))
        return bytes(np.minimum(scaled, _S16_SCALE - 1).astype("<i2"))
