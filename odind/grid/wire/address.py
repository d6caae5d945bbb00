"""Socket addresses: a peer id, a port and a direction, interleaved into 53 bits.

Bit 0 is 0 in messages from the side that opened the socket and 1 in answers. The other bits alternate between
peer and port, so that small numbers stay small on the wire.
"""

from __future__ import annotations

from typing import Final, NamedTuple

ADDRESS_MAX: Final = (1 << 53) - 1
# (bits, shift inside the address, shift inside the number)
_PEER_PARTS: Final = ((0xF, 1, 0), (0xF, 8, 4), (0xFF, 24, 8), (0xFFFF, 37, 16))
_PORT_PARTS: Final = ((0x7, 5, 0), (0xFFF, 12, 3), (0x1F, 32, 15))
_PEER_MASK: Final = sum(mask << to for mask, to, _ in _PEER_PARTS)


class SocketAddress(NamedTuple):
    """The target of a socket message on its way to the server, and its sender on the way to the target."""

    peer_id: int
    port: int
    is_answer: bool


def encode(address: SocketAddress) -> int:
    """Encode an address as an integer."""
    return _scatter(address.peer_id, _PEER_PARTS) | _scatter(address.port, _PORT_PARTS) | address.is_answer


def decode(value: int) -> SocketAddress:
    """Decode an integer of `0..ADDRESS_MAX`."""
    return SocketAddress(_gather(value, _PEER_PARTS), _gather(value, _PORT_PARTS), bool(value & 1))


def with_peer(value: int, peer_id: int) -> int:
    """Return the address with its peer replaced."""
    return (value & ~_PEER_MASK) | _scatter(peer_id, _PEER_PARTS)


def _scatter(number: int, parts: tuple[tuple[int, int, int], ...]) -> int:
    return sum((number >> start & mask) << to for mask, to, start in parts)


def _gather(value: int, parts: tuple[tuple[int, int, int], ...]) -> int:
    return sum((value >> to & mask) << start for mask, to, start in parts)
