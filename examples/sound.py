"""Sound compared with sound: where one lies in the other, and how alike they are."""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - examples are read with their types

import numpy as np
import numpy.typing as npt

Signal = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    """How `heard` follows `reference`: delayed by `lag` samples, alike by `correlation` (1 is identical)."""

    lag: int
    correlation: float


def compare(reference: Signal, heard: Signal) -> Likeness:
    """Align two mono signals of one rate by their cross-correlation and compare them there.

    The correlation is Pearson's without mean removal, over the part of the reference that was heard.
    """
    size = len(reference) + len(heard)
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(reference, size))
    lag = int(np.fft.irfft(product, size)[: len(heard)].argmax())
    part = heard[lag : lag + len(reference)]
    original = reference[: len(part)]
    energy = float(np.sqrt((original @ original) * (part @ part)))
    return Likeness(lag, float(original @ part) / energy if energy else 0.0)


def compare_in_pieces(reference: Signal, heard: Signal, size: int, reach: int) -> list[Likeness]:
    """Compare each `size` samples of the reference by themselves, so that a gap spoils only where it is.

    Each piece is looked for within `reach` samples of where the whole reference was found.
    """
    lag = compare(reference, heard).lag
    return [
        _look_for(reference[start : start + size], heard, start, lag, reach)
        for start in range(0, len(reference), size)
    ]


def _look_for(piece: Signal, heard: Signal, start: int, lag: int, reach: int) -> Likeness:
    begin = max(0, start + lag - reach)
    nearby = heard[begin : start + lag + len(piece) + reach]
    if not len(nearby):
        return Likeness(lag, 0.0)
    found = compare(piece, nearby)
    return Likeness(begin + found.lag - start, found.correlation)


def level_dbfs(signal: Signal) -> float:
    """Root mean square level, 0 dBFS for a full-scale square wave."""
    return float(10 * np.log10(np.mean(signal**2) + 1e-12))


def read_wav(path: Path) -> tuple[Signal, int]:
    """Read a mono 16-bit WAV file as samples of -1 to 1, and its rate."""
    with wave.open(str(path)) as file:
        pcm = file.readframes(file.getnframes())
        return np.frombuffer(pcm, "<i2") / 32_768, file.getframerate()


def write_wav(path: Path, pcm: bytes, rate: int) -> None:
    """Write mono 16-bit samples as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(pcm)
