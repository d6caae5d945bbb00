"""What a process of ours keeps in memory: what it has loaded for good, and no blocks that it has freed."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

_M_TRIM_THRESHOLD: Final = -1
_M_MMAP_THRESHOLD: Final = -3
_LARGE_BYTES: Final = 1_048_576
_KEPT_BYTES: Final = 16 * _LARGE_BYTES


def keep_what_is_loaded() -> None:
    """Exclude all existing objects from garbage collection: a full collection would take several ticks.

    From now on garbage is collected, also where the start has done without. That of the start is kept: it is
    less than a thousand small objects, and finding them takes a tenth of a second.
    """
    gc.freeze()
    gc.enable()


def give_back_large_blocks() -> None:
    """Have glibc return every block of 1 MiB or more to the system when it is freed.

    For each socket the native runtime allocates 3 MB, of which it touches little. Once such a block was
    freed, glibc by default serves them from its arenas: it clears each as a whole, and keeps it. When this
    threshold is set, glibc no longer adjusts the other one either: it would give back 128 KiB at a time, and
    ask for them again with the next frames.
    """
    with suppress(AttributeError, OSError, TypeError):  # another C library
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)
