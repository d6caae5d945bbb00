"""The daemon's own presence in rooms that it is asked to listen to: a peer that says that it is a bot."""

from __future__ import annotations

from contextlib import asynccontextmanager, suppress
from dataclasses import field
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, OdindError
from odind.core.values.late import dataclass
from odind.core.values.payload import Json

from .admission import JoinRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.access.principal import Principal

    from .cipher import CipherChoice
    from .events import ConnectionView
    from .rooms import Rooms

USER_ID: Final = "recorder"
USER_DATA: Final = Json('{"bot":true,"role":"recorder"}')
"""What other peers see of one that records."""


@dataclass(frozen=True)
class Source:
    """What is to be heard: a connection, or a room that the daemon joins as `user_id` at `gateway`.

    `cipher` is how that room is encrypted end to end; None: as JoinRequest says.

    Raises InvalidArgumentError SOURCE_INVALID unless it is one of the two.
    """

    connection_id: str = ""
    room_id: str = ""
    user_id: str = ""
    gateway: str = ""
    cipher: CipherChoice | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if bool(self.connection_id) is bool(self.room_id):
            raise InvalidArgumentError("SOURCE_INVALID", "give either connection_id or room_id")


@asynccontextmanager
async def present_as(
    rooms: Rooms, source: Source, by: Principal
) -> AsyncIterator[tuple[ConnectionView, bool]]:
    """Give the connection of a source, and whether it was joined for this; leave that if the block raises.

    Raises CONNECTION_NOT_FOUND, and what RoomService.JoinRoom lists.
    """
    if source.connection_id:
        yield rooms.get(source.connection_id), False
        return
    request = JoinRequest(
        source.room_id,
        source.user_id or USER_ID,
        gateway=source.gateway,
        user_data=USER_DATA,
        cipher=source.cipher,
    )
    view = await rooms.join(request, by)
    try:
        yield view, True
    except BaseException:
        with suppress(OdindError):
            await rooms.leave(view.connection_id)
        raise
