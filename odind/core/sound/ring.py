"""A ring of samples between one producer and one consumer, in any memory that both can see.

One side may be another thread or another process: neither waits, locks or allocates. Each counter has one
writer, and positions only grow. What does not fit is dropped and counted; what is missing is silence and
counted.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

Frames = npt.NDArray[np.float32]
"""Float samples, full scale -1 to 1, shape (frames, channels)."""


class _Cell(IntEnum):
    """Places of the counters in the header, each a 64-bit integer."""

    WRITTEN = 0
    READ = 1
    DROPPED = 2
    MISSED = 3
    WRITTEN_AT_NS = 4
    READ_AT_NS = 5
    LATENCY_US = 6
    FAULTS = 7


_HEADER: Final = np.dtype(np.int64).itemsize * 16
_LONGEST_GUESS_NS: Final = 100_000_000
"""How far a position is carried on by the clock: a device that stalls is not assumed to go on."""


class Ring:
    """`capacity` frames of `channels` samples. `buffer` is at least `Ring.size` bytes, zeroed before."""

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
        """Producer: append frames; return how many fitted. `now_ns` is when, on the device's side."""
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
        """Consumer: fill `out`, with silence where frames are missing; return how many were there."""
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
        """Consumer: leave out up to that many frames; return how many were there."""
        read = int(self._cells[_Cell.READ])
        count = min(max(frames, 0), int(self._cells[_Cell.WRITTEN]) - read)
        self._cells[_Cell.READ] = read + count
        return count

    @property
    def depth(self) -> int:
        """Frames that wait."""
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
        """Frames that found no room."""
        return int(self._cells[_Cell.DROPPED])

    @property
    def missed(self) -> int:
        """Frames of silence that stood in for missing ones."""
        return int(self._cells[_Cell.MISSED])

    @property
    def faults(self) -> int:
        """Blocks that the device itself flagged as broken."""
        return int(self._cells[_Cell.FAULTS])

    @property
    def latency_s(self) -> float:
        """The device's own delay between this ring and the air, as it says."""
        return float(self._cells[_Cell.LATENCY_US]) / 1e6

    @property
    def last_turn_ns(self) -> int:
        """When the device last wrote or read, on the monotonic clock; only the device's side stamps."""
        return int(max(self._cells[_Cell.WRITTEN_AT_NS], self._cells[_Cell.READ_AT_NS]))

    def note(self, *, latency_us: int, fault: bool) -> None:
        """Device's side: store what a callback learned."""
        self._cells[_Cell.LATENCY_US] = max(latency_us, 0)
        self._cells[_Cell.FAULTS] += fault

    def written_by(self, now_ns: int, sample_rate_hz: int) -> float:
        """Frames that the producer's clock has made by now, those of its unfinished block included."""
        return self._carried(_Cell.WRITTEN, _Cell.WRITTEN_AT_NS, now_ns, sample_rate_hz)

    def read_by(self, now_ns: int, sample_rate_hz: int) -> float:
        """Frames that the consumer's clock has used by now, those of its unfinished block included."""
        return self._carried(_Cell.READ, _Cell.READ_AT_NS, now_ns, sample_rate_hz)

    def moment_read(self, position: int, sample_rate_hz: int) -> float:
        """When the consumer used the frame at `position`, in nanoseconds, taking its clock as even."""
        return int(self._cells[_Cell.READ_AT_NS]) - (self.read - position) * 1e9 / sample_rate_hz

    def moment_written(self, position: int, sample_rate_hz: int) -> float:
        """When the producer made the frame at `position`, in nanoseconds, taking its clock as even."""
        return int(self._cells[_Cell.WRITTEN_AT_NS]) - (self.written - position) * 1e9 / sample_rate_hz

    def _carried(self, position: _Cell, at: _Cell, now_ns: int, sample_rate_hz: int) -> float:
        stamp = int(self._cells[at]) or now_ns
        elapsed = min(max(now_ns - stamp, 0), _LONGEST_GUESS_NS)
        return int(self._cells[position]) + elapsed * sample_rate_hz / 1e9
