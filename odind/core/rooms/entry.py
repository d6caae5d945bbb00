"""One connection in the registry."""

from __future__ import annotations

import asyncio
from dataclasses import field, replace
from typing import TYPE_CHECKING

from odind.core.access.principal import tenant_mark
from odind.core.values.late import dataclass

from .refusals import no_peer, not_joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.core.access.principal import Principal

    from .admission import JoinRequest
    from .events import ConnectionView
    from .headcount import Headcount
    from .lease import Lease
    from .memo import Memo
    from .ports import Host
    from .settings import ConnectionSettings
    from .state import RoomState


def seat_of(connection_id: str, room_id: str, user_id: str) -> tuple[str, str, str]:
    """Return who is where: a tenant's user in a room."""
    return tenant_mark(connection_id), room_id, user_id


@dataclass(eq=False)
class Entry:
    """A connection: its state, its host, its lease, and what is needed to restore it.

    `away` is true while no process has it: its process was lost or its reconnect was refused, which `refused`
    then explains. `returned` is set while it is not away. `returning` is held by the task that restores it.
    `heads` counts the peers in the room, `seat` is the room and the user. `admitted` is true once its first
    join has succeeded. `set` is what callers have set. `memo` has what was set for single peers, until a
    connection of an earlier daemon has joined again.
    """

    number: int
    host: Host
    state: RoomState
    request: JoinRequest = field(repr=False)
    set: ConnectionSettings = field(repr=False)
    lease: Lease
    heads: Headcount
    seat: tuple[str, str, str] = field(init=False)
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    returning: asyncio.Lock = field(default_factory=asyncio.Lock)
    returned: asyncio.Event = field(default_factory=asyncio.Event)
    admitted: bool = False
    away: bool = False
    refused: str = ""
    memo: Memo | None = None

    def __post_init__(self) -> None:
        view = self.state.view
        self.seat = seat_of(view.connection_id, view.room_id, view.user_id)

    @property
    def connection_id(self) -> str:
        """The id of the connection."""
        return self.state.connection_id

    @property
    def view(self) -> ConnectionView:
        """The connection as it is now."""
        return self.seen(self.state.view)

    @property
    def settings(self) -> ConnectionSettings:
        """What callers have set, and whether the connection must be silent now."""
        return replace(self.set, silenced=self.lease.silences).consistent

    def seen(self, view: ConnectionView) -> ConnectionView:
        """Return a view that a host tells, with who holds the connection."""
        return replace(view, holders=self.lease.holders, last_holder=self.lease.last_holder)

    def is_seen(self, by: Principal) -> bool:
        """Whether a principal may know of it."""
        return by.sees(self.connection_id, self.state.room_id)

    def require_joined(self) -> None:
        """Raise FailedPreconditionError CONNECTION_NOT_JOINED unless we are in the room right now."""
        if not self.state.joined:
            raise not_joined(self.connection_id, self.state.standing.value)

    def require_peers(self, peer_ids: Iterable[int]) -> None:
        """Raise NotFoundError PEER_NOT_FOUND unless all are in the room."""
        for peer_id in peer_ids:
            if not self.state.peer(peer_id):
                raise no_peer(peer_id, self.connection_id)
