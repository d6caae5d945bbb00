"""Socket addresses: a peer id, a port and a direction, interleaved into 53 bits.

Bit 0 says who speaks (0 the side that opened the socket), the rest alternates peer and port bits so that
small numbers stay small on the wire.
"""

from __future__ import annotations

from typing import Final, NamedTuple

ADDRESS_MAX: Final = (1 << 53) - 1
# (bits, shift inside the address, shift inside the number)
_PEER_PARTS: Final = ((0xF, 1, 0), (0xF, 8, 4), (0xFF, 24, 8), (0xFFFF, 37, 16))
_PORT_PARTS: Final = ((0x7, 5, 0), (0xFFF, 12, 3), (0x1F, 32, 15))
_PEER_MASK: Final = sum(mask << to for mask, to, _ in _PEER_PARTS)


class SocketAddress(NamedTuple):
    """Where a socket message goes to, or comes from: the meaning of `peer_id` is turned by the server."""

    peer_id: int
    port: int
    is_answer: bool


def encode(address: SocketAddress) -> int:
    """Return the address as the integer on the wire."""
    return _scatter(address.peer_id, _PEER_PARTS) | _scatter(address.port, _PORT_PARTS) | address.is_answer


def decode(value: int) -> SocketAddress:
    """Take an integer of `0..ADDRESS_MAX` apart."""
    return SocketAddress(_gather(value, _PEER_PARTS), _gather(value, _PORT_PARTS), bool(value & 1))


def with_peer(value: int, peer_id: int) -> int:
    """Return the same address with another peer in it."""
    return (value & ~_PEER_MASK) | _scatter(peer_id, _PEER_PARTS)


def _scatter(number: int, parts: tuple[tuple[int, int, int], ...]) -> int:
    return sum((number >> start & mask) << to for mask, to, start in parts)


def _gather(value: int, parts: tuple[tuple[int, int, int], ...]) -> int:
    return sum((value >> to & mask) << start for mask, to, start in parts)
