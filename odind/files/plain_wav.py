"""Reads WAV files of 16-bit samples with the standard library alone."""

from __future__ import annotations

import wave
from array import array
from typing import TYPE_CHECKING, Final

from .error import SoundFileError, install_pyav, sentence

if TYPE_CHECKING:
    from pathlib import Path

_S16_BYTES: Final = 2
_FULL_SCALE: Final = 32_768
_RATES_HZ: Final = range(8_000, 192_001)
_CHANNELS: Final = (1, 2)


class PlainWavReader:
    """A WAV file as 32-bit floats. Raises SoundFileError for what only PyAV reads."""

    def __init__(self, path: Path) -> None:
        self.remarks: list[str] = []
        try:
            self._file = wave.open(str(path), "rb")  # noqa: SIM115 - `close` closes it
        except OSError as error:
            raise SoundFileError(sentence(error)) from None
        except (wave.Error, EOFError, ValueError):
            raise _needs_pyav() from None
        self.sample_rate_hz, self.channels = self._file.getframerate(), self._file.getnchannels()
        self._refuse_what_needs_conversion()

    @property
    def seconds(self) -> float:
        """How long the file says it is."""
        return self._file.getnframes() / self.sample_rate_hz

    def read(self, count: int) -> array[float]:
        """Return the next frames, at most `count`; fewer only at the end. Raises SoundFileError."""
        try:
            data = self._file.readframes(count)
        except OSError as error:
            raise SoundFileError(sentence(error)) from None
        frame_bytes = _S16_BYTES * self.channels
        whole = len(data) // frame_bytes * frame_bytes  # a file that was cut may end within a frame
        return array("f", [sample / _FULL_SCALE for sample in array("h", data[:whole])])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _refuse_what_needs_conversion(self) -> None:
        plain = self._file.getsampwidth() == _S16_BYTES
        if not (plain and self.sample_rate_hz in _RATES_HZ and self.channels in _CHANNELS):
            self._file.close()
            raise _needs_pyav()


def _needs_pyav() -> SoundFileError:
    return SoundFileError(
        "without PyAV only WAV files of 16-bit samples, mono or stereo, 8,000 to 192,000 Hz, can be read: "
        f"{install_pyav()}"
    )
