"""How much one sound is like others: mono, all at the same rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.services.household import RATE

if TYPE_CHECKING:
    import numpy.typing as npt

    Sound = npt.NDArray[np.float32]

STRETCH = 2 * RATE  # a machine that is busy leaves pieces out of others


def place(heard: Sound, said: Sound) -> int:
    """Return where the stretch of what was said begins that is most like what was heard."""
    size = 1 << (len(said) + len(heard)).bit_length()
    products = np.fft.irfft(np.fft.rfft(said, size) * np.conj(np.fft.rfft(heard, size)), size)
    return int(products[: len(said) - len(heard) + 1].argmax())


def likeness(heard: Sound, *said: Sound) -> float:
    """Return how much what was heard correlates with the sum of what was said, each as late as fits best."""
    parts = np.stack([one[(at := place(heard, one)) : at + len(heard)] for one in said], axis=1)
    together = parts @ np.linalg.lstsq(parts, heard, rcond=None)[0]
    return float(np.corrcoef(heard, together)[0, 1])


def most_alike(heard: Sound, *said: Sound) -> float:
    """Return the likeness of the stretch of what was heard that is most like what was said."""
    stretches = [heard[start : start + STRETCH] for start in range(0, len(heard) - STRETCH, RATE)]
    return max(likeness(stretch, *said) for stretch in stretches if stretch.any())
