"""Who or what changed the state of a connection: us, the server, or the network."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from odind.core.errors import UnavailableError

if TYPE_CHECKING:
    from odind.core.errors import OdindError


class Cause(Enum):
    """Why a connection left its room or lost it."""

    BY_US = "by_us"
    KICKED = "kicked"
    ROOM_CLOSED = "room_closed"
    SERVER_CLOSED = "server_closed"
    CONNECTION_LOST = "connection_lost"
    REFUSED = "refused"


def cause_of(error: OdindError) -> Cause:
    """Return the cause of an end by an error of the runtime's."""
    if error.reason == "DAEMON_STOPPING":
        return Cause.BY_US
    return Cause.CONNECTION_LOST if isinstance(error, UnavailableError) else Cause.REFUSED
