"""The sound of the cases: named by numbers, never sent through the driver's pipe."""

from __future__ import annotations

import hashlib
from typing import Final

_STEP: Final = 37
_RANGE: Final = 20_001
_LOWEST: Final = -10_000


def sawtooth(samples: int, start: int = 0) -> bytes:
    """Return s16le samples, of which number n is (37 n mod 20,001) - 10,000, from number `start` on."""
    values = (_LOWEST + (n * _STEP) % _RANGE for n in range(start, start + samples))
    return b"".join(value.to_bytes(2, "little", signed=True) for value in values)


def digest(sound: bytes) -> str:
    """Return how sound is told apart: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(sound).hexdigest()
