"""Forwards one sender's datagrams: check, limit, find the audience, send. The hottest code of the grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.grid.wire import address
from odind.grid.wire import datagram as wire
from odind.grid.wire.datagram import DatagramKind, Head
from odind.grid.wire.errors import WireError

from .token_buckets import MediaBuckets, bucket_of

if TYPE_CHECKING:
    from odind.grid.config import GridLimits
    from odind.grid.counters import Counters

    from .rooms import Peer, Room


class VoicePath:
    """Forwards the datagrams of one peer to the peers that hear it."""

    __slots__ = (
        "_audience",
        "_audience_version",
        "_counters",
        "_head",
        "_head_bytes",
        "_media",
        "_peer",
        "_positions",
        "_room",
        "_sockets",
    )

    def __init__(self, room: Room, peer: Peer, limits: GridLimits, counters: Counters, now: float) -> None:
        self._room = room
        self._peer = peer
        self._counters = counters
        self._media = MediaBuckets(limits.media_packets, limits.medias, now)
        self._positions = bucket_of(limits.position_packets, now)
        self._sockets = bucket_of(limits.socket_packets, now)
        # A sender's head stays the same from packet to packet unless it moves.
        self._head: Head | None = None
        self._head_bytes = b"\xff"
        self._audience: list[Peer] = []
        self._audience_version = -1

    def receive(self, datagram: bytes, now: float) -> None:
        """Forward a datagram, or count why it was dropped."""
        self._counters.datagrams_received += 1
        try:
            if datagram[1:2] == b"\x02":
                self._forward_socket_message(datagram, now)
            else:
                self._forward_media(datagram, now)
        except WireError:
            self._counters.datagrams_malformed += 1

    def _forward_media(self, datagram: bytes, now: float) -> None:
        head = self._head
        if head is None or not datagram.startswith(self._head_bytes) or len(datagram) > wire.MAX_BYTES:
            head = self._new_head(datagram)
            if head is None:
                return
        if not self._is_within_limits(datagram, head, now):
            self._counters.datagrams_limited += 1
            return
        for peer in self._find_audience(head):
            peer.outlet.send_datagram(datagram)
        self._counters.datagrams_forwarded += len(self._audience)

    def _is_within_limits(self, datagram: bytes, head: Head, now: float) -> bool:
        if head.kind is DatagramKind.AUDIO:
            return self._media.spend(wire.read_media(datagram, head), now)
        wire.check_no_body(datagram, head)
        return self._positions.spend(now)

    def _new_head(self, datagram: bytes) -> Head | None:
        head = wire.read_head(datagram)
        if head.peer_id != self._peer.peer_id:
            self._counters.datagrams_spoofed += 1
            return None
        self._head = head
        self._head_bytes = datagram[: head.end]
        self._audience_version = -1
        if self._peer.hearing.place(head.positions):
            self._room.version += 1
        return head

    def _find_audience(self, head: Head) -> list[Peer]:
        if self._audience_version != self._room.version:
            self._audience = self._room.audience(self._peer, head)
            self._audience_version = self._room.version
        return self._audience

    def _forward_socket_message(self, datagram: bytes, now: float) -> None:
        message = wire.read_socket_message(datagram)
        if not self._sockets.spend(now):
            self._counters.datagrams_limited += 1
            return
        target = self._room.peers.get(address.decode(message.address).peer_id)
        if target is None or target is self._peer:
            self._counters.datagrams_unroutable += 1
            return
        own = address.with_peer(message.address, self._peer.peer_id)
        target.outlet.send_datagram(wire.encode_socket_message(own, message.tail))
        self._counters.datagrams_forwarded += 1
