"""What is written down of a connection, so that it can be had again after a restart of the daemon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.values.portable import portable

from .admission import JoinRequest
from .events import ConnectionState, ConnectionView
from .settings import ConnectionSettings

if TYPE_CHECKING:
    from .ports import Host


@portable
class Memo:
    """A connection as it was last: all of it but its peers, its holders, and a token that its caller brought.

    `room_id` and `gateway` are as JoinRoom was asked. `renewable` is whether the daemon makes the token.
    `peers` are the user ids of the peers that `settings` are for: a server that is started anew may give
    their numbers to others.
    """

    view: ConnectionView
    settings: ConnectionSettings
    room_id: str
    gateway: str
    renewable: bool
    peers: Mapping[int, str]

    def request(self) -> JoinRequest:
        """Return the request that joins again."""
        return JoinRequest(self.room_id, self.view.user_id, gateway=self.gateway)

    def away(self, host: Host) -> ConnectionView:
        """Return the connection before `host` has joined again."""
        return replace(
            self.view,
            state=ConnectionState.RECONNECTING,
            own_peer_id=0,
            audio_target=host.audio_target,
        )
