"""All connections of the daemon as callers see them, whichever process holds them.

Hosts tell what happens; the registry advances its states by that and appends to the log. What callers have
set is kept here, so that a connection whose process was lost can be restored elsewhere as it was.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from odind.core.base.paging import page_of
from odind.core.voice.events import SpeakingStopped

from .events import (
    ROOM_EVENTS,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    PeerLeft,
    payload_bytes,
    view_bytes,
)
from .refusals import connection_lost, no_connection, no_peer, not_joined, stopping, worker_lost
from .state import OURSELVES, RoomState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from odind.core.log.log import Cursor, Log

    from .admission import JoinRequest
    from .events import ConnectionView, RoomEvent
    from .ports import Host
    from .settings import ConnectionSettings


@dataclass(eq=False)
class Entry:
    """A connection: how it looks, who holds it, and what it takes to have it again.

    `away` says that no process has it for the moment: its own was lost or, with `refused`, its reconnect was
    refused, in these words. `returned` is set while it is not. `returning` is held by whoever has it join
    again. `admitted` says that its first join succeeded.
    """

    number: int
    host: Host
    state: RoomState
    request: JoinRequest = field(repr=False)
    settings: ConnectionSettings = field(repr=False)
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    returning: asyncio.Lock = field(default_factory=asyncio.Lock)
    returned: asyncio.Event = field(default_factory=asyncio.Event)
    admitted: bool = False
    away: bool = False
    refused: str = ""

    @property
    def connection_id(self) -> str:
        """Names the connection."""
        return self.state.connection_id

    @property
    def view(self) -> ConnectionView:
        """The connection as it is now."""
        return self.state.view

    def require_joined(self) -> None:
        """Raise FailedPreconditionError CONNECTION_NOT_JOINED unless we are in the room right now."""
        if not self.state.joined:
            raise not_joined(self.connection_id, self.state.standing.value)

    def require_peers(self, peer_ids: Iterable[int]) -> None:
        """Raise NotFoundError PEER_NOT_FOUND unless all are there."""
        for peer_id in peer_ids:
            if not self.state.peer(peer_id):
                raise no_peer(peer_id, self.connection_id)


class Registry:
    """Belongs to the loop.

    `orphaned` is told of connections that a host has and nobody wants any more, `refused` of those that have
    to join again because their reconnect was refused.
    """

    def __init__(
        self,
        log: Log,
        hosts: Sequence[Host],
        *,
        orphaned: Callable[[Host, str], None],
        refused: Callable[[Entry], None],
    ) -> None:
        self.log = log
        self.hosts = tuple(hosts)
        self._orphaned = orphaned
        self._refused = refused
        self._entries: dict[str, Entry] = {}
        self._joins = 0
        self.stopped = asyncio.Event()

    def __len__(self) -> int:
        return len(self._entries)

    def stop(self) -> None:
        """Refuse every call that needs a host, and end all watches."""
        self.stopped.set()
        self.log.close()
        for entry in self._entries.values():
            entry.returned.set()  # whoever waits for it learns that

    # Looking

    def find(self, connection_id: str) -> Entry:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        entry = self._entries.get(connection_id)
        if entry is None:
            raise no_connection(connection_id)
        return entry

    def named(self, connection_ids: Collection[str]) -> list[Entry]:
        """Return those of these connections that are not over; all when none is named. Oldest first."""
        return [
            entry for name, entry in self._entries.items() if not connection_ids or name in connection_ids
        ]

    def has(self, entry: Entry) -> bool:
        """Whether a connection is not over."""
        return self._entries.get(entry.connection_id) is entry

    def on(self, host: Host) -> list[Entry]:
        """Return a host's connections, oldest first."""
        return [entry for entry in self._entries.values() if entry.host is host]

    def page(self, page_size: int, page_token: str) -> tuple[list[Entry], str]:
        """Return a page of connections, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        return page_of(self._entries.values(), page_size, page_token, lambda entry: view_bytes(entry.view))

    def cursor(self, connection_ids: Collection[str], after: int) -> Cursor[RoomEvent]:
        """Return a cursor on what happens on these connections, or on all; raises EVENTS_EXPIRED."""
        return self.log.cursor(ROOM_EVENTS, connection_ids, after)

    # Hosts

    @property
    def serving(self) -> list[Host]:
        """The hosts that can be called now; raises WORKER_LOST when none can, DAEMON_STOPPING."""
        self.require_running()
        serving = [host for host in self.hosts if host.serving]
        if not serving:
            raise worker_lost()
        return serving

    def require_running(self) -> None:
        """Raise UnavailableError DAEMON_STOPPING when it is too late."""
        if self.stopped.is_set():
            raise stopping()

    def least_loaded(self) -> Host:
        """Return the host with the fewest connections, then streams; raises WORKER_LOST, DAEMON_STOPPING."""
        return min(self.serving, key=lambda host: (len(self.on(host)), host.streams))

    def host_of(self, entry: Entry) -> Host:
        """Return the host that holds a connection; raises WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING."""
        self.require_running()
        if entry.away:
            raise connection_lost(entry.connection_id, entry.refused) if entry.refused else worker_lost()
        return entry.host

    async def present(self, connection_id: str) -> Host:
        """Return the host that holds a connection, once it is back if its process was lost.

        Raises CONNECTION_NOT_FOUND, also when it does not come back, and DAEMON_STOPPING.
        """
        entry = self.find(connection_id)
        while entry.away and not self.stopped.is_set():
            await entry.returned.wait()
            entry = self.find(connection_id)
        return self.host_of(entry)

    async def perform(self, connection_id: str, action: Any) -> Any:
        """Have the host of a connection do something; raises what it does, and what `host_of` does."""
        return await self.host_of(self.find(connection_id)).perform(action)

    async def change(
        self, connection_id: str, part: Callable[[Entry], ConnectionSettings]
    ) -> ConnectionSettings:
        """Give a connection the settings that `part` makes of what is set; return what is set now.

        Changes of one connection follow one another, so none undoes another.
        """
        entry = self.find(connection_id)
        async with entry.changing:
            host = self.host_of(entry)
            settings = part(entry)
            await host.apply(connection_id, settings)
            entry.settings = settings.keeping(entry.state.present) if entry.state.joined else settings
        return entry.settings

    # Coming and going

    @contextmanager
    def joining(
        self, view: ConnectionView, host: Host, request: JoinRequest, settings: ConnectionSettings
    ) -> Iterator[Entry]:
        """Note a join that begins; it is over when the block fails."""
        self._joins += 1
        entry = Entry(self._joins, host, RoomState(view), request, settings)
        self._entries[view.connection_id] = entry
        try:
            yield entry
        except BaseException:
            if entry.state.joined:
                self._orphaned(host, entry.connection_id)  # the host may not have heard that it was given up
            self.end(entry, "the join was given up")
            raise
        entry.admitted = True

    def end(self, entry: Entry, detail: str) -> None:
        """Have a connection be over that its host has not ended."""
        if self.has(entry):
            self._advance(entry, ConnectionLeft(detail))

    # What hosts tell

    def happened(self, host: Host, subject: str, event: RoomEvent) -> None:
        """Learn of an event on a connection that `host` holds."""
        entry = self._entries.get(subject)
        if entry is None or entry.host is not host:
            if isinstance(event, ConnectionJoined):
                self._orphaned(host, subject)
            return
        if entry.away and isinstance(event, ConnectionLeft):
            return  # an attempt to restore it failed; whoever made it says whether there is another
        if isinstance(event, ConnectionLeft) and event.may_return and entry.admitted:
            self._part(entry, event.detail)
            entry.refused = event.detail
            self._refused(entry)
        else:
            self._advance(entry, event)

    def lost(self, host: Host, detail: str) -> None:
        """Learn that a host is gone: its connections are to be restored, and joins under way have failed."""
        for entry in self.on(host):
            if entry.state.standing is ConnectionState.JOINING:
                self.end(entry, detail)
            else:
                self._part(entry, detail)

    def _part(self, entry: Entry, detail: str) -> None:
        """Have a connection be away until it has joined again."""
        entry.away, entry.refused = True, ""
        entry.returned.clear()
        if entry.state.speaking:
            self._advance(entry, SpeakingStopped(OURSELVES, ""))
        if entry.state.joined:
            self._advance(entry, ConnectionReconnecting(detail))

    def _advance(self, entry: Entry, event: RoomEvent) -> None:
        entry.state.apply(event)
        match event:
            case ConnectionJoined():
                entry.away = False
                entry.settings = entry.settings.keeping(entry.state.present)
                entry.returned.set()
            case PeerLeft():
                entry.settings = entry.settings.keeping(entry.state.present)
            case ConnectionLeft():
                del self._entries[entry.connection_id]
                entry.returned.set()
            case _:
                pass
        self.log.append(entry.connection_id, event, payload_bytes(event))
