"""What the server sends on the room stream: one MessagePack map per event, with its name and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HELLO_OK: Final = msgspec.msgpack.encode({"Ok": {}})


def rejected(message: str) -> bytes:
    """The hello is refused; a client that is joining for the first time gives up at once."""
    return _event("Rejected", {"message": message})


def joined(own_peer_id: int, room_id: str, customer: str) -> bytes:
    """The client has joined the room as this peer."""
    return _event("Joined", {"own_peer_id": own_peer_id, "room_id": room_id, "customer": customer})


def peer_joined(
    peer_id: int,
    user_id: str,
    user_data: bytes,
    tags: Sequence[str] | None,
    parameters: Mapping[str, object] | None,
) -> bytes:
    """Another peer is in the room."""
    fields: dict[str, object] = {"peer_id": peer_id, "user_id": user_id, "user_data": user_data}
    return _event("PeerJoined", fields | _present(tags=tags, parameters=parameters))


def peer_changed(
    peer_id: int,
    user_data: bytes | None,
    tags: Sequence[str] | None,
    parameters: Mapping[str, object] | None,
) -> bytes:
    """Another peer changed its properties; None is an unchanged property."""
    changes = _present(user_data=user_data, tags=tags, parameters=parameters)
    return _event("PeerChanged", {"peer_id": peer_id} | changes)


def peer_left(peer_id: int) -> bytes:
    """Another peer has left."""
    return _event("PeerLeft", {"peer_id": peer_id})


def message_received(sender_peer_id: int, message: bytes) -> bytes:
    """A message from a peer, or from the gateway when the id is 0."""
    return _event("MessageReceived", {"sender_peer_id": sender_peer_id, "message": message})


def new_reconnect_token(token: str) -> bytes:
    """The token that the client must use in its next hello."""
    return _event("NewReconnectToken", {"token": token})


def left(reason: str) -> bytes:
    """The client has been removed from the room for this reason."""
    return _event("Left", {"reason": reason})


def error(message: str) -> bytes:
    """A command of the client was refused."""
    return _event("Error", {"message": message})


def pong(ping_id: int) -> bytes:
    """The answer to a Ping. Its name in ODIN is not documented; clients pass it to the application."""
    return _event("Pong", {"id": ping_id})


def room_updated(user_data: bytes) -> bytes:
    """The room's own user data changed. Clients pass the event to the application."""
    return _event("RoomUpdated", {"user_data": user_data})


def _event(name: str, fields: Mapping[str, object]) -> bytes:
    return msgspec.msgpack.encode({name: fields})


def _present(**fields: object) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None}
