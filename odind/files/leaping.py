"""Finds a place in a long file without an index by what its frames weigh, instead of reading up to there."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from av.error import InvalidDataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.packet import Packet
    from numpy.typing import NDArray

UNINDEXED: Final = ("mp3", "aac")
"""FFmpeg's names of the formats that are rows of frames, all of one length in time, and nothing else."""
NEAR_S: Final = 7_200.0
"""To read so much of a sound takes 0.3 s at most. What lies further is worth a leap."""
_WINDOWS: Final = 32
_WINDOW_BYTES: Final = 200_000
_WINDOW_PACKETS: Final = 1_000
_UNSETTLED: Final = 32
"""Packets that may be pieces after a move into the middle of one."""
_RUN_UPS_S: Final = (0.0, 8.0, 32.0)
"""How much earlier to land, one after the other, when pieces led beyond the time that is wanted."""
_MAX_FRAME_BYTES: Final = 2_000
_TABLE_ENTRIES: Final = 100
_HAS_ALL: Final = 0b111
"""Flags of an MP3's first frame: the number of frames, the number of bytes and the table are there."""


class _Course(NamedTuple):
    """Places in a file, in bytes, and the times that belong to them, in seconds; both ascend."""

    places: NDArray[np.float64]
    times_s: NDArray[np.float64]

    def place_of(self, time_s: float) -> int:
        return int(np.interp(time_s, self.times_s, self.places))

    def time_of(self, place: int) -> float:
        return float(np.interp(place, self.places, self.times_s))


def leap(file: InputContainer, stream: AudioStream, time_s: float) -> float | None:
    """Move to a packet near a time and return its time, None at the end; its timestamp is 0 from now on.

    That is exact where all frames have as many bytes. Elsewhere it is what the table of an MP3 says,
    whose entries are 1/256 of the file apart, or else an estimate from 32 windows. Reads 20 MB at most, from
    all over the file. Raises FFmpegError.
    """
    file.seek(0)
    first = next(_packets(file, stream), None)
    if first is None or not first.duration:
        return None
    course, frame_s = _course(file, stream, first), _frame_s(first)
    found = _landing(file, stream, course, time_s, _UNSETTLED * frame_s)
    if found is None:
        return None
    _move(file, found.pos or 0)
    return round(course.time_of(found.pos or 0) / frame_s) * frame_s


def _landing(
    file: InputContainer, stream: AudioStream, course: _Course, time_s: float, settling_s: float
) -> Packet[AudioStream] | None:
    """Return a packet before a time, or the first one behind a damaged place."""
    found = None
    for run_up_s in _RUN_UPS_S:
        place = course.place_of(time_s - settling_s - run_up_s)
        found = next(_settled(file, stream, place), None)
        if found and course.time_of(found.pos or 0) <= time_s:
            break
    return found


def _course(file: InputContainer, stream: AudioStream, first: Packet[AudioStream]) -> _Course:
    bounds = np.linspace(first.pos or 0, file.size, _WINDOWS + 1)
    windows = [_sizes(file, stream, int(begin)) for begin in bounds[:-1]]
    frame_s = _frame_s(first)
    if steady := _steady_bytes(windows, stream, frame_s):
        return _through(bounds[[0, -1]], steady, frame_s)
    if table := _table(file, stream, first):
        return table
    return _through(bounds, np.array([np.mean(sizes or np.inf) for sizes in windows]), frame_s)


def _through(
    bounds: NDArray[np.float64], frame_bytes: float | NDArray[np.float64], frame_s: float
) -> _Course:
    """Return the course through parts of a file whose frames weigh so much."""
    return _Course(bounds, np.concatenate(((0,), np.cumsum(np.diff(bounds) / frame_bytes * frame_s))))


def _steady_bytes(windows: list[list[int]], stream: AudioStream, frame_s: float) -> float:
    """Return how long every frame is, on average where some are padded by a byte; 0 where they vary."""
    sizes = {size for window in windows for size in window}
    if len(sizes) == 1:
        return sizes.pop()
    padded = stream.codec_context.name.startswith("mp3") and sizes and max(sizes) - min(sizes) == 1
    return (stream.codec_context.bit_rate or 0) / 8 * frame_s if padded else 0


def _table(file: InputContainer, stream: AudioStream, first: Packet[AudioStream]) -> _Course | None:
    """Return the course by the table in an MP3's first frame: hundredths of time, in 1/256 of the size.

    As in "MPEG Audio Frame Header" by Konrad Windszus, "XING header".
    """
    begin = first.pos or 0
    ahead = takewhile(
        lambda packet: (packet.pos or 0) < begin, _packets_at(file, stream, max(0, begin - _MAX_FRAME_BYTES))
    )
    _, tag, content = b"".join(map(bytes, ahead)).partition(b"Xing")
    shares = np.frombuffer(content[12 : 12 + _TABLE_ENTRIES], np.uint8)
    if (
        not tag
        or len(shares) < _TABLE_ENTRIES
        or content[3] & _HAS_ALL != _HAS_ALL
        or stream.duration is None
    ):
        return None
    parts = np.maximum.accumulate((*(shares + 0.5) / 256, 1.0))
    parts[0] = 0
    duration_s = float(stream.duration * (stream.time_base or 0))
    return _Course(begin + parts * (file.size - begin), np.linspace(0, duration_s, len(parts)))


def _sizes(file: InputContainer, stream: AudioStream, begin: int) -> list[int]:
    """Return the sizes of the packets in a window."""
    packets = islice(_settled(file, stream, begin), _WINDOW_PACKETS)
    inside = takewhile(lambda packet: (packet.pos or 0) < begin + _WINDOW_BYTES, packets)
    return [packet.size for packet in inside]


def _settled(file: InputContainer, stream: AudioStream, place: int) -> Iterator[Packet[AudioStream]]:
    """Yield whole packets from about a place on."""
    return islice(_packets_at(file, stream, place), _UNSETTLED, None)


def _packets_at(file: InputContainer, stream: AudioStream, place: int) -> Iterator[Packet[AudioStream]]:
    _move(file, place)
    return _packets(file, stream)


def _move(file: InputContainer, place: int) -> None:
    """Move to a byte. PyAV calls that unsupported, as most formats do not; those here do."""
    file.seek(place, unsupported_byte_offset=True)


def _packets(file: InputContainer, stream: AudioStream) -> Iterator[Packet[AudioStream]]:
    """Yield packets, up to the end or to where none is found any more."""
    with suppress(InvalidDataError):
        yield from (packet for packet in file.demux(stream) if packet.size)


def _frame_s(packet: Packet[AudioStream]) -> float:
    return float((packet.duration or 0) * packet.time_base)
