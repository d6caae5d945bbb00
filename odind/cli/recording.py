"""Sound files that stay aligned: every frame stands where the room's sample clock puts it."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final, Self

import soundfile

from odind.client import bytes_per_sample
from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pathlib import Path

    from odind.client import AudioFormat, AudioFrame, AudioFrames

_MIX: Final = 0
_SILENCE_SAMPLES: Final = 48_000
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_NAME_LENGTH: Final = 64


class Track:
    """One file of 16-bit samples that is written from left to right; gaps become silence."""

    def __init__(self, path: Path, audio_format: AudioFormat, peer_id: int, user_id: str) -> None:
        self.path = path
        self.peer_id = peer_id
        self.user_id = user_id
        self.samples = 0
        self._size = bytes_per_sample(audio_format)
        self._file = _create(path, audio_format)

    def write(self, position: int, pcm: bytes) -> None:
        """Write samples at a position; what would overlap the samples before is skipped."""
        self.extend(position)
        self._append(pcm[max(0, self.samples - position) * self._size :])

    def extend(self, end: int) -> None:
        """Write silence up to a position."""
        while self.samples < end:
            self._append(bytes(min(end - self.samples, _SILENCE_SAMPLES) * self._size))

    def close(self) -> None:
        """Complete the file."""
        self._file.close()

    def document(self) -> dict[str, Any]:
        """Say what was written."""
        who = {} if self.peer_id == _MIX else {"peer_id": self.peer_id, "user_id": self.user_id}
        return {"path": str(self.path), "samples": self.samples, **who}

    def _append(self, pcm: bytes) -> None:
        self._file.buffer_write(pcm, dtype="int16")
        self.samples += len(pcm) // self._size


class Recording:
    """The tracks of one recording. They begin with the first frame that anybody is heard in.

    Leaving the context makes them equally long and completes the files.
    """

    def __init__(self, path: Path, audio_format: AudioFormat, *, per_peer: bool) -> None:
        self.tracks: dict[int, Track] = {}
        self.dropped = 0
        self._path = path
        self._per_peer = per_peer
        self._format = audio_format
        self._origin: int | None = None
        self._files = ExitStack()

    @property
    def samples(self) -> int:
        """Samples per channel of the longest track."""
        return max((track.samples for track in self.tracks.values()), default=0)

    def begin(self) -> None:
        """Replace the file of the mix, now that there is something to listen to."""
        if not self._per_peer:
            self._open(_MIX, "", self._path)

    def add(self, heard: AudioFrames) -> None:
        """Write the frames of one tick."""
        self.dropped += heard.dropped
        for frame in heard.frames:
            if self._origin is None:
                self._origin = frame.room_sample
            self._track(frame).write(frame.room_sample - self._origin, frame.pcm)

    def document(self) -> dict[str, Any]:
        """Say what was written."""
        return {
            "sample_rate_hz": self._format.sample_rate_hz,
            "channels": self._format.channels,
            "dropped": self.dropped,
            "files": [track.document() for track in self.tracks.values()],
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        with self._files:
            end = self.samples
            for track in self.tracks.values():
                track.extend(end)

    def _track(self, frame: AudioFrame) -> Track:
        track = self.tracks.get(frame.peer_id)
        return track or self._open(frame.peer_id, frame.user_id, self._peer_path(frame))

    def _peer_path(self, frame: AudioFrame) -> Path:
        name = _UNSAFE.sub("_", frame.user_id)[:_NAME_LENGTH]
        return self._path.with_stem(f"{self._path.stem}-{frame.peer_id}-{name}")

    def _open(self, peer_id: int, user_id: str, path: Path) -> Track:
        track = self.tracks[peer_id] = Track(path, self._format, peer_id, user_id)
        self._files.callback(track.close)
        return track


def _create(path: Path, audio_format: AudioFormat) -> soundfile.SoundFile:
    try:
        return soundfile.SoundFile(
            path, "w", samplerate=audio_format.sample_rate_hz, channels=audio_format.channels
        )
    except (soundfile.SoundFileError, TypeError, ValueError) as error:
        raise InvalidArgumentError(
            "AUDIO_FILE_UNWRITABLE", "{path} cannot be written: {problem}", path=path, problem=error
        ) from None
