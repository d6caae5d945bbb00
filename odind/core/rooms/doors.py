"""The own sockets of workers, and who is let in there with a ticket."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from odind.core.access.principal import Principal
    from odind.core.access.tickets import Tickets

    from .registry import Registry


@dataclass(frozen=True)
class DoorTicket:
    """Where a worker serves the audio of a connection, over gRPC and plainly, and the text to show there."""

    target: str
    socket: str
    text: str = field(repr=False)


class Doors:
    """Hands out tickets. Used on the loop's thread."""

    def __init__(self, registry: Registry, tickets: Tickets) -> None:
        self._registry = registry
        self._tickets = tickets

    def ticket(self, connection_id: str, by: Principal) -> DoorTicket | None:
        """Return a ticket for a connection of a key's own that a worker has now, None for all others."""
        entry = self._registry.get(connection_id)
        if entry is None or entry.away or not entry.host.audio_target:
            return None
        text = self._tickets.issue(by, connection_id)
        return DoorTicket(entry.host.audio_target, entry.host.audio_socket, text) if text else None
