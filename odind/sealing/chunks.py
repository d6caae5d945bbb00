"""The format of sealed files: a header, and chunks. Nothing here touches a file."""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from odind.core.values.late import dataclass

from .keys import ID_BYTES, WRAPPED_BYTES, damaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from .keys import SealingKeys

CHUNK_BYTES: Final = 4_096
MAGIC: Final = b"odndseal"
_VERSION: Final = 1
_HEADER: Final = struct.Struct(f">8sBx2xI{ID_BYTES}s{WRAPPED_BYTES}s")
HEADER_BYTES: Final = _HEADER.size
_NONCE_BYTES: Final = 12
_ADDED_BYTES: Final = _NONCE_BYTES + 16
SEALED_BYTES: Final = CHUNK_BYTES + _ADDED_BYTES
"""A whole chunk in the file: nonce, ciphertext, tag."""


@dataclass(frozen=True, repr=False)
class ChunkSeal:
    """Seals and opens the chunks of one file, each bound to its header and its number."""

    header: bytes
    cipher: AESGCM

    @classmethod
    def new(cls, keys: SealingKeys) -> Self:
        """Return the seal of a new file, with a key of its own."""
        key = AESGCM.generate_key(256)
        current = keys.current
        header = _HEADER.pack(MAGIC, _VERSION, CHUNK_BYTES, current.key_id, current.wrap(key))
        return cls(header, AESGCM(key))

    @classmethod
    def of(cls, header: bytes, keys: SealingKeys) -> Self:
        """Return the seal of a file that begins so; raises SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED."""
        if len(header) != HEADER_BYTES:
            raise damaged("its header")
        magic, version, chunk_bytes, key_id, wrapped = _HEADER.unpack(header)
        if (magic, version, chunk_bytes) != (MAGIC, _VERSION, CHUNK_BYTES):
            raise damaged("its header")
        return cls(header, AESGCM(keys.unwrap(key_id, wrapped)))

    def seal(self, number: int, plain: bytes) -> bytes:
        """Return a chunk as the file has it."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self.cipher.encrypt(nonce, plain, self._bound_to(number))

    def open(self, number: int, sealed: bytes) -> bytes:
        """Return what a chunk holds; raises FailedPreconditionError SEALED_FILE_DAMAGED."""
        nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return self.cipher.decrypt(nonce, rest, self._bound_to(number))
        except (InvalidTag, ValueError):
            raise damaged(f"chunk {number}") from None

    def _bound_to(self, number: int) -> bytes:
        return self.header + number.to_bytes(8, "big")


def open_range(read: Callable[[int, int], bytes], keys: SealingKeys, offset: int, count: int) -> bytes:
    """Return at most `count` bytes of what a sealed file holds, none at its end.

    `read` returns bytes of the file as it lies there. Raises SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED.
    """
    seal = ChunkSeal.of(read(0, HEADER_BYTES), keys)
    first, start = divmod(offset, CHUNK_BYTES)
    behind = -(-(offset + count) // CHUNK_BYTES)
    sealed = read(place_of(first), place_of(behind) - place_of(first))
    chunks = (sealed[place : place + SEALED_BYTES] for place in range(0, len(sealed), SEALED_BYTES))
    plain = b"".join(seal.open(number, chunk) for number, chunk in enumerate(chunks, first))
    return plain[start : start + count]


def place_of(number: int) -> int:
    """Return where a chunk begins in the file."""
    return HEADER_BYTES + number * SEALED_BYTES


def plain_size(size: int) -> int:
    """Return how many bytes a sealed file of a size holds."""
    whole, rest = divmod(max(0, size - HEADER_BYTES), SEALED_BYTES)
    return whole * CHUNK_BYTES + max(0, rest - _ADDED_BYTES)
