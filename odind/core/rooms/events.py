"""The events of rooms, as watchers see them: facts about the state of a connection."""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias, get_args

from odind.core.players.events import ItemEnded, ItemFailed, ItemStarted, ItemStuck, PlayerEvent
from odind.core.space.place import Place, Position
from odind.core.tokens.hosted import RoomsPage
from odind.core.values.payload import Json, Payload
from odind.core.values.portable import portable
from odind.core.voice.events import VoiceEvent

from .cause import Cause
from .cipher import CipherStatus
from .holder import Holder, OnLost


class ConnectionState(Enum):
    """The state of a connection."""

    JOINING = "joining"
    JOINED = "joined"
    RECONNECTING = "reconnecting"
    LEFT = "left"


@portable
class Peer:
    """Another participant of a room. `cipher` is None while our connection does not encrypt."""

    peer_id: int
    user_id: str
    user_data: Payload = b""
    tags: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    cipher: CipherStatus | None = None


@portable
class ConnectionView:
    """A connection at one moment. `created_at` is seconds since the epoch; `own_peer_id` 0 is unknown.

    `place` is where we are; `audio_target` is the address where the connection's process serves its audio,
    and `audio_socket` that of its audio socket, "" where it has none. `linger_s` is how long the connection
    stays while no call holds it, None for ever, and `on_lost` what becomes of it meanwhile. `holders` are the
    calls that do, and `last_holder` is the name of the latest one that has a name. `encrypted` says whether
    it encrypts end to end. `rooms_page` is its page in ODIN Rooms, where its token service let us in.
    """

    connection_id: str
    room_id: str
    user_id: str
    customer: str
    gateway: str
    state: ConnectionState
    own_peer_id: int
    user_data: Payload
    peers: tuple[Peer, ...]
    created_at: float
    place: Place = Place()
    audio_target: str = ""
    linger_s: float | None = None
    encrypted: bool = False
    on_lost: OnLost = OnLost.KEEP
    holders: tuple[Holder, ...] = ()
    last_holder: str = ""
    rooms_page: RoomsPage | None = None
    audio_socket: str = ""


@portable
class ConnectionJoined:
    """We are in the room, for the first time or again."""

    connection: ConnectionView


@portable
class ConnectionReconnecting:
    """The link is lost and is being restored; peers are unknown until it is."""

    detail: str
    cause: Cause = Cause.CONNECTION_LOST


@portable
class ConnectionLeft:
    """The connection ended; `reason` is for programs. With `may_return`, joining again can restore it."""

    detail: str
    reason: str
    may_return: bool = False
    cause: Cause = Cause.BY_US


@portable
class ConnectionChanged:
    """Our user data or our positions changed; `connection` is the connection's new state."""

    connection: ConnectionView


@portable
class ConnectionHeld:
    """A call holds the connection, after none did."""

    holder: Holder


@portable
class ConnectionReleased:
    """No call holds the connection any more. `leaves_at` is seconds since the epoch, None while away."""

    on_lost: OnLost
    leaves_at: float | None


@portable
class ConnectionAdopted:
    """A program took the connection over; `holder` is its name."""

    holder: str


@portable
class PeerJoined:
    """A peer joined the room. The counts are of the peers there now, without the connection itself."""

    peer: Peer
    peer_count: int = 0
    human_count: int = 0


@portable
class PeerChanged:
    """A peer's user data, tags or cipher status changed."""

    peer: Peer


@portable
class PeerLeft:
    """A peer left; `peer` is its last state. The counts are of the peers there now."""

    peer: Peer
    peer_count: int = 0
    human_count: int = 0


@portable
class MessageReceived:
    """A peer sent a message; the user id is empty when the peer is no longer known."""

    sender_peer_id: int
    sender_user_id: str
    message: Payload


@portable
class CannotDecrypt:
    """Voice came that cannot be decrypted, from one of these peers."""

    peers: tuple[Peer, ...]


@portable
class PeerMoved:
    """A peer moved."""

    peer_id: int
    user_id: str
    positions: tuple[Position, ...]


RoomEvent: TypeAlias = (
    ConnectionJoined
    | ConnectionReconnecting
    | ConnectionChanged
    | ConnectionLeft
    | ConnectionHeld
    | ConnectionReleased
    | ConnectionAdopted
    | PeerJoined
    | PeerChanged
    | PeerLeft
    | MessageReceived
    | CannotDecrypt
    | PeerMoved
    | VoiceEvent
    | PlayerEvent
)


LEFT_BY_US: Final = ConnectionLeft("left by us", "LEFT_BY_US")
CALLER_GONE: Final = ConnectionLeft("no call held the connection for its linger time", "CALLER_GONE")
GRANT_OVER: Final = ConnectionLeft(
    "the API key under which it was joined was revoked or has expired", "GRANT_OVER"
)
GIVEN_UP: Final = ConnectionLeft("the join was given up", "JOIN_GIVEN_UP")

_PEER_BYTES: Final = 256
_POSITION_BYTES: Final = 32
_HOLDER_BYTES: Final = 32
_CHARACTER_BYTES: Final = 4
"""The most bytes that UTF-8 takes for a character."""
ROOM_EVENTS: Final[tuple[type[RoomEvent], ...]] = get_args(RoomEvent)
"""Every kind of event that happens on a connection."""


def payload_bytes(event: RoomEvent) -> int:
    """Return the approximate size of callers' and peers' data in an event, in bytes."""
    match event:
        case MessageReceived():
            return _size(event.message)
        case ConnectionJoined() | ConnectionChanged():
            return view_bytes(event.connection)
        case PeerJoined() | PeerChanged() | PeerLeft():
            return peer_bytes(event.peer)
        case CannotDecrypt():
            return sum(map(peer_bytes, event.peers))
        case ItemStarted() | ItemEnded() | ItemFailed() | ItemStuck():
            return event.item.size
        case _:
            return 0


def view_bytes(view: ConnectionView) -> int:
    """Return the largest size of a connection in a message, in bytes."""
    targets = (view.audio_target, view.audio_socket)
    names = (view.room_id, view.user_id, view.customer, view.gateway, *targets)
    own = sum(map(_text_bytes, names)) + _size(view.user_data) + _POSITION_BYTES * len(view.place.positions)
    own += _text_bytes(view.last_holder) + sum(map(_holder_bytes, view.holders))
    return _PEER_BYTES + own + sum(map(peer_bytes, view.peers))


def peer_bytes(peer: Peer) -> int:
    """Return the largest size of a peer in a message, in bytes."""
    names = sum(map(_text_bytes, (peer.user_id, *peer.tags)))
    return _PEER_BYTES + names + _size(peer.user_data) + _POSITION_BYTES * len(peer.positions)


def _holder_bytes(holder: Holder) -> int:
    return _HOLDER_BYTES + _text_bytes(holder.name)


def _size(payload: Payload) -> int:
    return _text_bytes(payload.text) if isinstance(payload, Json) else len(payload)


def _text_bytes(text: str) -> int:
    """Return the largest size of a text, in bytes, without encoding it."""
    return len(text) if text.isascii() else _CHARACTER_BYTES * len(text)
