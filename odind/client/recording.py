"""Aligned recordings: each frame is written at its position on the room's sample clock."""

from __future__ import annotations

import asyncio
import math
import re
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final, Protocol, Self

from odind.core.errors import InvalidArgumentError
from odind.files.error import SoundFileError
from odind.files.writer import create

from .formats import bytes_per_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from odind.core.values.json_text import JsonObject
    from odind.v1.audio_pb2 import AudioFormat, AudioFrame, AudioFrames

    from .audio import AudioStream

_MIX: Final = 0
_SILENCE_SAMPLES: Final = 48_000
_LAST_FRAMES_S: Final = 0.5
"""How long to wait, after the end, for the last sound from before it."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_LENGTH: Final = 64
INCOMPLETE: Final = "{path} ends early: {problem}; it holds what was heard before"


class Sink(Protocol):
    """Writes the samples of one signal, in order."""

    def append(self, pcm: bytes) -> None:
        """Write whole samples."""

    def close(self) -> None:
        """Complete the file."""


class SoundFile:
    """A sound file of 16-bit samples; its suffix selects the format. An existing file is replaced.

    Raises InvalidArgumentError AUDIO_FILE_UNWRITABLE, at once when the disk is full or fails; the file then
    holds what was written before.
    """

    def __init__(self, path: Path, audio_format: AudioFormat) -> None:
        self._path = path
        rate, channels = audio_format.sample_rate_hz, audio_format.channels or 1
        with self._explained("{path} cannot be written: {problem}"):
            self._writer = create(path, rate, channels, replace=True)

    def append(self, pcm: bytes) -> None:
        """Write samples."""
        with self._explained(INCOMPLETE):
            self._writer.write(pcm)

    def close(self) -> None:
        """Complete the file."""
        with self._explained(INCOMPLETE):
            self._writer.close()

    @contextmanager
    def _explained(self, message: str) -> Iterator[None]:
        try:
            yield
        except SoundFileError as error:
            raise InvalidArgumentError(
                "AUDIO_FILE_UNWRITABLE", message, path=self._path, problem=error
            ) from None


class Track:
    """One signal, written from its beginning to its end; gaps become silence."""

    def __init__(self, sink: Sink, audio_format: AudioFormat, path: Path, peer_id: int, user_id: str) -> None:
        self.path = path
        self.peer_id = peer_id
        self.user_id = user_id
        self.samples = 0
        self._size = bytes_per_sample(audio_format)
        self._sink = sink

    def write(self, position: int, pcm: bytes, end: int) -> None:
        """Write the samples from `position` to `end`, except those that were written before."""
        self.extend(position)
        start = max(0, self.samples - position)
        self._append(pcm[start * self._size : max(0, end - position) * self._size])

    def extend(self, end: int) -> None:
        """Write silence up to a position."""
        while self.samples < end:
            self._append(bytes(min(end - self.samples, _SILENCE_SAMPLES) * self._size))

    def document(self) -> JsonObject:
        """Return what was written, as a document."""
        who: JsonObject = {} if self.peer_id == _MIX else {"peer_id": self.peer_id, "user_id": self.user_id}
        return {"path": str(self.path), "samples": self.samples, **who}

    def _append(self, pcm: bytes) -> None:
        self._sink.append(pcm)
        self.samples += len(pcm) // self._size


def _ignore(_heard: AudioFrames) -> None:
    """Tell nobody."""


class Recording:
    """The tracks of one recording. They begin at the position where listening began.

    `tracks` has them by peer id, the mix as 0; `dropped` counts frames that were lost, which are silent.
    `new_sink` opens each of them. Files of peers are named after `path` and the peer, or lie in the folder
    `path`. Leaving the context pads the tracks to equal length and completes them.
    """

    def __init__(
        self,
        path: Path,
        audio_format: AudioFormat,
        new_sink: Callable[[Path, AudioFormat], Sink],
        *,
        per_peer: bool,
        seconds: float | None = None,
        in_folder: bool = False,
    ) -> None:
        self.tracks: dict[int, Track] = {}
        self.dropped = 0
        self.voiced = False
        """Whether anybody was heard."""
        self._path = path
        self._per_peer = per_peer
        self._in_folder = in_folder
        self._format = audio_format
        self._new_sink = new_sink
        self._patience_s = None if seconds is None else seconds + _LAST_FRAMES_S
        self._end = math.inf if seconds is None else round(seconds * audio_format.sample_rate_hz)
        self._origin = 0
        self._sinks = ExitStack()

    @property
    def samples(self) -> int:
        """Samples per channel of the longest track."""
        return max((track.samples for track in self.tracks.values()), default=0)

    @property
    def seconds(self) -> float:
        """Length of the longest track."""
        return self.samples / self._format.sample_rate_hz

    @property
    def complete(self) -> bool:
        """Whether the recording has the length that was asked for."""
        return self.samples >= self._end

    def begin(self, room_sample: int) -> None:
        """Start at this position, and only now replace the file of the mix."""
        self._origin = room_sample
        if not self._per_peer:
            self._open(_MIX, "", self._path)

    def add(self, heard: AudioFrames) -> None:
        """Write the frames of one tick."""
        self.dropped += heard.dropped
        for frame in heard.frames:
            self.voiced = self.voiced or frame.voice
            position = max(0, frame.room_sample - self._origin)
            if position < self._end:
                size = len(frame.pcm) // bytes_per_sample(self._format)
                end = int(min(position + size, self._end))
                self._track(frame).write(position, frame.pcm, end)

    async def follow(self, listener: AudioStream, heard: Callable[[AudioFrames], None] = _ignore) -> None:
        """Add what is heard until the recording is complete, its time is over, or the connection is left.

        `heard` is called with everything that was added.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience_s):
                async for frames in listener:
                    self.add(frames)
                    heard(frames)
                    if self.complete:
                        return

    def document(self) -> JsonObject:
        """Return what was written, as a document."""
        return {
            "sample_rate_hz": self._format.sample_rate_hz,
            "channels": self._format.channels,
            "dropped": self.dropped,
            "files": [track.document() for track in self.tracks.values()],
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        with self._sinks:
            end = self.samples
            for track in self.tracks.values():
                track.extend(end)

    def _track(self, frame: AudioFrame) -> Track:
        track = self.tracks.get(frame.peer_id)
        return track or self._open(frame.peer_id, frame.user_id, self._peer_path(frame))

    def _peer_path(self, frame: AudioFrame) -> Path:
        name = f"{frame.peer_id}-{_UNSAFE.sub('_', frame.user_id)[:_NAME_LENGTH]}"
        if self._in_folder:
            return self._path / f"{name}.wav"
        return self._path.with_stem(f"{self._path.stem}-{name}")

    def _open(self, peer_id: int, user_id: str, path: Path) -> Track:
        sink = self._new_sink(path, self._format)
        self._sinks.callback(sink.close)
        track = self.tracks[peer_id] = Track(sink, self._format, path, peer_id, user_id)
        return track
