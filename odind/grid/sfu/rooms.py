"""Rooms and their peers: who is told what. Pure state; events leave through each peer's outlet."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from odind.core.values.late import dataclass
from odind.grid.wire import events

from .hearing import Hearing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from odind.grid.wire.commands import ChangeSelf
    from odind.grid.wire.datagram import Head

    from .faulty_path import FaultyPath
    from .room_key import RoomKey


class Outlet(Protocol):
    """One client, as rooms see it. Calls return at once and never raise; what cannot be sent is lost."""

    def send_event(self, event: bytes) -> None:
        """Append an event to the client's room stream."""

    def send_datagram(self, datagram: bytes) -> None:
        """Send a datagram, or drop it when the client is too slow."""

    def open_socket(self, hello: bytes) -> int | None:
        """Open a stream to the client that begins with `hello`; return None when it has too many."""

    def send_socket(self, stream: int, data: bytes, *, end: bool) -> bool:
        """Append to such a stream; return False when it is closed or its backlog is full."""

    def reset_socket(self, stream: int, code: int) -> None:
        """Reset such a stream."""

    def dismiss(self, reason: str) -> None:
        """Tell the client that it has left the room and why, and end its connection."""

    def disturb(self, sent: FaultyPath | None, received: FaultyPath | None) -> None:
        """Send the client's datagrams through these faulty paths from now on."""

    def silence(self, until: float) -> None:
        """Drop every packet from and to the client until then."""


@dataclass(eq=False, slots=True)
class Peer:
    """A participant of one room."""

    peer_id: int
    user_id: str
    outlet: Outlet
    user_data: bytes = b""
    tags: tuple[str, ...] | None = None
    parameters: Mapping[str, object] | None = None
    hearing: Hearing = field(default_factory=Hearing)

    def introduction(self) -> bytes:
        """Return the event that announces this peer to others."""
        return events.peer_joined(self.peer_id, self.user_id, self.user_data, self.tags, self.parameters)


class Room:
    """The peers of one room of one namespace."""

    def __init__(self, key: RoomKey, customer: str) -> None:
        self.key = key
        self.customer = customer
        self.user_data = b""
        self.peers: dict[int, Peer] = {}
        # Grows whenever who-hears-whom may have changed; senders cache their audience by it.
        self.version = 0

    @property
    def room_id(self) -> str:
        """The room's name in its namespace."""
        return self.key.room_id

    def admit(self, peer: Peer) -> None:
        """Add a peer: it is told who is present, then that it has joined; then the others are told."""
        for other in self.peers.values():
            peer.outlet.send_event(other.introduction())
        peer.outlet.send_event(events.joined(peer.peer_id, self.room_id, self.customer))
        if self.user_data:
            peer.outlet.send_event(events.room_updated(self.user_data))
        self._tell(self.peers.values(), peer.introduction())
        self.peers[peer.peer_id] = peer
        self.version += 1

    def remove(self, peer: Peer) -> None:
        """Remove a peer and tell the others. Does nothing when it has left already."""
        if self.peers.pop(peer.peer_id, None) is None:
            return
        self.version += 1
        for other in self.peers.values():
            other.hearing.forget(peer.peer_id)
        self._tell(self.peers.values(), events.peer_left(peer.peer_id))

    def change(self, peer: Peer, change: ChangeSelf) -> None:
        """Update a peer's properties and tell the others."""
        if change.user_data is not None:
            peer.user_data = change.user_data
        if change.tags is not None:
            peer.tags = change.tags
        if change.parameters is not None:
            peer.parameters = change.parameters
        event = events.peer_changed(peer.peer_id, change.user_data, change.tags, change.parameters)
        self._tell(self.others(peer), event)

    def send_message(self, sender: Peer, peer_ids: Iterable[int], message: bytes) -> None:
        """Send a message to the listed peers, once each, or to all others when the list is empty."""
        listed = set(peer_ids)
        receivers = [self.peers[peer_id] for peer_id in listed if peer_id in self.peers]
        self._tell(
            receivers if listed else self.others(sender), events.message_received(sender.peer_id, message)
        )

    def update(self, user_data: bytes) -> None:
        """Set the room's own user data and tell all peers."""
        self.user_data = user_data
        self._tell(self.peers.values(), events.room_updated(user_data))

    def others(self, peer: Peer) -> Iterator[Peer]:
        """Yield all peers except this one."""
        return (other for other in self.peers.values() if other is not peer)

    def audience(self, sender: Peer, head: Head) -> list[Peer]:
        """Return the peers that hear a packet of the sender."""
        return [other for other in self.others(sender) if other.hearing.hears(sender.peer_id, head.positions)]

    def peers_of(self, user_id: str) -> list[Peer]:
        """Return the peers of one user; a user may join a room more than once."""
        return [peer for peer in self.peers.values() if peer.user_id == user_id]

    @staticmethod
    def _tell(receivers: Iterable[Peer], event: bytes) -> None:
        for peer in list(receivers):
            peer.outlet.send_event(event)
