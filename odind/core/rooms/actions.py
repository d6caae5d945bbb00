"""What is asked of the process that holds a connection, beside its settings."""

from __future__ import annotations

from odind.core.base.payload import Payload
from odind.core.base.portable import portable


@portable
class SendMessage:
    """Send a message to these peers of a room, to all others when none is named."""

    connection_id: str
    peer_ids: tuple[int, ...]
    message: Payload


@portable
class ReadStatistics:
    """Read the counters of these connections, of all when none is named; those that are gone are left out."""

    connection_ids: tuple[str, ...]
