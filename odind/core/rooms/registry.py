"""All connections of the daemon as callers see them, whichever process holds them.

Hosts report events; the registry advances its states by them and appends them to the log. It keeps what
callers have set, so that a connection whose process was lost can be restored. It knows no runtime.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from odind.core.access.principal import is_marked
from odind.core.errors import OdindError
from odind.core.values.paging import page_of

from .attendance import AudioAttended
from .cause import Cause
from .entry import Entry, seat_of
from .events import (
    GIVEN_UP,
    ConnectionChanged,
    ConnectionHeld,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionReleased,
    ConnectionState,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    payload_bytes,
    view_bytes,
)
from .headcount import Headcount
from .noted import PlayerMoved, PlayerNoted
from .refusals import connection_lost, no_connection, stopping, worker_lost
from .state import RoomState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from odind.core.access.principal import Principal
    from odind.core.log.log import Log

    from .actions import Action, Answer
    from .admission import JoinRequest
    from .events import ConnectionView, RoomEvent
    from .holder import HolderKind
    from .lease import Hold, Lease
    from .memo import Memo
    from .memos import Memos
    from .ports import Host
    from .settings import ConnectionSettings


class Registry:
    """All connections, on the loop's thread.

    While it is `barred` by an error, no host is called. `orphaned` is called for a connection that no entry
    is for, `refused` for an entry that must join again because its reconnect was refused, `ended` after the
    end of each connection.
    """

    def __init__(
        self,
        log: Log,
        hosts: Sequence[Host],
        memos: Memos,
        *,
        orphaned: Callable[[Host, str], None],
        refused: Callable[[Entry], None],
        ended: Callable[[], None],
    ) -> None:
        self.log = log
        self.hosts = tuple(hosts)
        self.memos = memos
        self._orphaned = orphaned
        self._refused = refused
        self._ended = ended
        self._entries: dict[str, Entry] = {}
        self._seats: Counter[tuple[str, str, str]] = Counter()
        self._joins = 0
        self.stopped = asyncio.Event()
        self.barred: OdindError | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def stop(self) -> None:
        """Refuse every call that needs a host, and end all watches."""
        self.stopped.set()
        self.log.close()
        for entry in self._entries.values():
            entry.returned.set()  # wakes those who wait for it
            entry.lease.end()

    # Looking

    def find(self, connection_id: str) -> Entry:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        entry = self._entries.get(connection_id)
        if entry is None:
            raise no_connection(connection_id)
        return entry

    def get(self, connection_id: str) -> Entry | None:
        """Return a connection, None when there is none."""
        return self._entries.get(connection_id)

    def named(self, connection_ids: Collection[str]) -> list[Entry]:
        """Return the named connections that have not ended, or all when none is named, oldest first."""
        wanted = frozenset(connection_ids)  # a request may name one many times
        return [entry for name, entry in self._entries.items() if not wanted or name in wanted]

    @contextmanager
    def held(self, connection_ids: Collection[str], kind: HolderKind, name: str = "") -> Iterator[list[Hold]]:
        """Hold the named connections that have not ended, for the length of the block."""
        entries = self.named(connection_ids) if connection_ids else []
        with ExitStack() as holds:
            yield [holds.enter_context(entry.lease.hold(kind, name)) for entry in entries]

    def made_under(self, mark: str) -> int:
        """Return how many connections principals have whose marks begin with this one."""
        return sum(is_marked(one) and one.startswith(mark, 1) for one in self._entries)

    def has(self, entry: Entry) -> bool:
        """Whether a connection has not ended."""
        return self._entries.get(entry.connection_id) is entry

    def on(self, host: Host) -> list[Entry]:
        """Return a host's connections, oldest first."""
        return [entry for entry in self._entries.values() if entry.host is host]

    def page(self, page_size: int, page_token: str, by: Principal) -> tuple[list[Entry], str]:
        """Return a page of what a principal sees, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID.
        """
        seen = (entry for entry in self._entries.values() if entry.is_seen(by))
        return page_of(seen, page_size, page_token, lambda entry: view_bytes(entry.view))

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
        """Raise UnavailableError DAEMON_STOPPING once the daemon is stopping, or what bars the hosts."""
        if self.stopped.is_set():
            raise stopping()
        if self.barred:
            raise self.barred

    def least_loaded(self) -> Host:
        """Return the host with the fewest connections, then streams; raises WORKER_LOST, DAEMON_STOPPING."""
        return min(self.serving, key=lambda host: (len(self.on(host)), host.streams))

    def emptiest(self) -> Host:
        """Return the host with the fewest connections, whether it can be called yet or not."""
        return min(self.hosts, key=lambda host: len(self.on(host)))

    def host_of(self, entry: Entry) -> Host:
        """Return the host that holds a connection; raises WORKER_LOST, CONNECTION_LOST, DAEMON_STOPPING."""
        self.require_running()
        if entry.away:
            raise connection_lost(entry.connection_id, entry.refused) if entry.refused else worker_lost()
        return entry.host

    async def present(self, connection_id: str) -> Host:
        """Return the host of a connection; wait while the connection is being restored.

        Raises CONNECTION_NOT_FOUND, also when restoring fails, and DAEMON_STOPPING.
        """
        entry = self.find(connection_id)
        while entry.away and not self.stopped.is_set():
            await entry.returned.wait()
            entry = self.find(connection_id)
        return self.host_of(entry)

    async def perform(self, connection_id: str, action: Action[Answer]) -> Answer:
        """Have the host of a connection perform an action; raises what the host and `host_of` raise."""
        return await self.host_of(self.find(connection_id)).perform(action)

    async def answers(self, action: Action[Answer]) -> list[Answer]:
        """Have all serving hosts perform an action at once; a host that is lost meanwhile gives no answer."""
        return list((await self.answers_by_host(action)).values())

    async def answers_by_host(self, action: Action[Answer]) -> dict[Host, Answer]:
        """Return the answers of `answers`, by the hosts that gave them."""
        async with asyncio.TaskGroup() as tasks:
            asked = {host: tasks.create_task(_answers(host, action)) for host in self.hosts if host.serving}
        return {host: answer for host, task in asked.items() for answer in task.result()}

    async def change(
        self, connection_id: str, part: Callable[[Entry], ConnectionSettings]
    ) -> ConnectionSettings:
        """Replace a connection's settings by what `part` returns for its entry; return the new settings.

        Changes of one connection run one after another, so none undoes another.
        """
        entry = self.find(connection_id)
        async with entry.changing:
            host = self.host_of(entry)
            settings = replace(part(entry), silenced=entry.lease.silences).consistent
            await host.apply(connection_id, settings)
            settings = replace(settings, player=entry.set.player)  # it may have gone on meanwhile
            entry.set = settings.keeping(entry.state.present) if entry.state.joined else settings
            self.memos.keep(entry)
        return entry.settings

    # Coming and going

    @contextmanager
    def joining(
        self,
        view: ConnectionView,
        host: Host,
        request: JoinRequest,
        settings: ConnectionSettings,
        *,
        lease: Lease,
    ) -> Iterator[Entry]:
        """Add the entry of a join that begins; end the connection when the block raises."""
        entry = self._add(host, view, request, settings, lease)
        try:
            yield entry
        except BaseException:
            if entry.state.joined:
                self._orphaned(host, entry.connection_id)  # the host may not have heard that it was given up
            self.end(entry, GIVEN_UP)
            raise
        entry.admitted = True
        self.memos.keep(entry)

    def recall(self, memo: Memo, host: Host, view: ConnectionView, lease: Lease, why: str) -> Entry:
        """Add the entry of a connection that another daemon had; it is away until it has joined again."""
        settings = memo.settings.keeping(()).without_lines
        entry = self._add(host, view, memo.request(), settings, lease)
        entry.memo, entry.admitted, entry.away = memo, True, True
        entry.refused = why
        self.note(entry.connection_id, ConnectionReconnecting(entry.refused, Cause.REFUSED))
        return entry

    def _add(
        self,
        host: Host,
        view: ConnectionView,
        request: JoinRequest,
        settings: ConnectionSettings,
        lease: Lease,
    ) -> Entry:
        self._joins += 1
        heads = Headcount(lambda user_id: seat_of(view.connection_id, view.room_id, user_id) in self._seats)
        entry = Entry(self._joins, host, RoomState(view), request, settings, lease, heads)
        self._entries[view.connection_id] = entry
        self._seats[entry.seat] += 1
        return entry

    def lease_changed(self, connection_id: str, lease: Lease) -> None:
        """Log that a call holds a connection, or that none does any more, if it is left for that."""
        if not lease.terminable:
            return
        holders = lease.holders
        self.note(
            connection_id,
            ConnectionHeld(holders[0]) if holders else ConnectionReleased(lease.on_lost, lease.leaves_at),
        )

    async def settle_silence(self, connection_id: str) -> None:
        """Have a connection be silent, or not, as its lease stands; wait while it is being restored."""
        await self.present(connection_id)
        await self.change(connection_id, lambda entry: entry.settings)

    def end(self, entry: Entry, left: ConnectionLeft) -> None:
        """End a connection that its host has not ended."""
        if self.has(entry):
            self._advance(entry, left)

    # What hosts tell

    def happened(
        self, host: Host, subject: str, event: RoomEvent | AudioAttended | PlayerNoted | PlayerMoved
    ) -> None:
        """Handle an event on a connection of `host`."""
        entry = self._entries.get(subject)
        if entry is None or entry.host is not host:
            if isinstance(event, ConnectionJoined):
                self._orphaned(host, subject)
            return
        if isinstance(event, AudioAttended):
            entry.lease.attend(attended=event.attended)
            return
        if isinstance(event, PlayerNoted | PlayerMoved):
            self._note_player(entry, event)
            return
        if entry.away and isinstance(event, ConnectionLeft):
            return  # an attempt to restore it failed; the restorer decides whether to try again
        if isinstance(event, ConnectionLeft) and event.may_return and entry.admitted:
            self._part(entry, event.detail)
            entry.refused = event.detail
            self._refused(entry)
        elif isinstance(event, ConnectionLeft) and self._comes_back(entry, event):
            self.memos.keep(entry)
            self._part(entry, event.detail)
        else:
            self._advance(entry, event)

    def _note_player(self, entry: Entry, noted: PlayerNoted | PlayerMoved) -> None:
        """Remember how a player is, and where."""
        if isinstance(noted, PlayerMoved):
            entry.set = replace(entry.set, player=entry.set.player.at(noted.positions))
            self.memos.places.note(entry.connection_id, noted.positions)
            return
        entry.set = replace(entry.set, player=noted.player)
        if not entry.away:
            self.memos.keep(entry)

    def _comes_back(self, entry: Entry, left: ConnectionLeft) -> bool:
        """Whether the next daemon will have a connection that this one leaves."""
        return self.memos.restores and entry.admitted and left.reason == "DAEMON_STOPPING"

    def lost(self, host: Host, detail: str) -> None:
        """Handle the loss of a host: mark its connections as away, and end its pending joins."""
        for entry in self.on(host):
            if entry.state.standing is ConnectionState.JOINING:
                self.end(entry, ConnectionLeft(detail, "WORKER_LOST", cause=Cause.CONNECTION_LOST))
            else:
                self._part(entry, detail)

    def _part(self, entry: Entry, detail: str) -> None:
        """Mark a connection as away until it has joined again."""
        entry.away, entry.refused = True, ""
        entry.lease.suspend()
        entry.returned.clear()
        for ending in entry.state.endings:
            self._advance(entry, ending)
        if entry.state.joined:
            self._advance(entry, ConnectionReconnecting(detail))

    def _advance(self, entry: Entry, event: RoomEvent) -> None:
        entry.state.apply(event)
        match event:
            case ConnectionJoined(connection):
                entry.heads.begin(connection.peers)
                entry.away = False
                entry.lease.begin()
                entry.set = entry.set.keeping(entry.state.present)
                entry.returned.set()
            case PeerJoined(peer) | PeerChanged(peer):
                entry.heads.note(peer)
            case PeerLeft(peer):
                entry.heads.forget(peer.peer_id)
                entry.set = entry.set.keeping(entry.state.present)
            case ConnectionLeft():
                del self._entries[entry.connection_id]
                self._seats -= Counter([entry.seat])
                self.memos.forget(entry.connection_id)
                entry.lease.end()
                entry.returned.set()
            case _:
                pass
        if isinstance(event, ConnectionJoined | ConnectionChanged):
            event = replace(event, connection=entry.seen(event.connection))
        elif isinstance(event, PeerJoined | PeerLeft):
            event = replace(event, peer_count=entry.heads.peers, human_count=entry.heads.humans)
        self._note(entry, event)
        if isinstance(event, ConnectionLeft):
            self._ended()

    def note(self, connection_id: str, event: RoomEvent) -> None:
        """Log an event on a connection that has not ended."""
        self._note(self.find(connection_id), event)

    def _note(self, entry: Entry, event: RoomEvent) -> None:
        self.log.append(entry.connection_id, event, payload_bytes(event), room=entry.state.room_id)


async def _answers(host: Host, action: Action[Answer]) -> tuple[Answer, ...]:
    try:
        return (await host.perform(action),)
    except OdindError:
        return ()
