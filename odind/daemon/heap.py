"""Excludes from garbage collection what a process has loaded before it serves, which stays for good."""

from __future__ import annotations

import gc


def keep_what_is_loaded() -> None:
    """Exclude all existing objects from garbage collection: a full collection would take several ticks."""
    gc.collect()
    gc.freeze()
