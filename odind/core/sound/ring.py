"""A ring of samples between one producer and one consumer, in any memory that both can see.

Either side may be another thread or another process: neither waits, locks or allocates. Each counter has one
writer, and positions only grow. Frames that do not fit are dropped and counted; missing frames are read as
silence and counted.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Frames = npt.NDArray[np.float32]
"""Float samples, full scale -1 to 1, shape (frames, channels)."""


class _Cell(IntEnum):
    """Indexes of the counters in the header, each a 64-bit integer."""

    WRITTEN = 0
    READ = 1
    DROPPED = 2
    MISSED = 3
    WRITTEN_AT_NS = 4
    READ_AT_NS = 5
    LATENCY_US = 6
    FAULTS = 7


_HEADER: Final = np.dtype(np.int64).itemsize * 16
_MAX_EXTRAPOLATION_NS: Final = 100_000_000
"""How long a position is extrapolated by the clock: a device that stalls is not assumed to go on."""


class Ring:
    """`capacity` frames of `channels` samples. `buffer` must have `Ring.size` zeroed bytes or more."""

    def __init__(self, capacity: int, channels: int, buffer: memoryview | None = None) -> None:
        memory = np.zeros(self.size(capacity, channels), np.uint8) if buffer is None else buffer
        self.capacity = capacity
        self.channels = channels
        self._cells = np.frombuffer(memory, np.int64, _HEADER // 8)
        self._data = np.frombuffer(memory, np.float32, capacity * channels, _HEADER).reshape(-1, channels)

    @staticmethod
    def size(capacity: int, channels: int) -> int:
        """Bytes of memory that a ring needs."""
        return _HEADER + capacity * channels * 4

    def write(self, frames: Frames, now_ns: int = 0) -> int:
        """Producer: append frames; return how many fitted. A device stamps them with `now_ns`."""
        written = int(self._cells[_Cell.WRITTEN])
        count = min(len(frames), self.capacity - (written - int(self._cells[_Cell.READ])))
        start = written % self.capacity
        first = min(count, self.capacity - start)
        self._data[start : start + first] = frames[:first]
        self._data[: count - first] = frames[first:count]
        if now_ns:
            self._cells[_Cell.WRITTEN_AT_NS] = now_ns
        self._cells[_Cell.WRITTEN] = written + count
        self._cells[_Cell.DROPPED] += len(frames) - count
        return count

    def read_into(self, out: Frames, now_ns: int = 0) -> int:
        """Consumer: fill `out`, with silence where frames are missing; return how many were available."""
        read = int(self._cells[_Cell.READ])
        count = min(len(out), int(self._cells[_Cell.WRITTEN]) - read)
        start = read % self.capacity
        first = min(count, self.capacity - start)
        out[:first] = self._data[start : start + first]
        out[first:count] = self._data[: count - first]
        out[count:] = 0
        if now_ns:
            self._cells[_Cell.READ_AT_NS] = now_ns
        self._cells[_Cell.READ] = read + count
        self._cells[_Cell.MISSED] += len(out) - count
        return count

    def skip(self, frames: int) -> int:
        """Consumer: skip up to that many frames; return how many were skipped."""
        read = int(self._cells[_Cell.READ])
        count = min(max(frames, 0), int(self._cells[_Cell.WRITTEN]) - read)
        self._cells[_Cell.READ] = read + count
        return count

    @property
    def depth(self) -> int:
        """Frames that were written and not read yet."""
        return int(self._cells[_Cell.WRITTEN]) - int(self._cells[_Cell.READ])

    @property
    def written(self) -> int:
        """Frames written so far."""
        return int(self._cells[_Cell.WRITTEN])

    @property
    def read(self) -> int:
        """Frames read or skipped so far."""
        return int(self._cells[_Cell.READ])

    @property
    def dropped(self) -> int:
        """Frames that did not fit."""
        return int(self._cells[_Cell.DROPPED])

    @property
    def missed(self) -> int:
        """Frames of silence that were read in place of missing ones."""
        return int(self._cells[_Cell.MISSED])

    @property
    def faults(self) -> int:
        """Blocks that the device flagged as broken."""
        return int(self._cells[_Cell.FAULTS])

    @property
    def latency_s(self) -> float:
        """The device's own delay between this ring and the air, as the device reports it."""
        return float(self._cells[_Cell.LATENCY_US]) / 1e6

    @property
    def last_turn_ns(self) -> int:
        """When the device last wrote or read, on the monotonic clock; only devices stamp."""
        return int(max(self._cells[_Cell.WRITTEN_AT_NS], self._cells[_Cell.READ_AT_NS]))

    def note(self, *, latency_us: int, fault: bool) -> None:
        """Device: store what its callback was told."""
        self._cells[_Cell.LATENCY_US] = max(latency_us, 0)
        self._cells[_Cell.FAULTS] += fault

    def written_by(self, now_ns: int, sample_rate_hz: int) -> float:
        """Frames that the producer's clock has made by now, with those of its unfinished block."""
        return self._extrapolated(_Cell.WRITTEN, _Cell.WRITTEN_AT_NS, now_ns, sample_rate_hz)

    def read_by(self, now_ns: int, sample_rate_hz: int) -> float:
        """Frames that the consumer's clock has used by now, with those of its unfinished block."""
        return self._extrapolated(_Cell.READ, _Cell.READ_AT_NS, now_ns, sample_rate_hz)

    def moment_read(self, position: int, sample_rate_hz: int) -> float:
        """When the consumer used the frame at `position`, in nanoseconds, if its clock is even."""
        return int(self._cells[_Cell.READ_AT_NS]) - (self.read - position) * 1e9 / sample_rate_hz

    def moment_written(self, position: int, sample_rate_hz: int) -> float:
        """When the producer made the frame at `position`, in nanoseconds, if its clock is even."""
        return int(self._cells[_Cell.WRITTEN_AT_NS]) - (self.written - position) * 1e9 / sample_rate_hz

    def _extrapolated(self, position: _Cell, at: _Cell, now_ns: int, sample_rate_hz: int) -> float:
        stamp = int(self._cells[at]) or now_ns
        elapsed = min(max(now_ns - stamp, 0), _MAX_EXTRAPOLATION_NS)
        return int(self._cells[position]) + elapsed * sample_rate_hz / 1e9
