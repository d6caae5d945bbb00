"""Devices that always exist and run on the daemon's own clock: `null:`, `tone:FREQ`, `file:NAME.wav`.

Each open one is a thread that does what a sound card's interrupt does: a block of samples, punctually.
"""

from __future__ import annotations

import asyncio
import threading
import time
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
import soundfile

from odind.core.base.errors import InvalidArgumentError, UnavailableError
from odind.core.devices.ports import Device, Direction
from odind.core.sound.ring import Ring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from odind.core.devices.ports import OpenSpec
    from odind.core.sound.ring import Frames

TONE_DBFS: Final = -20.0
"""Level of a tone, root mean square; its peak is 3 dB higher."""
DEVICES: Final = (
    Device("null:", "Silence in, nothing out", "clocked", 2, 2, clocked=True),
    Device("tone:440", "A sine of any frequency: tone:HERTZ", "clocked", 2, 0, clocked=True),
    Device("file:NAME.wav", "A sound file of the daemon's folder", "clocked", 2, 2, clocked=True),
)


class Clock(Protocol):
    """The clock that blocks are paced on."""

    def now_ns(self) -> int:
        """Nanoseconds, monotonic."""

    def wait_until(self, moment_ns: int, stop: threading.Event) -> bool:
        """Wait; return whether to stop."""


class SystemClock:
    """The system's monotonic clock."""

    def now_ns(self) -> int:
        """Nanoseconds, monotonic."""
        return time.monotonic_ns()

    def wait_until(self, moment_ns: int, stop: threading.Event) -> bool:
        """Wait; return whether to stop."""
        return stop.wait(max(0, moment_ns - time.monotonic_ns()) / 1e9)


class Works(Protocol):
    """What a clocked device does with a block of frames."""

    sample_rate_hz: int
    channels: int

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Fill or use up one block."""

    def close(self) -> None:
        """Free what is held."""


@dataclass
class Silence:
    """Records nothing."""

    sample_rate_hz: int
    channels: int

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Give silence."""
        ring.write(block, now_ns)

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class Drain:
    """Plays nothing."""

    sample_rate_hz: int
    channels: int

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Drop what is played."""
        ring.read_into(block, now_ns)

    def close(self) -> None:
        """Nothing is held."""


class Tone:
    """Records a sine."""

    def __init__(self, frequency_hz: float, sample_rate_hz: int, channels: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.channels = channels
        self._step = 2 * np.pi * frequency_hz / sample_rate_hz
        self._phase = 0.0

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Give the next block of the sine."""
        phases = self._phase + self._step * np.arange(len(block))
        block[:] = (2**0.5 * 10 ** (TONE_DBFS / 20) * np.sin(phases))[:, None]
        self._phase = (self._phase + self._step * len(block)) % (2 * np.pi)
        ring.write(block, now_ns)

    def close(self) -> None:
        """Nothing is held."""


class FileSource:
    """Records what a sound file holds, once, then silence. Any format that libsndfile reads."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = soundfile.SoundFile(path)
        except (OSError, soundfile.SoundFileError) as error:
            raise _file_unusable(path, error) from None
        self.sample_rate_hz = int(self._file.samplerate)
        self.channels = int(self._file.channels)

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Give the next block of the file."""
        self._file.read(out=block, fill_value=0.0)
        ring.write(block, now_ns)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class FileSink:
    """Writes what is played into a WAV file of 16-bit samples, which is whole after every block."""

    def __init__(self, path: Path, sample_rate_hz: int, channels: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.channels = channels
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = wave.open(str(path), "wb")  # noqa: SIM115 - close is ours
        except OSError as error:
            raise _file_unusable(path, error) from None
        self._file.setparams((channels, 2, sample_rate_hz, 0, "NONE", ""))

    def turn(self, ring: Ring, block: Frames, now_ns: int) -> None:
        """Write a block."""
        ring.read_into(block, now_ns)
        self._file.writeframes(np.rint(block.clip(-1, 1) * 32_767).astype("<i2").tobytes())

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ClockedDevice:
    """Runs works in a thread; a late block is made up for at once, the ring takes care of the rest."""

    def __init__(self, spec: OpenSpec, works: Works, clock: Clock, lost: Callable[[str], None]) -> None:
        self.sample_rate_hz = works.sample_rate_hz
        self.channels = works.channels
        self.ring = Ring(works.sample_rate_hz * spec.ring_ms // 1000, works.channels)
        self._works = works
        self._clock = clock
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._block_frames = works.sample_rate_hz * spec.block_ms // 1000
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=spec.device_id, daemon=True)
        self._thread.start()

    async def aclose(self) -> None:
        """Stop, and wait until the last block is done."""
        self._stop.set()
        await asyncio.to_thread(self._thread.join)

    def _run(self) -> None:
        started, blocks = self._clock.now_ns(), 0
        try:
            while not self._clock.wait_until(self._due(started, blocks + 1), self._stop):
                blocks += 1
                block = np.zeros((self._block_frames, self.channels), np.float32)
                self._works.turn(self.ring, block, self._due(started, blocks))
        except (OSError, ValueError, soundfile.SoundFileError) as error:
            self._loop.call_soon_threadsafe(self._lost, str(error))
        finally:
            self._works.close()

    def _due(self, started_ns: int, blocks: int) -> int:
        return started_ns + blocks * self._block_frames * 1_000_000_000 // self.sample_rate_hz


def works_of(spec: OpenSpec, folder: Path) -> Works:
    """Return what the device of that id does; files are of `folder`.

    Raises InvalidArgumentError FREQUENCY_INVALID, FILE_NAME_INVALID, DEVICE_DIRECTION_WRONG,
    DEVICE_ID_INVALID, UnavailableError FILE_UNUSABLE.
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
        "DEVICE_ID_INVALID", "{device_id} is not null:, tone:HERTZ or file:NAME.wav", device_id=spec.device_id
    )


def _frequency(text: str, sample_rate_hz: int) -> float:
    try:
        frequency = float(text)
    except ValueError:
        frequency = 0.0
    if not 1 <= frequency <= sample_rate_hz / 2:
        raise InvalidArgumentError(
            "FREQUENCY_INVALID",
            "a tone of {frequency} Hz is not within 1 to {high}",
            frequency=text,
            high=sample_rate_hz // 2,
        )
    return frequency


def _within(folder: Path, name: str) -> Path:
    """Return the file of that name in the folder; nothing outside can be named, not by a link either."""
    path = (folder / name).resolve()
    if not name.lower().endswith((".wav", ".flac", ".ogg")) or not path.is_relative_to(folder.resolve()):
        raise InvalidArgumentError(
            "FILE_NAME_INVALID",
            "{name} is not a .wav, .flac or .ogg file within {folder}",
            name=name,
            folder=folder,
        )
    return path


def _file_unusable(path: Path, error: Exception) -> UnavailableError:
    return UnavailableError("FILE_UNUSABLE", "{path} cannot be used: {detail}", path=path, detail=error)
