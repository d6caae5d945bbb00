"""Layouts of samples, and conversion to and from the float samples that the codecs take."""

from __future__ import annotations

import math
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from odind.core.errors import InvalidArgumentError
from odind.core.timing.tick import TICKS_PER_SECOND
from odind.core.values.late import dataclass

from .opus import MAX_PACKET_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from .samples import Samples

    From = TypeVar("From", bound=np.generic)
    To = TypeVar("To", bound=np.generic)

MIN_RATE_HZ: Final = 8_000
MAX_RATE_HZ: Final = 192_000

_PACKET_SPARE_BYTES: Final = 64
"""What Python takes to keep a packet, beside its bytes."""

_S16: Final = np.dtype("<i2")
_F32: Final = np.dtype("<f4")
_FULL_SCALE: Final = (np.float32(-1), np.float32(1))
_S16_SCALE: Final = np.float32(32_768)
_S16_STEP: Final = 1 / _S16_SCALE
_S16_MAX: Final = np.float32(32_767)
_BLOCK: Final = 480
"""numpy releases the interpreter's lock for more than 500 elements. Where other threads wait for the lock,
switching there and back costs more than the work itself."""


class SampleFormat(Enum):
    """The type of a sample; the value is its numpy type, little-endian. OPUS stands for packets instead."""

    S16LE = "<i2"
    F32LE = "<f4"
    OPUS = "opus"


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
                "the sample rate is {rate} Hz and must be {low} to {high} Hz",
                rate=self.sample_rate_hz,
                low=MIN_RATE_HZ,
                high=MAX_RATE_HZ,
            )
        if self.channels not in (1, 2):
            raise InvalidArgumentError(
                "CHANNELS_INVALID",
                "the channel count is {channels} and must be 1 or 2",
                channels=self.channels,
            )

    @cached_property
    def bytes_per_sample(self) -> int:
        """Bytes of one sample over all channels."""
        return np.dtype(self.sample_format.value).itemsize * self.channels

    @cached_property
    def bytes_per_second(self) -> int:
        """Bytes of a second of sound; for Opus at most, with what keeping each packet takes."""
        if self.sample_format is SampleFormat.OPUS:
            return TICKS_PER_SECOND * (MAX_PACKET_BYTES + _PACKET_SPARE_BYTES)
        return self.sample_rate_hz * self.bytes_per_sample

    def position(self, tick: int) -> int:
        """Samples per channel in `tick` frames; rates that 50 does not divide have frames of two lengths."""
        return self.position_10ms(2 * tick)

    def position_10ms(self, halves: int) -> int:
        """Samples per channel in `halves` times 10 ms."""
        return halves * self.sample_rate_hz // (2 * TICKS_PER_SECOND)

    def samples_in(self, tick: int) -> int:
        """Samples over all channels in the frame of that tick."""
        return self._every_frame or (self.position(tick + 1) - self.position(tick)) * self.channels

    @cached_property
    def _every_frame(self) -> int:
        """Samples over all channels in a frame; 0 when frames differ."""
        samples, rest = divmod(self.sample_rate_hz, TICKS_PER_SECOND)
        return 0 if rest else samples * self.channels

    @cached_property
    def layout(self) -> tuple[int, int]:
        """Rate and channels: what a codec has to know."""
        return (self.sample_rate_hz, self.channels)

    def decode(self, pcm: bytes | bytearray | memoryview) -> Samples:
        """Return the bytes as float samples. Floats are clipped to full scale, and not-a-number is 0."""
        if self.sample_format is SampleFormat.S16LE:
            return _in_blocks(_from_s16, np.frombuffer(pcm, _S16), _F32)
        sound = _in_blocks(_clipped, np.frombuffer(pcm, _F32), _F32)
        with np.errstate(invalid="ignore"):  # a signalling not-a-number would be reported here
            has_nan = math.isnan(np.vecdot(sound, sound))
        return np.nan_to_num(sound, copy=False) if has_nan else sound

    def encode(self, samples: Samples) -> bytes:
        """Return float samples as bytes, clipped to full scale."""
        if self.sample_format is SampleFormat.F32LE:
            return _in_blocks(_clipped, samples, _F32).tobytes()
        return _in_blocks(_to_s16, samples, _S16).tobytes()


def _in_blocks(
    work: Callable[[npt.NDArray[From], npt.NDArray[To]], object],
    samples: npt.NDArray[From],
    dtype: np.dtype[To],
) -> npt.NDArray[To]:
    """Have `work` write what it makes of all samples block by block; return that, as `dtype`."""
    made = np.empty(len(samples), dtype)
    for start in range(0, len(samples), _BLOCK):
        end = start + _BLOCK
        work(samples[start:end], made[start:end])
    return made


def _from_s16(block: npt.NDArray[np.int16], into: Samples) -> None:
    np.multiply(block, _S16_STEP, out=into)


def _to_s16(block: Samples, into: npt.NDArray[np.int16]) -> None:
    scaled = block.clip(*_FULL_SCALE)
    scaled *= _S16_SCALE
    np.rint(scaled, out=scaled)
    np.minimum(scaled, _S16_MAX, out=scaled)
    into[:] = scaled


def _clipped(block: Samples, into: Samples) -> None:
    block.clip(*_FULL_SCALE, out=into)
