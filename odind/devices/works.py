"""What a clocked device does with each block: silence, a tone, or a sound file.

A path can be named only inside the daemon's folder of sound files. A file that exists is never overwritten.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from odind.core.devices.ports import Direction
from odind.core.errors import AlreadyExistsError, InvalidArgumentError, UnavailableError
from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.values.late import dataclass
from odind.files.error import SoundFileError, SoundFileExistsError, sentence
from odind.files.reader import SoundReader
from odind.files.writer import create

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from odind.core.devices.ports import OpenSpec
    from odind.core.sound.ring import Frames, Ring

TONE_DBFS: Final = -20.0
"""Level of a tone, root mean square; its peak is 3 dB higher."""
_CONTAINERS: Final = {".wav": "wav", ".flac": "flac", ".ogg": "ogg"}
"""FFmpeg's name of the container that a file with this suffix must hold; none can refer to other files."""


class WorksOverError(Exception):
    """The works have ended; the text says why."""


class Works(Protocol):
    """What a clocked device does with a block of frames. Called on the device's thread alone."""

    sample_rate_hz: int
    channels: int

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Write one block into the ring, or read one out of it. `block` is zeroed. Raises WorksOverError."""

    def close(self) -> None:
        """Free all resources; called once. Raises WorksOverError."""


@dataclass
class Silence:
    """Records nothing."""

    sample_rate_hz: int
    channels: int

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Record silence."""
        ring.write(block, now_ns)

    def close(self) -> None:
        """Do nothing."""


@dataclass
class Drain:
    """Plays nothing."""

    sample_rate_hz: int
    channels: int

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Drop the next block."""
        ring.read_into(block, now_ns)

    def close(self) -> None:
        """Do nothing."""


class Tone:
    """Records a sine."""

    def __init__(self, frequency_hz: float, sample_rate_hz: int, channels: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.channels = channels
        self._step = 2 * np.pi * frequency_hz / sample_rate_hz
        self._phase = 0.0

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Record the next block of the sine."""
        phases = self._phase + self._step * np.arange(len(block))
        block[:] = (2**0.5 * 10 ** (TONE_DBFS / 20) * np.sin(phases))[:, None]
        self._phase = (self._phase + self._step * len(block)) % (2 * np.pi)
        ring.write(block, now_ns)

    def close(self) -> None:
        """Do nothing."""


class FileSource:
    """Records a sound file once. Raises UnavailableError FILE_UNUSABLE."""

    def __init__(self, path: Path) -> None:
        with _usable(path):
            if path.exists() and not path.is_file():
                raise SoundFileError("it is not a file")
            self._file = SoundReader(path, _CONTAINERS[path.suffix.lower()])
        self.sample_rate_hz = self._file.sample_rate_hz
        self.channels = self._file.channels
        self._name = path.name
        self._end: int | None = None

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Record the next block; after the last one, silence until the ring's reader has read it."""
        if self._end is None:
            sound = self._read(len(block))
            block[: len(sound)] = sound
            if len(sound) < len(block):
                self._end = ring.written + len(sound)
        elif ring.read >= self._end:
            raise WorksOverError("the file ended")
        ring.write(block, now_ns)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self, count: int) -> Frames:
        try:
            return self._file.read(count)
        except SoundFileError as error:
            raise WorksOverError(f"{self._name} cannot be read any further: {error}") from None


class FileSink:
    """Writes the played blocks into a new file.

    Raises UnavailableError FILE_UNUSABLE, AlreadyExistsError FILE_EXISTS.
    """

    def __init__(self, path: Path, sample_rate_hz: int, channels: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.channels = channels
        self._name = path.name
        self._format = AudioFormat(sample_rate_hz, channels, SampleFormat.S16LE)
        with _usable(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = create(path, sample_rate_hz, channels)

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Write a block."""
        ring.read_into(block, now_ns)
        with self._told():
            self._file.write(self._format.encode(block.reshape(-1)))

    def close(self) -> None:
        """Complete the file."""
        with self._told():
            self._file.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except SoundFileError as error:
            raise WorksOverError(
                f"{self._name} ends early: {error}; it holds what was played before"
            ) from None


def works_of(spec: OpenSpec, folder: Path) -> Works:
    """Return what the device of that id does; files are those of `folder`.

    Raises InvalidArgumentError FREQUENCY_INVALID, FILE_NAME_INVALID, DEVICE_DIRECTION_WRONG,
    DEVICE_ID_INVALID, UnavailableError FILE_UNUSABLE, AlreadyExistsError FILE_EXISTS.
    """
    scheme, _, rest = spec.device_id.partition(":")
    capture = spec.direction is Direction.CAPTURE
    match scheme:
        case "null" if not rest:
            return (Silence if capture else Drain)(spec.sample_rate_hz, spec.channels)
        case "tone" if capture:
            return Tone(_frequency(rest, spec.sample_rate_hz), spec.sample_rate_hz, spec.channels)
        case "tone":
            raise InvalidArgumentError("DEVICE_DIRECTION_WRONG", "a tone can be recorded, not played on")
        case "file" if capture:
            return FileSource(_within(folder, rest))
        case "file":
            return FileSink(_within(folder, rest), spec.sample_rate_hz, spec.channels)
    raise InvalidArgumentError(
        "DEVICE_ID_INVALID",
        "{device_id} must be null:, tone:HERTZ or file:NAME.wav",
        device_id=spec.device_id,
    )


def _frequency(text: str, sample_rate_hz: int) -> float:
    try:
        frequency = float(text)
    except ValueError:
        frequency = 0.0
    if not 1 <= frequency <= sample_rate_hz / 2:
        raise InvalidArgumentError(
            "FREQUENCY_INVALID",
            "the frequency of a tone must be from 1 to {high} Hz, not {frequency}",
            frequency=text,
            high=sample_rate_hz // 2,
        )
    return frequency


def _within(folder: Path, name: str) -> Path:
    """Return the file of that name in the folder; refuse names that lead outside, also through a link."""
    try:
        path = (folder / name).resolve()
        inside = path.is_relative_to(folder.resolve()) and "\0" not in name
    except (OSError, ValueError, RuntimeError):  # a name that no file can have, a circle of links
        inside = False
    if not inside or path.suffix.lower() not in _CONTAINERS:
        raise InvalidArgumentError(
            "FILE_NAME_INVALID",
            "{name} must be a .wav, .flac or .ogg file within {folder}",
            name=name,
            folder=folder,
        )
    return path


@contextmanager
def _usable(path: Path) -> Iterator[None]:
    try:
        yield
    except SoundFileExistsError:
        raise AlreadyExistsError(
            "FILE_EXISTS", "{path} exists already: use another name, or remove the file", path=path
        ) from None
    except (SoundFileError, OSError) as error:
        raise UnavailableError(
            "FILE_UNUSABLE", "{path} cannot be used: {detail}", path=path, detail=sentence(error)
        ) from None
