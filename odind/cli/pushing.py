"""Speaking a sound file, block by block, whatever its length."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final

import click
import soundfile

from odind.client import F32LE, AudioFormat
from odind.core.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from odind.client import Daemon, SendDrained

_BLOCK_SAMPLES: Final = 8_192
_MOST_CHANNELS: Final = 2
_RATES: Final = range(8_000, 192_001)


@contextmanager
def opened(path: Path) -> Iterator[soundfile.SoundFile]:
    """Open a sound file that can be spoken.

    Raises InvalidArgumentError AUDIO_FILE_UNREADABLE, CHANNELS_INVALID, SAMPLE_RATE_INVALID.
    """
    try:
        sound = soundfile.SoundFile(path)
    except soundfile.SoundFileError as error:
        raise InvalidArgumentError(
            "AUDIO_FILE_UNREADABLE", "{path} cannot be read as sound: {problem}", path=path, problem=error
        ) from None
    with sound:
        _check(sound, path)
        yield sound


async def push_sound(daemon: Daemon, connection_id: str, sound: soundfile.SoundFile) -> SendDrained:
    """Speak the file as 32-bit floats, which hold what 24-bit files say exactly, and wait for its end."""
    audio_format = AudioFormat(sample_rate_hz=sound.samplerate, channels=sound.channels, sample_format=F32LE)
    async with daemon.audio(connection_id, send=audio_format) as stream:
        with _progress(sound.frames) as progress:
            while block := bytes(sound.buffer_read(_BLOCK_SAMPLES, dtype="float32")):
                await stream.send(block)
                if progress:
                    progress.update(_BLOCK_SAMPLES)
        return await stream.drain()


def _progress(samples: int) -> AbstractContextManager[Any]:
    """Show how much the daemon has taken, if somebody is looking."""
    if not sys.stderr.isatty():
        return nullcontext()
    return click.progressbar(length=samples, label="speaking", file=sys.stderr)


def _check(sound: soundfile.SoundFile, path: Path) -> None:
    if sound.channels > _MOST_CHANNELS:
        raise InvalidArgumentError(
            "CHANNELS_INVALID",
            "{path} has {channels} channels, and 1 or 2 can be spoken: mix it down first, for instance with "
            "`ffmpeg -i {path} -ac 2 stereo.wav`",
            path=path,
            channels=sound.channels,
        )
    if sound.samplerate not in _RATES:
        raise InvalidArgumentError(
            "SAMPLE_RATE_INVALID",
            "{path} has {rate} Hz, and {low} to {high} Hz can be spoken: convert it first, for instance with "
            "`ffmpeg -i {path} -ar 48000 converted.wav`",
            path=path,
            rate=sound.samplerate,
            low=_RATES[0],
            high=_RATES[-1],
        )
