"""What is written down of a connection, so that it can be had again after a restart of the daemon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.access.principal import is_marked
from odind.core.tokens.hosted import RoomsTicket
from odind.core.values.portable import portable

from .admission import JoinRequest
from .cipher import PasswordFile, RoomsDefault
from .events import ConnectionState, ConnectionView
from .settings import ConnectionSettings

if TYPE_CHECKING:
    from .ports import Host


@portable
class Memo:
    """A connection as it was last: all but its peers, its holders, and the secrets that its caller brought.

    `room_id` and `gateway` are as JoinRoom was asked. `own_token` and `own_password` are whether its caller
    brought these; `password_file` names a password of the configuration; with `rooms_default` the id of the
    room is the password. `rooms` asks ODIN Rooms for a token, with a secret of the configuration. `peers` are
    the user ids of the peers that `settings` are for: a server that is started anew may give their numbers to
    others.
    """

    view: ConnectionView
    settings: ConnectionSettings
    room_id: str
    gateway: str
    own_token: bool
    peers: Mapping[int, str]
    own_password: bool = False
    password_file: str | None = None
    rooms_default: bool = False
    rooms: RoomsTicket | None = None

    def request(self) -> JoinRequest:
        """Return the request that joins again, for one without secrets of its caller's."""
        file = self.password_file
        cipher = RoomsDefault() if self.rooms_default else None if file is None else PasswordFile(file)
        user_id = None if self.rooms else self.view.user_id
        return JoinRequest(self.room_id, user_id, gateway=self.gateway, cipher=cipher, rooms=self.rooms)

    def away(self, host: Host) -> ConnectionView:
        """Return the connection before `host` has joined again."""
        ours = not is_marked(self.view.connection_id)
        return replace(
            self.view,
            state=ConnectionState.RECONNECTING,
            own_peer_id=0,
            audio_target=host.audio_target if ours else "",
            audio_socket=host.audio_socket if ours else "",
        )
