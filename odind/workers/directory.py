"""All connections of all workers as callers see them: kept by the workers' events, in one sequence.

What RoomService promises of snapshots, events and pages is held here, whatever becomes of workers.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from google.protobuf.timestamp_pb2 import Timestamp

from odind.core.base.paging import page_of
from odind.core.log.hub import Hub, until_all_over
from odind.core.rooms.rooms import no_connection
from odind.v1 import rooms_pb2

from .link import worker_lost
from .memory import Memory

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from odind.core.base.errors import OdindError
    from odind.core.base.limits import Limits

_HELD_EVENTS: Final = 10_000
"""More of them mean that a connection is not held back any longer."""


@dataclass(eq=False)
class Entry:
    """A connection: how it looks, which worker has it, and what it takes to have it again.

    `away` says that its worker is gone and no other one has it yet.
    """

    number: int
    worker: int
    head: rooms_pb2.Connection
    request: rooms_pb2.JoinRoomRequest = field(repr=False)
    memory: Memory
    confirmed: asyncio.Future[None]
    over: asyncio.Event = field(default_factory=asyncio.Event)
    peers: dict[int, rooms_pb2.Peer] = field(default_factory=dict)
    speaking: bool = False
    away: bool = False
    held: list[rooms_pb2.Event] | None = None

    @property
    def connection_id(self) -> str:
        """Names the connection."""
        return self.head.connection_id

    @property
    def view(self) -> rooms_pb2.Connection:
        """The connection as it is now, peers by peer id."""
        view = rooms_pb2.Connection()
        view.CopyFrom(self.head)
        view.peers.extend(self.peers[peer_id] for peer_id in sorted(self.peers))
        return view

    @property
    def joined(self) -> bool:
        """Whether it is in its room right now."""
        return self.head.state == rooms_pb2.CONNECTION_STATE_JOINED


class Directory:
    """Belongs to the loop. `orphan` is told of connections that a worker has and nobody wants any more."""

    def __init__(self, limits: Limits, now: Callable[[], float], orphan: Callable[[int, str], None]) -> None:
        self._now = now
        self._orphan = orphan
        self._entries: dict[str, Entry] = {}
        self._hub: Hub[rooms_pb2.Event] = Hub(limits.event_buffer, limits.max_watchers)
        self._sequence = 0
        self._joins = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, connection_id: str) -> bool:
        return connection_id in self._entries

    # Looking

    def find(self, connection_id: str) -> Entry:
        """Return a connection; raises NotFoundError CONNECTION_NOT_FOUND."""
        entry = self._entries.get(connection_id)
        if entry is None:
            raise no_connection(connection_id)
        return entry

    def has(self, entry: Entry) -> bool:
        """Whether a connection is not over."""
        return self._entries.get(entry.connection_id) is entry

    def of(self, worker: int) -> list[Entry]:
        """Return a worker's connections, oldest first."""
        return [entry for entry in self._entries.values() if entry.worker == worker]

    def page(self, page_size: int, page_token: str) -> tuple[list[rooms_pb2.Connection], str]:
        """Return a page of connections; raises InvalidArgumentError PAGE_TOKEN_INVALID."""
        entries, next_page_token = page_of(self._entries.values(), page_size, page_token)
        return [entry.view for entry in entries], next_page_token

    @contextmanager
    def watch(
        self, connection_ids: Sequence[str]
    ) -> Iterator[tuple[rooms_pb2.Snapshot, AsyncIterator[rooms_pb2.Event]]]:
        """Give a snapshot and every event after it, as `odind.core.rooms.Rooms.watch` does."""
        named = {connection_id: self.find(connection_id) for connection_id in connection_ids}
        watched = named or self._entries
        with self._hub.subscribe(lambda event: not named or event.connection_id in named) as events:
            snapshot = rooms_pb2.Snapshot(
                sequence=self._sequence, connections=[entry.view for entry in watched.values()]
            )
            yield snapshot, until_all_over(events, named, _over) if named else events

    def close(self) -> None:
        """End all watches; events from now on reach nobody."""
        self._hub.close()

    # Coming and going

    def add(self, view: rooms_pb2.Connection, worker: int, request: rooms_pb2.JoinRoomRequest) -> Entry:
        """Note a join that begins."""
        self._joins += 1
        entry = Entry(
            number=self._joins,
            worker=worker,
            head=view,
            request=request,
            memory=Memory.of_join(request),
            confirmed=asyncio.get_running_loop().create_future(),
        )
        self._entries[view.connection_id] = entry
        return entry

    def end(self, entry: Entry, detail: str) -> None:
        """A connection is over, as its worker did not say."""
        if self.has(entry):
            self._take(entry, _event(entry, left=rooms_pb2.ConnectionLeft(detail=detail)))

    def lose(self, worker: int, detail: str) -> None:
        """A worker is gone: its connections are being restored, and joins under way have failed."""
        for entry in self.of(worker):
            entry.held = None
            if entry.head.state == rooms_pb2.CONNECTION_STATE_JOINING:
                self._fail(entry, worker_lost())
                self.end(entry, detail)
                continue
            entry.away = True
            if entry.speaking:
                self._take(entry, _event(entry, speaking_stopped=rooms_pb2.SpeakingStopped()))
            if entry.joined:
                lost = rooms_pb2.ConnectionReconnecting(detail=detail)
                self._take(entry, _event(entry, reconnecting=lost))

    def hold(self, entry: Entry) -> None:
        """Show nothing of what happens on a connection until `release`: its settings are not restored yet."""
        entry.held = []

    def release(self, entry: Entry) -> None:
        """Show what happened meanwhile: the connection is back."""
        held, entry.held, entry.away = entry.held or [], None, False
        for event in held:
            if self.has(entry):
                self._take(entry, event)

    # What workers say

    def take(self, worker: int, event: rooms_pb2.Event) -> None:
        """Take what happened on a worker."""
        entry = self._entries.get(event.connection_id)
        if entry is None or entry.worker != worker:
            if event.HasField("joined"):
                self._orphan(worker, event.connection_id)
            return
        if entry.held is None:
            self._take(entry, event)
            return
        entry.held.append(event)
        if len(entry.held) > _HELD_EVENTS:
            self.release(entry)

    def _take(self, entry: Entry, event: rooms_pb2.Event) -> None:
        _APPLY.get(event.WhichOneof("kind") or "", _nothing)(entry, event)
        self._sequence += 1
        event.sequence = self._sequence
        if not event.HasField("time"):
            event.time.CopyFrom(_timestamp(self._now()))
        if event.HasField("left"):
            del self._entries[entry.connection_id]
            self._fail(entry, worker_lost())
            entry.over.set()
        self._hub.publish(event)

    def _fail(self, entry: Entry, error: OdindError) -> None:
        if not entry.confirmed.done():
            entry.confirmed.set_exception(error)
            entry.confirmed.exception()


def _event(entry: Entry, **kind: object) -> rooms_pb2.Event:
    return rooms_pb2.Event(connection_id=entry.connection_id, **kind)  # type: ignore[arg-type] # one of the kinds


def _timestamp(seconds: float) -> Timestamp:
    stamp = Timestamp()
    stamp.FromNanoseconds(int(seconds * 1e9))
    return stamp


# How each event changes a connection, as odind.core.rooms.state has it


def _nothing(_entry: Entry, _event: rooms_pb2.Event) -> None:
    pass


def _joined(entry: Entry, event: rooms_pb2.Event) -> None:
    view = event.joined.connection
    view.created_at.CopyFrom(entry.head.created_at)
    view.audio_target = entry.head.audio_target
    entry.peers = {peer.peer_id: peer for peer in view.peers}
    head = rooms_pb2.Connection()
    head.CopyFrom(view)
    del head.peers[:]
    entry.head = head
    if not entry.confirmed.done():
        entry.confirmed.set_result(None)


def _reconnecting(entry: Entry, _event: rooms_pb2.Event) -> None:
    entry.peers = {}
    entry.head.state = rooms_pb2.CONNECTION_STATE_RECONNECTING
    entry.head.own_peer_id = 0


def _left(entry: Entry, _event: rooms_pb2.Event) -> None:
    entry.peers = {}
    entry.head.state = rooms_pb2.CONNECTION_STATE_LEFT
    entry.head.own_peer_id = 0


def _peer_joined(entry: Entry, event: rooms_pb2.Event) -> None:
    entry.peers[event.peer_joined.peer.peer_id] = event.peer_joined.peer


def _peer_changed(entry: Entry, event: rooms_pb2.Event) -> None:
    entry.peers[event.peer_changed.peer.peer_id] = event.peer_changed.peer


def _peer_left(entry: Entry, event: rooms_pb2.Event) -> None:
    entry.peers.pop(event.peer_left.peer.peer_id, None)


def _peer_moved(entry: Entry, event: rooms_pb2.Event) -> None:
    known = entry.peers.get(event.peer_moved.peer_id)
    if known is not None:
        moved = rooms_pb2.Peer()  # the one we have may still be on its way to a watcher
        moved.CopyFrom(known)
        del moved.positions[:]
        moved.positions.extend(event.peer_moved.positions)
        entry.peers[moved.peer_id] = moved


def _speaking_started(entry: Entry, event: rooms_pb2.Event) -> None:
    entry.speaking = entry.speaking or not event.speaking_started.peer_id


def _speaking_stopped(entry: Entry, event: rooms_pb2.Event) -> None:
    entry.speaking = entry.speaking and bool(event.speaking_stopped.peer_id)


_APPLY: Final[dict[str, Callable[[Entry, rooms_pb2.Event], None]]] = {
    "joined": _joined,
    "reconnecting": _reconnecting,
    "left": _left,
    "peer_joined": _peer_joined,
    "peer_changed": _peer_changed,
    "peer_left": _peer_left,
    "peer_moved": _peer_moved,
    "speaking_started": _speaking_started,
    "speaking_stopped": _speaking_stopped,
}


def _over(event: rooms_pb2.Event) -> str:
    return event.connection_id if event.HasField("left") else ""
