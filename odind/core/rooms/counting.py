"""What a host has counted since it began, also of connections and calls that are over."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from odind.core.values.statistics import HostCounters, HostTotals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from odind.core.bounds.budget import Budget
    from odind.core.timing.tick import Ticker
    from odind.core.values.histogram import CallCount
    from odind.core.voice.call import AudioCall

    from .connection import Connection

    ReadCalls = Callable[[], tuple[CallCount, ...]]


class Counting:
    """Belongs to the loop. It adds up when it is asked, so that counting costs a frame nothing.

    `read_calls` returns the calls that this process answers by itself, `calls` are its audio calls.
    """

    def __init__(self, ticker: Ticker, streams: Budget, buffers: Budget) -> None:
        self._birth = secrets.token_hex(4)
        self._ticker = ticker
        self._streams = streams
        self._buffers = buffers
        self._over = HostTotals()
        self.read_calls: ReadCalls = tuple
        self.calls: set[AudioCall] = set()

    def departed(self, connection: Connection) -> None:
        """Keep the counts of a connection that is over."""
        self._over += connection.totals()

    @contextmanager
    def counted(self, call: AudioCall) -> Iterator[None]:
        """Count what the reader of a call misses for the length of the block, and keep it afterwards."""
        self.calls.add(call)
        try:
            yield
        finally:
            self.calls.remove(call)
            self._over += HostTotals(ticks_unread=call.outbox.dropped)

    def read(self, connections: Iterable[Connection]) -> HostCounters:
        """Return all counts, with those of `connections`, which are there."""
        pace, totals = self._ticker.pace(), self._over
        for connection in connections:
            totals += connection.totals()
        totals += HostTotals(
            ticks=pace.ticks,
            ticks_late=pace.late,
            ticks_skipped=pace.given_up,
            ticks_unread=sum(call.outbox.dropped for call in self.calls),
        )
        return HostCounters(
            birth=self._birth,
            totals=totals,
            streams=sum(connection.media.attached for connection in connections),
            queued_ms=sum(connection.media.queued_ms for connection in connections),
            unread_ticks=sum(call.outbox.waiting for call in self.calls),
            held_streams=self._streams.held,
            held_buffer_bytes=self._buffers.held,
            calls=self.read_calls(),
        )
