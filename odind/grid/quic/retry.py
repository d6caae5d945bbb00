"""Address validation: a client that returns the token of a Retry packet can receive at its address.

Only required while many connections are half-open, so that a flood from forged addresses cannot displace
real clients. Stateless: the token contains what it proves.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Final, NamedTuple

_MAC_BYTES: Final = 16
_FIXED_BYTES: Final = 6
_MAX_ID_BYTES: Final = 20
_VARINT_LENGTHS: Final = (1, 2, 4, 8)


class LongHeader(NamedTuple):
    """The start of a packet with a long header (RFC 8999), and the token of an Initial packet."""

    version: int
    destination: bytes
    source: bytes
    token: bytes


def read_long_header(packet: bytes) -> LongHeader | None:
    """Return the header, or None when the packet is truncated. Only an Initial packet has a token."""
    if len(packet) <= _FIXED_BYTES or packet[5] > _MAX_ID_BYTES:
        return None
    end = _FIXED_BYTES + packet[5]
    if len(packet) <= end or packet[end] > _MAX_ID_BYTES:
        return None
    token_at = end + 1 + packet[end]
    return LongHeader(
        version=int.from_bytes(packet[1:5]),
        destination=packet[_FIXED_BYTES:end],
        source=packet[end + 1 : token_at],
        token=_read_token(packet, token_at),
    )


class RetryTokens:
    """Makes and verifies tokens, with a secret that exists only as long as this object."""

    def __init__(self) -> None:
        self._secret = os.urandom(32)

    def make(self, address: object, retry_id: bytes, original_id: bytes) -> bytes:
        """Return a token for a client at this address; it will use `retry_id` as our connection id."""
        return self._mac(address, retry_id, original_id) + original_id

    def original_id(self, address: object, retry_id: bytes, token: bytes) -> bytes | None:
        """Return the connection id that the client chose first, or None when the token is invalid."""
        mac, original_id = token[:_MAC_BYTES], token[_MAC_BYTES:]
        return original_id if hmac.compare_digest(mac, self._mac(address, retry_id, original_id)) else None

    def _mac(self, address: object, retry_id: bytes, original_id: bytes) -> bytes:
        text = repr((address, retry_id, original_id)).encode()
        return hmac.digest(self._secret, text, hashlib.sha256)[:_MAC_BYTES]


def _read_token(packet: bytes, at: int) -> bytes:
    if at >= len(packet):
        return b""
    width = _VARINT_LENGTHS[packet[at] >> 6]
    length = int.from_bytes(packet[at : at + width]) & ((1 << (8 * width - 2)) - 1)
    return packet[at + width : at + width + length]
