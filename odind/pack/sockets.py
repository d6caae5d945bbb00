"""Converts between core's sockets and the proto's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.sockets.items import Credit, EndReason, PeerFinished, SocketEnd
from odind.core.sockets.ports import SocketOptions
from odind.v1 import sockets_pb2 as pb

if TYPE_CHECKING:
    from odind.core.sockets.socket import Item, Socket
    from odind.core.sockets.sockets import Offer

_DEFAULT_BUFFER_BYTES: Final = 16_777_216
_BUFFER_BYTES: Final = (1_024, 67_108_864)
_REASONS: Final = {
    EndReason.FINISHED: pb.SOCKET_END_REASON_FINISHED,
    EndReason.PEER_LEFT: pb.SOCKET_END_REASON_PEER_LEFT,
    EndReason.CONNECTION_LOST: pb.SOCKET_END_REASON_CONNECTION_LOST,
    EndReason.CONNECTION_LEFT: pb.SOCKET_END_REASON_CONNECTION_LEFT,
    EndReason.REFUSED: pb.SOCKET_END_REASON_REFUSED,
    EndReason.OVERFLOWED: pb.SOCKET_END_REASON_OVERFLOWED,
    EndReason.DAEMON_STOPPING: pb.SOCKET_END_REASON_DAEMON_STOPPING,
}


def unpack_options(wanted: pb.OpenSocket) -> SocketOptions:
    """Return what a socket is to be."""
    return SocketOptions(wanted.peer_id, not wanted.unreliable, wanted.priority, wanted.label)


def unpack_buffer_bytes(config: pb.StreamSocketConfig) -> int:
    """Return how much may wait to be read; raises InvalidArgumentError SOCKET_CONFIG_INVALID."""
    size = config.receive_buffer_bytes or _DEFAULT_BUFFER_BYTES
    low, high = _BUFFER_BYTES
    if not low <= size <= high:
        raise InvalidArgumentError(
            "SOCKET_CONFIG_INVALID",
            "the config {problem}",
            problem=f"must have a receive_buffer_bytes of {low} to {high}, not {size}",
        )
    return size


def pack_socket(options: SocketOptions, socket_id: str, user_id: str) -> pb.Socket:
    """Return the proto's message of a socket."""
    return pb.Socket(
        socket_id=socket_id,
        peer_id=options.peer_id,
        user_id=user_id,
        unreliable=not options.reliable,
        priority=options.priority,
        label=options.label,
    )


def pack_offer(offer: Offer) -> pb.ListenSocketsResponse:
    """Return the message that tells of a socket which a peer has opened."""
    return pb.ListenSocketsResponse(opened=pack_socket(offer.options, offer.socket_id, offer.user_id))


def pack_opened(socket: Socket, socket_id: str, user_id: str) -> pb.StreamSocketResponse:
    """Return the first response of a socket."""
    opened = pb.SocketOpened(
        socket=pack_socket(socket.options, socket_id, user_id),
        max_message_bytes=socket.max_message_bytes,
        accepted_until=socket.accepted_until,
    )
    return pb.StreamSocketResponse(opened=opened)


def pack_item(item: Item) -> pb.StreamSocketResponse:
    """Return what comes from a socket."""
    match item:
        case bytes():
            return pb.StreamSocketResponse(data=item)
        case Credit(accepted_until):
            return pb.StreamSocketResponse(credit=pb.SocketCredit(accepted_until=accepted_until))
        case PeerFinished():
            return pb.StreamSocketResponse(peer_finished=pb.SocketPeerFinished())
        case SocketEnd(reason, detail, dropped):
            ended = pb.SocketEnded(reason=_REASONS[reason], detail=detail, dropped_messages=dropped)
            return pb.StreamSocketResponse(ended=ended)


def pack_listening() -> pb.ListenSocketsResponse:
    """Return the first response of one who listens."""
    return pb.ListenSocketsResponse(listening=pb.SocketsListening())


def pack_lost(detail: str) -> pb.StreamSocketResponse:
    """Return the last response of a socket whose process was lost."""
    return pack_item(SocketEnd(EndReason.CONNECTION_LOST, detail))
