"""What espeak-ng says, and how much of it was understood."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from odind.core.captions.cutting import Samples

needs_all = pytest.mark.skipif(
    shutil.which("espeak-ng") is None or find_spec("faster_whisper") is None,
    reason="espeak-ng or the extra captions is not installed",
)
_RATE_HZ = 22_050
_NUMBERS = {"4": "four", "10": "ten", "6": "six", "8": "eight", "3": "three", "2": "two"}


def spoken(text: str, rate_hz: int, voice: str = "en-us") -> Samples:
    """A text as a voice of espeak-ng says it."""
    command = ("espeak-ng", "-v", voice, "-s", "150", "--stdout", text)
    data = subprocess.run(command, capture_output=True, check=True).stdout[44:]
    samples = np.frombuffer(data[: len(data) // 2 * 2], "<i2")
    at = np.arange(0, len(samples) - 1, _RATE_HZ / rate_hz)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.int16)


def words_of(text: str) -> list[str]:
    return [_NUMBERS.get(word, word) for word in re.findall(r"[a-z0-9']+", text.lower())]


def distance(said: list[str], heard: list[str]) -> int:
    """How many words must be changed, added or left out (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]
