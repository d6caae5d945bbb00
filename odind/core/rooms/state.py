"""The state of a connection and its room, advanced by events alone.

The process that holds a connection turns the runtime's signals into events (`SignalReader`).
Every process that gets these events advances a `RoomState` by them, so all states agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from odind.core.errors import PermissionDeniedError
from odind.core.players.events import (
    BargeInEnded,
    BargeInStarted,
    ItemEnded,
    ItemFailed,
    ItemStarted,
    ItemStuck,
    PlayerPaused,
    PlayerResumed,
    PlayerSeeked,
    QueueChanged,
    StreamTitleChanged,
)
from odind.core.players.settings import LaneKind
from odind.core.voice.barge_in import BargeInOutcome
from odind.core.voice.events import MediaAdded, MediaRemoved, SpeakingStarted, SpeakingStopped

from .cause import cause_of
from .cipher import CipherStatus
from .events import (
    GIVEN_UP,
    CannotDecrypt,
    ConnectionAdopted,
    ConnectionChanged,
    ConnectionHeld,
    ConnectionJoined,
    ConnectionLeft,
    ConnectionReconnecting,
    ConnectionReleased,
    ConnectionState,
    ConnectionView,
    MessageReceived,
    Peer,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    PeerMoved,
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
)

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from .cause import Cause
    from .events import RoomEvent
    from .signals import Signal

OURSELVES = 0
"""The peer id that stands for ourselves in events about speaking."""


class RoomState:
    """A connection's view of its room. Used on the loop's thread."""

    def __init__(self, view: ConnectionView) -> None:
        self._view = view
        self._peers: dict[int, Peer] = {peer.peer_id: peer for peer in view.peers}
        self._speaking: set[int] = set()
        self._giving_way: set[LaneKind] = set()

    @property
    def connection_id(self) -> str:
        """The id of the connection."""
        return self._view.connection_id

    @property
    def room_id(self) -> str:
        """The id of the room."""
        return self._view.room_id

    @property
    def own_peer_id(self) -> int:
        """The id of the peer that we are, 0 while we are not in the room."""
        return self._view.own_peer_id

    @property
    def own_user_id(self) -> str:
        """The user id of the peer that we are."""
        return self._view.user_id

    @property
    def view(self) -> ConnectionView:
        """The connection as it is now, peers by peer id."""
        return replace(self._view, peers=tuple(self._peers[peer_id] for peer_id in sorted(self._peers)))

    @property
    def standing(self) -> ConnectionState:
        """The connection's state, without the cost of a view."""
        return self._view.state

    @property
    def joined(self) -> bool:
        """Whether we are in the room right now."""
        return self._view.state is ConnectionState.JOINED

    @property
    def present(self) -> AbstractSet[int]:
        """The ids of the peers in the room."""
        return self._peers.keys()

    @property
    def speaking(self) -> bool:
        """Whether we are speaking."""
        return OURSELVES in self._speaking

    @property
    def endings(self) -> tuple[RoomEvent, ...]:
        """The events that end what we say, and the barge-ins of our player, when our process is lost."""
        overtaken = (
            BargeInEnded(lane, BargeInOutcome.OVERTAKEN) for lane in LaneKind if lane in self._giving_way
        )
        return (*((SpeakingStopped(OURSELVES, ""),) if self.speaking else ()), *overtaken)

    def peer(self, peer_id: int) -> Peer | None:
        """Return the peer with that id, None when it is not in the room."""
        return self._peers.get(peer_id)

    @property
    def mismatched(self) -> tuple[Peer, ...]:
        """The peers whose password is not ours."""
        return tuple(one for one in self._peers.values() if one.cipher is CipherStatus.PASSWORD_MISMATCH)

    def apply(self, event: RoomEvent) -> None:  # noqa: C901, PLR0912 - one case per kind of event
        """Advance the state by an event."""
        match event:
            case ConnectionJoined(view):
                self._view = view
                self._peers = {peer.peer_id: peer for peer in view.peers}
            case ConnectionReconnecting():
                self._leave(ConnectionState.RECONNECTING)
            case ConnectionLeft():
                self._leave(ConnectionState.LEFT)
            case ConnectionChanged(view):
                self._view = replace(self._view, user_data=view.user_data, place=view.place)
            case PeerJoined(peer) | PeerChanged(peer):
                self._peers[peer.peer_id] = peer
            case PeerLeft(peer):
                self._peers.pop(peer.peer_id, None)
                self._speaking.discard(peer.peer_id)
            case PeerMoved(peer_id, _, positions):
                known = self._peers.get(peer_id)
                if known:
                    self._peers[peer_id] = replace(known, positions=positions)
            case SpeakingStarted(peer_id):
                self._speaking.add(peer_id)
            case SpeakingStopped(peer_id):
                self._speaking.discard(peer_id)
            case BargeInStarted(lane):
                self._giving_way.add(lane)
            case BargeInEnded(lane):
                self._giving_way.discard(lane)
            case (
                ConnectionHeld()
                | ConnectionReleased()
                | ConnectionAdopted()
                | MessageReceived()
                | CannotDecrypt()
                | MediaAdded()
                | MediaRemoved()
                | ItemStarted()
                | ItemEnded()
                | ItemFailed()
                | ItemStuck()
                | PlayerPaused()
                | PlayerResumed()
                | PlayerSeeked()
                | QueueChanged()
                | StreamTitleChanged()
            ):
                pass
            case _:
                assert_never(event)

    def _leave(self, state: ConnectionState) -> None:
        self._peers.clear()
        self._speaking &= {OURSELVES}
        self._view = replace(self._view, state=state, own_peer_id=0)


class SignalReader:
    """Turns a runtime's signals, which are raw and may repeat, into events about a `RoomState`.

    Peers announced while we are not in the room belong to the pending join, and are part of its event. With
    `renewable`, a connection whose reconnect is refused may return: another token can open the room.
    """

    def __init__(self, state: RoomState, *, renewable: bool = False) -> None:
        self._state = state
        self._renewable = renewable
        self._announced: dict[int, Peer] = {}

    def event_of(self, signal: Signal) -> RoomEvent | None:  # noqa: PLR0911 - one return per kind of signal
        """Return the event of a signal, None when the signal changes nothing."""
        match signal:
            case JoinConfirmed():
                return self._join(signal)
            case LinkLost():
                self._announced.clear()
                lost = ConnectionReconnecting(signal.detail, signal.cause)
                return lost if self._state.joined else None
            case LinkClosed(error):
                may_return = self._may_return(signal)
                return self._end(str(error), error.reason, may_return=may_return, cause=cause_of(error))
            case Dismissed():
                # confirmed as its time limit passed, it was given up for that alone
                given_up = self._state.joined and signal.reason == GIVEN_UP.reason
                return self._end(signal.detail, signal.reason, may_return=given_up, cause=signal.cause)
            case PeerAppeared():
                return self._appear(signal.peer)
            case PeerUpdated():
                return self._update(signal)
            case PeerVanished():
                return self._vanish(signal.peer_id)
            case MessageArrived():
                sender = self._state.peer(signal.sender_peer_id)
                return MessageReceived(
                    signal.sender_peer_id, sender.user_id if sender else "", signal.message
                )
            case PeerPlaced():
                return self._place(signal)
            case _:
                assert_never(signal)

    def _join(self, confirmed: JoinConfirmed) -> RoomEvent:
        view = self._state.view
        announced = {peer.peer_id: peer for peer in view.peers} | self._announced
        announced.pop(confirmed.own_peer_id, None)
        self._announced = {}
        return ConnectionJoined(
            replace(
                view,
                state=ConnectionState.JOINED,
                own_peer_id=confirmed.own_peer_id,
                room_id=confirmed.room_id,
                customer=confirmed.customer,
                peers=tuple(announced[peer_id] for peer_id in sorted(announced)),
            )
        )

    def _end(self, detail: str, reason: str, *, may_return: bool, cause: Cause) -> RoomEvent | None:
        """Report the end, also of a failed join, because snapshots show pending joins."""
        if self._state.standing is ConnectionState.LEFT:
            return None
        return ConnectionLeft(detail, reason, may_return, cause)

    def _may_return(self, closed: LinkClosed) -> bool:
        was_joined = self._state.standing is not ConnectionState.JOINING
        return self._renewable and was_joined and isinstance(closed.error, PermissionDeniedError)

    def _appear(self, peer: Peer) -> RoomEvent | None:
        if not self._state.joined:
            self._announced[peer.peer_id] = peer
            return None
        known = self._state.peer(peer.peer_id)
        if known is None:
            return PeerJoined(peer)
        peer = replace(peer, positions=known.positions)
        return None if peer == known else PeerChanged(peer)

    def _update(self, update: PeerUpdated) -> RoomEvent | None:
        known = self._announced.get(update.peer_id) or self._state.peer(update.peer_id)
        if known is None:
            return None
        peer = replace(
            known,
            user_data=known.user_data if update.user_data is None else update.user_data,
            tags=known.tags if update.tags is None else update.tags,
            cipher=update.cipher or known.cipher,
        )
        if not self._state.joined:
            self._announced[peer.peer_id] = peer
            return None
        return None if peer == known else PeerChanged(peer)

    def _vanish(self, peer_id: int) -> RoomEvent | None:
        self._announced.pop(peer_id, None)
        known = self._state.peer(peer_id)
        return PeerLeft(known) if known and self._state.joined else None

    def _place(self, placed: PeerPlaced) -> RoomEvent | None:
        known = self._state.peer(placed.peer_id)
        if known is None or known.positions == placed.positions or not self._state.joined:
            return None
        return PeerMoved(placed.peer_id, known.user_id, placed.positions)
