"""Which part of the daemon's limits is a worker's."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from odind.core.base.limits import Limits

_EVENT_BUFFER: Final = 100_000
"""The front reads a worker's events at once; one that lags so far behind hangs."""


def limits_of_a_worker(limits: Limits) -> Limits:
    """Return the limits of a worker in a daemon with these; the front holds those of the daemon."""
    return replace(limits, event_buffer=max(_EVENT_BUFFER, limits.event_buffer))
