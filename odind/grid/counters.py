"""Totals for status, tests and metrics."""

from __future__ import annotations

from dataclasses import asdict

from odind.core.values.late import dataclass


@dataclass(slots=True)
class Counters:
    """Totals since the grid started."""

    joins: int = 0
    joins_refused: int = 0
    leaves: int = 0
    connections_refused: int = 0
    connections_asked_for_proof: int = 0
    connections_timed_out: int = 0
    slow_readers: int = 0
    datagrams_received: int = 0
    datagrams_forwarded: int = 0
    datagrams_malformed: int = 0
    datagrams_spoofed: int = 0
    datagrams_oversize: int = 0
    datagrams_limited: int = 0
    datagrams_overflowed: int = 0
    datagrams_unroutable: int = 0
    datagrams_faulted: int = 0
    commands: int = 0
    commands_malformed: int = 0
    commands_limited: int = 0
    sockets_opened: int = 0
    sockets_refused: int = 0
    gateway_calls: int = 0
    gateway_refused: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the totals by name."""
        return asdict(self)
