"""What one connection knows of its room, advanced by signals and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from .events import (
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionState,
    ConnectionView,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
    RoomEvent,
)
from .signals import (
    Dismissed,
    JoinConfirmed,
    LinkClosed,
    LinkLost,
    MessageArrived,
    PeerAppeared,
    PeerPlaced,
    PeerUpdated,
    PeerVanished,
    Signal,
)

if TYPE_CHECKING:
    from odind.core.base.payload import Payload


class RoomState:
    """A connection's view of its room. Not thread-safe; belongs to the loop."""

    def __init__(self, view: ConnectionView) -> None:
        self._view = view
        self._peers: dict[int, Peer] = {peer.peer_id: peer for peer in view.peers}

    @property
    def view(self) -> ConnectionView:
        """The connection as it is now, peers by peer id."""
        return replace(self._view, peers=tuple(self._peers[peer_id] for peer_id in sorted(self._peers)))

    @property
    def standing(self) -> ConnectionState:
        """Where the connection stands, without the cost of a view."""
        return self._view.state

    @property
    def joined(self) -> bool:
        """Whether we are in the room right now."""
        return self._view.state is ConnectionState.JOINED

    def peer(self, peer_id: int) -> Peer | None:
        """The peer with that id, if it is there."""
        return self._peers.get(peer_id)

    def set_user_data(self, user_data: Payload) -> None:
        """Remember our own user data; the server does not echo it."""
        self._view = replace(self._view, user_data=user_data)

    def apply(self, signal: Signal) -> RoomEvent | None:  # noqa: PLR0911 - one return per kind of signal
        """Advance the state by `signal`; return what watchers should be told, if anything changed.

        Peers announced while we are not in the room belong to the join under way: they come with it.
        """
        match signal:
            case JoinConfirmed():
                return self._join(signal)
            case LinkLost():
                return self._lose(signal.detail)
            case LinkClosed():
                return self._end(str(signal.error))
            case Dismissed():
                return self._end(signal.detail)
            case PeerAppeared():
                return self._add(signal.peer)
            case PeerUpdated():
                return self._update(signal)
            case PeerVanished():
                return self._remove(signal.peer_id)
            case MessageArrived():
                return self._hear(signal)
            case PeerPlaced():
                return self._place(signal)
            case _:
                assert_never(signal)

    def _join(self, confirmed: JoinConfirmed) -> RoomEvent:
        self._peers.pop(confirmed.own_peer_id, None)
        self._view = replace(
            self._view,
            state=ConnectionState.JOINED,
            own_peer_id=confirmed.own_peer_id,
            room_id=confirmed.room_id,
            customer=confirmed.customer,
        )
        return ConnectionJoined(self.view)

    def _lose(self, detail: str) -> RoomEvent | None:
        self._peers.clear()
        if not self.joined:
            return None
        self._view = replace(self._view, state=ConnectionState.RECONNECTING, own_peer_id=0)
        return ConnectionReconnecting(detail)

    def _end(self, detail: str) -> RoomEvent | None:
        """End it; told also of a join that failed, because snapshots show joins under way."""
        if self._view.state is ConnectionState.LEFT:
            return None
        self._peers.clear()
        self._view = replace(self._view, state=ConnectionState.LEFT, own_peer_id=0)
        return ConnectionLeft(detail)

    def _add(self, peer: Peer) -> RoomEvent | None:
        known = self._peers.get(peer.peer_id)
        if known:
            peer = replace(peer, positions=known.positions)
        self._peers[peer.peer_id] = peer
        if not self.joined or peer == known:
            return None
        return PeerChanged(peer) if known else PeerJoined(peer)

    def _update(self, update: PeerUpdated) -> RoomEvent | None:
        known = self._peers.get(update.peer_id)
        if known is None:
            return None
        peer = replace(
            known,
            user_data=known.user_data if update.user_data is None else update.user_data,
            tags=known.tags if update.tags is None else update.tags,
        )
        self._peers[peer.peer_id] = peer
        return PeerChanged(peer) if self.joined and peer != known else None

    def _remove(self, peer_id: int) -> RoomEvent | None:
        known = self._peers.pop(peer_id, None)
        return PeerLeft(known) if known and self.joined else None

    def _place(self, placed: PeerPlaced) -> RoomEvent | None:
        known = self._peers.get(placed.peer_id)
        if known is None or known.positions == placed.positions:
            return None
        self._peers[placed.peer_id] = replace(known, positions=placed.positions)
        return PeerMoved(placed.peer_id, known.user_id, placed.positions) if self.joined else None

    def _hear(self, arrived: MessageArrived) -> RoomEvent:
        sender = self._peers.get(arrived.sender_peer_id)
        return MessageReceived(arrived.sender_peer_id, sender.user_id if sender else "", arrived.message)
