"""Reads any sound file that FFmpeg decodes, block by block, as float samples that the daemon can speak."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

import av
import av.error
import numpy as np

from odind.core.sound.format import MAX_RATE_HZ, MIN_RATE_HZ

from .error import SoundFileError, sentence
from .leaping import NEAR_S, UNINDEXED, leap
from .mp3_length import seconds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from av.audio.stream import AudioStream
    from av.container import InputContainer

    from odind.core.sound.ring import Frames

_LAYOUTS: Final = {1: "mono", 2: "stereo"}
_EXACT: Final = ("mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm")
"""Formats that say how long their sound is; decoders return what encoders have added at its end, too."""
_ENDLESS: Final = "aac"
_COUNTED: Final = "mp3"
_READABLE_HZ: Final = range(1_000, 768_001)
_MAX_READABLE_CHANNELS: Final = 32
"""Beyond these a file is damaged or hostile: converting it takes memory and time without measure."""
_ALL: Final = 1 << 62
_LEAD_S: Final = 0.5
"""What is decoded before the sample that is sought: decoders and converters need some sound to swing in."""
_PROMPT: Final = {"analyzeduration": "500000", "max_probe_packets": "8"}
_READ_BYTES: Final = 262_144
"""Larger pieces make seeking in a long mp3, which has no index, twice as fast."""


class Bytes(Protocol):
    """An open file, or, without `seek`, a pipe."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""


class SoundReader:
    """A sound file as 32-bit floats, which hold what 24-bit files say exactly.

    Rate and channels are the file's own where the daemon takes them (8,000 to 192,000 Hz, mono or stereo),
    and converted otherwise. `remarks` says so, for people; it grows while the file is read. `container` is
    FFmpeg's name of the one format that the file may have; without it the format is detected, among `formats`
    where those are named. A `layout` sets the rate and the channels, and `start` is the sample in that rate
    at which to begin. `track` is the number of the sound in a file with several; a file without so many
    holds none. `prompt` begins with the first half second of a file that comes as it is played, where four
    seconds are looked at otherwise. With `leaps`, a `start` after two hours of MP3 or raw AAC is reached
    without reading the file up to there: exactly where the bit rate is constant, about there otherwise. Of a
    file that is still `coming`, nothing behind its beginning is looked at.
    Raises SoundFileError.
    """

    def __init__(
        self,
        source: Path | Bytes,
        container: str | None = None,
        *,
        formats: str = "",
        layout: tuple[int, int] | None = None,
        start: int = 0,
        prompt: bool = False,
        leaps: bool = False,
        track: int = 0,
        coming: bool = False,
    ) -> None:
        self.remarks: list[str] = []
        # "file:" keeps names with a colon from being taken for addresses
        opened: Any = f"file:{source}" if isinstance(source, Path) else source
        options = {"format_whitelist": formats} if formats else {}
        options |= _PROMPT if prompt else {}
        try:
            self._file: InputContainer = av.open(
                opened, format=container, options=options, metadata_errors="replace", buffer_size=_READ_BYTES
            )
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SoundFileError(sentence(error)) from None
        self._seekable = hasattr(opened, "seek") or isinstance(opened, str)
        self._leaps = leaps and self._seekable and self._file.format.name in UNINDEXED
        self._source = source
        self._coming = coming
        self._stream = self._one_stream(track)
        self._stream.codec_context.thread_count = 1
        own = min(max(self._stream.rate, MIN_RATE_HZ), MAX_RATE_HZ), min(self._stream.channels, max(_LAYOUTS))
        self.sample_rate_hz, self.channels = layout or own
        self._remark_conversions()
        self._decoded_channels = min(self.channels, self._stream.channels)
        self._pieces = self._beginning_at(start)
        self._kept: list[Frames] = [np.empty((0, self.channels), np.float32)]

    @property
    def title(self) -> str:
        """What the file calls itself, "" where it does not."""
        tags = {
            name.lower(): text
            for name, text in (*self._stream.metadata.items(), *self._file.metadata.items())
        }
        return " - ".join(filter(None, (tags.get("artist"), tags.get("title"))))

    @cached_property
    def true_seconds(self) -> float | None:
        """How long the sound is, None where that is not known before its end.

        Raw AAC never tells; a long MP3 of variable bit rate without a table does not either.
        """
        if self.seconds is None or self._file.format.name == _ENDLESS:
            return None
        if self._file.format.name != _COUNTED or not self._seekable:
            return self.seconds
        return self._counted(self.seconds)

    def _counted(self, guess_s: float) -> float | None:
        """Return the true length of an MP3; leaves the position of the file as it is."""
        if isinstance(self._source, Path):
            with self._source.open("rb") as opened:
                return seconds_of(opened, guess_s, coming=self._coming)
        file: Any = self._source  # it has `seek`
        before = file.tell()
        try:
            return seconds_of(file, guess_s, coming=self._coming)
        finally:
            file.seek(before)

    @property
    def seconds(self) -> float | None:
        """How long the file says it is, or is about, where it does not say so."""
        if self._stream.duration is not None and self._stream.time_base is not None:
            return float(self._stream.duration * self._stream.time_base)
        return None if self._file.duration is None else self._file.duration / av.time_base

    @property
    def promised_s(self) -> float | None:
        """How long the sound is if it is whole; None where nothing says so."""
        several = self._stream.duration is None and len(self._file.streams.audio) > 1
        return None if several else self.true_seconds

    def read(self, count: int = _ALL) -> Frames:
        """Return the next frames, at most `count`; fewer only at the end. Damaged packets are skipped.

        Raises SoundFileError.
        """
        waiting = sum(map(len, self._kept))
        while waiting < count and (piece := next(self._pieces, None)) is not None:
            self._kept.append(piece)
            waiting += len(piece)
        sound = np.concatenate(self._kept)
        self._kept = [sound[count:]]
        return sound[:count]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _one_stream(self, track: int) -> AudioStream:
        """Return a sound of the file, or close it and raise."""
        streams = self._file.streams.audio[track:]
        if not streams or not streams[0].rate or not streams[0].channels:
            problem = "it holds no sound"
        elif streams[0].rate not in _READABLE_HZ:
            problem = f"a sample rate of {streams[0].rate} Hz is not within 1,000 to 768,000"
        elif streams[0].channels > _MAX_READABLE_CHANNELS:
            problem = f"{streams[0].channels} channels are more than {_MAX_READABLE_CHANNELS}"
        else:
            return streams[0]
        self._file.close()
        raise SoundFileError(problem)

    def _beginning_at(self, start: int) -> Iterator[Frames]:
        """Yield the sound from a sample on."""
        try:
            frames, surplus = self._sought(start)
            left = self._declared(start)
            for piece in self._converted(frames):
                wanted = piece[surplus : surplus + left]
                surplus, left = max(0, surplus - len(piece)), left - len(wanted)
                if len(wanted):
                    yield wanted
        except (av.error.FFmpegError, OSError, ValueError) as error:
            raise SoundFileError(sentence(error)) from None

    def _declared(self, start: int) -> int:
        """Return how many samples there are at most from one on."""
        if self._file.format.name not in _EXACT or self.seconds is None or not self._seekable:
            return _ALL
        return max(0, round(self.seconds * self.sample_rate_hz) - start)

    def _sought(self, start: int) -> tuple[Iterator[av.AudioFrame], int]:
        """Return frames from before a sample, and how many converted samples there are until it."""
        frames = self._decoded()
        first = next(frames, None)
        wanted_s = start / self.sample_rate_hz - _LEAD_S
        if first is None or wanted_s <= 0 or not self._seekable or first.pts is None:
            return chain((first,) if first else (), frames), start
        if self._leaps and wanted_s > NEAR_S:
            return self._leapt(start, wanted_s, _time_of(first))
        found = self._jumped(wanted_s)
        surplus = start - round((_time_of(found) - _time_of(first)) * self.sample_rate_hz) if found else -1
        if found is None or surplus < 0:
            self._file.seek(0)
            return self._decoded(), start
        return chain((found,), self._decoded()), surplus

    def _leapt(self, start: int, wanted_s: float, begin_s: float) -> tuple[Iterator[av.AudioFrame], int]:
        """Return what `_sought` does, where the file has no index."""
        later_s = leap(self._file, self._stream, wanted_s + begin_s)
        frames = iter(()) if later_s is None else self._decoded()
        found = next(frames, None)
        if later_s is None or found is None:
            return iter(()), 0
        reached = round((later_s + _time_of(found) - begin_s) * self.sample_rate_hz)
        return chain((found,), frames), max(0, start - reached)

    def _jumped(self, wanted_s: float) -> av.AudioFrame | None:
        """Move to a frame that begins at a time or earlier, and return it; None where FFmpeg cannot tell."""
        base = self._stream.time_base
        if base is None:
            return None
        self._file.seek(int(wanted_s / base) + (self._stream.start_time or 0), stream=self._stream)
        found = next(self._decoded(), None)
        return found if found and found.pts is not None else None

    def _converted(self, frames: Iterator[av.AudioFrame]) -> Iterator[Frames]:
        shape: tuple[object, ...] = ()
        converter: av.AudioResampler | None = None
        for frame in frames:
            frame.pts = None  # gaps in a file's clock are not silence
            if shape != (shape := (frame.format.name, frame.layout.name, frame.sample_rate)):
                yield from self._frames(converter, None)
                layout = _LAYOUTS[self._decoded_channels]
                converter = av.AudioResampler("flt", layout, self.sample_rate_hz)
            yield from self._frames(converter, frame)
        yield from self._frames(converter, None)

    def _decoded(self) -> Iterator[av.AudioFrame]:
        damaged = 0
        for packet in self._file.demux(self._stream):
            try:
                yield from packet.decode()
            except av.error.InvalidDataError:
                damaged += 1
        if damaged:
            self.remarks.append(f"{damaged} damaged packets were skipped")

    def _frames(self, converter: av.AudioResampler | None, frame: av.AudioFrame | None) -> Iterator[Frames]:
        if converter is not None:
            for converted in converter.resample(frame):
                found = np.asarray(converted.to_ndarray(), np.float32).reshape(-1, self._decoded_channels)
                # FFmpeg would turn one channel down for two
                yield found if found.shape[1] == self.channels else np.repeat(found, self.channels, axis=1)

    def _remark_conversions(self) -> None:
        if self._stream.channels > self.channels:
            self.remarks.append(f"{self._stream.channels} channels are mixed down to stereo")
        if self._stream.rate != self.sample_rate_hz:
            self.remarks.append(f"{self._stream.rate} Hz is converted to {self.sample_rate_hz} Hz")


def _time_of(frame: av.AudioFrame) -> float:
    return float((frame.pts or 0) * (frame.time_base or 0))
