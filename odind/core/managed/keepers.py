"""All keepers: there is one for each managed room that is in use."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Self

from odind.core.access.principal import is_itself
from odind.core.errors import NotFoundError, OdindError, UnavailableError
from odind.core.rooms.events import (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    PeerChanged,
    PeerJoined,
    PeerLeft,
)
from odind.core.timing.clock import happens_within, wait_until
from odind.core.timing.slots import Slots
from odind.core.voice.events import SpeakingStarted, SpeakingStopped

from .keeper import Keeper
from .observer import Observer
from .room import key_of
from .session import EndReason

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from types import TracebackType

    from odind.core.log.log import Entry as LogEntry
    from odind.core.rooms.entry import Entry
    from odind.core.rooms.events import Peer
    from odind.core.rooms.registry import Registry
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.tenants import Tenants
    from odind.core.timing.clock import Clock, Timer

    from .beginnings import Beginnings
    from .door import Door
    from .ledger import Ledger
    from .room import ManagedRoom
    from .rooms import ManagedRooms

_PULSE_S: Final = 10.0
_PATIENCE_S: Final = 2.0
_JOINS_AT_ONCE: Final = 16
"""At one gateway: a start with many rooms must not look like an attack."""
_KINDS: Final = (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    SpeakingStarted,
    SpeakingStopped,
)


class Keepers:
    """Reads the log for the length of its `async with` block, on the loop's thread.

    A room is kept while somebody may come: while it is to be observed always, a join token is valid, a
    connection of a caller is in it, or its session goes on. While it is `resting`, all stays as it is.
    """

    def __init__(
        self,
        managed: ManagedRooms,
        ledger: Ledger,
        door: Door,
        beginnings: Beginnings,
        *,
        tenants: Tenants,
        rooms: Rooms,
        registry: Registry,
        clock: Clock,
    ) -> None:
        self.clock = clock
        self.ledger = ledger
        self.door = door
        self.beginnings = beginnings
        self._managed = managed
        self._tenants = tenants
        self._rooms = rooms
        self._registry = registry
        self._joining = Slots(_JOINS_AT_ONCE)
        self._keepers: dict[str, Keeper] = {}
        self._expiries: dict[str, Timer] = {}
        self.resting = False
        self._tasks = asyncio.TaskGroup()
        self._running: set[asyncio.Task[None]] = set()
        managed.on_change = self.settle

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        self._begin()
        self.spawn(self._read())
        self.spawn(self._pulse())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for keeper in self._keepers.values():
            keeper.pulse()
            keeper.stop()
        for timer in self._expiries.values():
            timer.cancel()
        for task in tuple(self._running):
            task.cancel()
        await self._tasks.__aexit__(None, None, None)

    def get(self, key: str) -> Keeper | None:
        """Return the keeper of a room by its key, None while nobody needs one."""
        return self._keepers.get(key)

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Do something until the daemon stops."""
        task = self._tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def deactivate(self, room: ManagedRoom) -> None:
        """Let a room be used no more; where the store fails, until the daemon is started again."""
        with suppress(OdindError):
            await self._managed.turn_off(room)

    async def observed(self, key: str) -> None:
        """Wait until a room that is in use is observed, but not for long."""
        keeper = self._keepers.get(key)
        if keeper:
            await happens_within(self.clock, _PATIENCE_S, keeper.observer.there.wait())

    # Which rooms are kept

    def settle(self, key: str) -> None:
        """Keep a room or let it be, as it is now."""
        if self.resting:
            return
        room, keeper = self._managed.get(key), self._keepers.get(key)
        if room is None:
            self._let_be(keeper)
            return
        wanted = self._is_wanted(room, keeper)
        if wanted and keeper is None:
            keeper = self._keep(room)
        if keeper:
            keeper.changed(room)
            keeper.observer.want(room.settings if wanted else None)
            if not wanted and keeper.observer.idle:
                self._keepers.pop(key).stop()
        self._look_again(room)

    def _is_wanted(self, room: ManagedRoom, keeper: Keeper | None) -> bool:
        if (keeper and keeper.session) or self.ledger.of_room(room.managed_id):
            return True
        expected = room.tokens_until > self.clock.now()
        return expected or (room.enabled and (room.settings.observe_always or self._is_used(room.key)))

    def _is_used(self, key: str) -> bool:
        """Whether a connection of a caller is in a room."""
        return any(
            key_of(entry.connection_id, entry.state.room_id) == key and not is_itself(entry.connection_id)
            for entry in self._registry.named(())
        )

    def _look_again(self, room: ManagedRoom) -> None:
        """Look at a room again when its last join token has expired."""
        timer = self._expiries.pop(room.key, None)
        if timer:
            timer.cancel()
        left_s = room.tokens_until - self.clock.now()
        if left_s > 0:
            due = self.clock.monotonic() + left_s
            self._expiries[room.key] = self.clock.call_at(due, lambda: self.settle(room.key))

    def _keep(self, room: ManagedRoom) -> Keeper:
        observer = Observer(
            room,
            self._tenants,
            rooms=self._rooms,
            registry=self._registry,
            clock=self.clock,
            spawn=self.spawn,
            slots=self._joining,
        )
        keeper = Keeper(
            room, observer, self, is_bot=lambda peer: self._is_bot(observer, peer), settled=self.settle
        )
        self._keepers[room.key] = keeper
        return keeper

    def _let_be(self, keeper: Keeper | None) -> None:
        """End what goes on in a room that is managed no more."""
        if keeper is None:
            return
        keeper.end(EndReason.DELETED)
        if keeper.session is None:
            keeper.observer.want(None)
            self._keepers.pop(keeper.room.key).stop()

    def _is_bot(self, observer: Observer, peer: Peer) -> bool:
        entry = self._registry.get(observer.connection_id)
        return entry is not None and entry.heads.is_bot(peer)

    # In a fleet

    def rest(self) -> None:
        """Leave all sessions as they are, until `resume`."""
        self.resting = True
        for keeper in self._keepers.values():
            keeper.stop()

    def resume(self) -> None:
        """Keep rooms again."""
        self.resting = False
        for key in {*self._keepers, *(room.key for room in self._managed)}:
            self.settle(key)

    def take_over(self, key: str) -> None:
        """Keep a room that was another member's."""
        room = self._managed.get(key)
        session = self.ledger.of_room(room.managed_id) if room else None
        if session:
            self.ledger.take_over(session)
        self.settle(key)

    def give_up(self, key: str) -> None:
        """Leave a room, and its session, to another member."""
        keeper = self._keepers.pop(key, None)
        if keeper:
            keeper.give_up()

    def _begin(self) -> None:
        """Go on from where an earlier daemon ended."""
        for room in tuple(self._managed):
            self.settle(room.key)
        for entry in self._registry.named(()):
            if is_itself(entry.connection_id):
                self._take_over(entry)

    def _take_over(self, entry: Entry) -> None:
        keeper = self._keepers.get(key_of(entry.connection_id, entry.state.room_id))
        if keeper is None or keeper.observer.connection_id:
            self.spawn(self._leave(entry.connection_id))
            return
        keeper.observer.take_over(entry.connection_id)
        if entry.state.joined:
            keeper.sighted(entry.view.peers, self.clock.now())

    async def _leave(self, connection_id: str) -> None:
        with suppress(OdindError):  # it is gone already
            await self._rooms.leave(connection_id)

    # What happens

    async def _pulse(self) -> None:
        while True:
            await wait_until(self.clock, self.clock.monotonic() + _PULSE_S)
            for keeper in tuple(self._keepers.values()):
                if keeper.session:
                    await happens_within(self.clock, _PATIENCE_S, keeper.count_packets())
                keeper.pulse()
            opened_late = {session.key for session in self.ledger.ongoing}
            for key in {*self._keepers, *opened_late}:
                self.settle(key)

    async def _read(self) -> None:
        log = self._registry.log
        with log.cursor(_KINDS, (), log.last) as cursor:
            while not log.closed:
                try:
                    async for entry in cursor:
                        self._take(entry)
                except (NotFoundError, UnavailableError):
                    cursor.restart()
                    self._look_anew()
                    await wait_until(self.clock, self.clock.monotonic() + 1.0)

    def _look_anew(self) -> None:
        """See who is in all rooms now, after events were missed."""
        now = self.clock.now()
        for keeper in self._keepers.values():
            entry = self._registry.get(keeper.observer.connection_id)
            keeper.lost_sight(now)
            if entry and entry.state.joined:
                keeper.sighted(entry.view.peers, now)

    def _take(self, entry: LogEntry[object]) -> None:
        key = key_of(entry.subject, entry.room)
        keeper = self._keepers.get(key)
        if not is_itself(entry.subject):
            if isinstance(entry.event, ConnectionJoined | ConnectionLeft) and self._managed.get(key):
                self.settle(key)
        elif keeper and keeper.observer.connection_id in ("", entry.subject):
            self._pass_on(keeper, entry)

    def _pass_on(self, keeper: Keeper, entry: LogEntry[object]) -> None:
        match entry.event:
            case ConnectionJoined(connection):
                keeper.observer.take_over(entry.subject)
                keeper.sighted(connection.peers, entry.time)
            case ConnectionReconnecting():
                keeper.lost_sight(entry.time)
            case ConnectionLeft():
                keeper.lost_sight(entry.time)
                keeper.observer.lost()
                self.settle(keeper.room.key)
            case PeerJoined(peer):
                keeper.peer_joined(peer, entry.time)
            case PeerChanged(peer):
                keeper.peer_changed(peer, entry.time)
            case PeerLeft(peer):
                keeper.peer_left(peer.peer_id, entry.time)
            case SpeakingStarted(peer_id, user_id):
                keeper.spoke(peer_id, user_id, entry.time, began=True)
            case SpeakingStopped(peer_id, user_id):
                keeper.spoke(peer_id, user_id, entry.time, began=False)
            case _:
                pass
