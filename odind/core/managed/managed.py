"""The wing of managed rooms as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from odind.core.values.late import dataclass

from .beginnings import Beginnings
from .door import Door
from .held import HeldCustomIds, HeldRooms
from .join_tokens import JoinTokens
from .keepers import Keepers
from .ledger import Ledger
from .room import key_of
from .rooms import ManagedRooms
from .sessions import Sessions

if TYPE_CHECKING:
    from types import TracebackType

    from odind.core.archive.recordings import Recordings
    from odind.core.log.scribe import Scribe
    from odind.core.moderation.moderation import Moderation
    from odind.core.rooms.registry import Registry
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.tenants import Tenants
    from odind.core.timing.clock import Clock

    from .outlets import Outlets
    from .room import ManagedRoom


@dataclass(frozen=True)
class RoomNow:
    """A room and what goes on in it, as far as it is observed."""

    room: ManagedRoom
    session_id: str = ""
    peer_count: int = 0
    human_count: int = 0
    observer_id: str = ""
    observer_problem: str = ""


class Managed:
    """All use cases of managed rooms. It keeps them for the length of its `async with` block.

    The block begins once the connections of an earlier daemon are in the registry. Sessions are kept for
    `keep_s` after their end, None for ever. Used on the loop's thread.
    """

    def __init__(
        self,
        scribe: Scribe,
        registry: Registry,
        rooms: Rooms,
        moderation: Moderation,
        *,
        tenants: Tenants,
        recordings: Recordings,
        outlets: Outlets,
        clock: Clock,
        keep_s: float | None = None,
    ) -> None:
        self.outlets = outlets
        beginnings = Beginnings(recordings, outlets, tenants)
        self.rooms = ManagedRooms(scribe, clock, tenants, able=beginnings.able)
        rooms.porter = self.rooms
        self.keepers = Keepers(
            self.rooms,
            Ledger(scribe, keep_s),
            Door(moderation, tenants, clock),
            beginnings,
            tenants=tenants,
            rooms=rooms,
            registry=registry,
            clock=clock,
        )
        rooms_held = HeldRooms(self.rooms, self.keepers)
        self.held: tuple[HeldRooms, HeldCustomIds] = rooms_held, HeldCustomIds(self.rooms, rooms_held)
        self.sessions = Sessions(self.rooms, self.keepers)
        self.tokens = JoinTokens(self.rooms, self.keepers, tenants)
        for outlet in (outlets.hls, outlets.pushes, outlets.captions):
            outlet.jobs.session_in = self.session_in

    def session_in(self, connection_id: str, room_id: str) -> str:
        """Return the session that goes on in the room of a connection, "" for none."""
        keeper = self.keepers.get(key_of(connection_id, room_id))
        return keeper.session.session_id if keeper and keeper.session else ""

    def seen(self, room: ManagedRoom) -> RoomNow:
        """Return a room with what goes on in it."""
        keeper = self.keepers.get(room.key)
        if keeper is None:
            return RoomNow(room)
        return RoomNow(
            room,
            session_id=keeper.session.session_id if keeper.session else "",
            peer_count=keeper.peer_count,
            human_count=keeper.human_count,
            observer_id=keeper.observer.connection_id,
            observer_problem=keeper.observer.problem,
        )

    async def __aenter__(self) -> Self:
        await self.keepers.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.keepers.__aexit__(kind, error, trace)
