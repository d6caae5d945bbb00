"""ODIN access keys: 33 bytes that are a customer's signing key, written as 44 base64 characters.

Layout: version byte 0x01, 31 random bytes, CRC-8/NRSC-5 over those 31. The Ed25519 seed is everything
after the version byte, so the checksum is also the seed's last byte.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import reduce
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA512, Hash

from odind.core.errors import InvalidArgumentError

from . import jwt

_VERSION: Final = 1
_KEY_BYTES: Final = 33
_TEXT_LENGTH: Final = 44
CUSTOMER_KEY: Final = 0x01
SERVER_KEY: Final = 0x02


class AccessKey:
    """A customer's access key: signs tokens, and names itself by a public key id.

    The text is a secret. `repr` shows the key id only.
    """

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._seed = seed
        self.public_key = self._private.public_key().public_bytes_raw()
        self.key_id = key_id(self.public_key)

    @classmethod
    def generate(cls) -> AccessKey:
        """Make a new key from 31 bytes of the system's randomness."""
        random = os.urandom(31)
        return cls(random + bytes([crc8(random)]))

    @classmethod
    def parse(cls, text: str) -> AccessKey:
        """Read a key from its 44 characters, as strictly as ODIN's own core does.

        Raises InvalidArgumentError ACCESS_KEY_MALFORMED; the message never repeats the key.
        """
        try:
            raw = base64.b64decode(text.encode("ascii"), validate=True)
        except (UnicodeEncodeError, binascii.Error):
            raw = b""
        if len(text) != _TEXT_LENGTH or len(raw) != _KEY_BYTES or raw[0] != _VERSION or crc8(raw[1:]) != 0:
            raise InvalidArgumentError(
                "ACCESS_KEY_MALFORMED",
                "the access key is not valid: expected 44 base64 characters with a matching checksum",
            )
        return cls(raw[1:])

    @property
    def text(self) -> str:
        """The key as 44 base64 characters. Secret."""
        return base64.b64encode(bytes([_VERSION]) + self._seed).decode()

    def sign(self, claims: str) -> str:
        """Return the JWT over `claims`, a JSON text that is signed as it is."""
        return jwt.sign(claims, self.key_id, self._private)

    def __repr__(self) -> str:
        return f"AccessKey({self.key_id})"


def key_id(public_key: bytes, prefix: int = CUSTOMER_KEY) -> str:
    """Name a 32-byte Ed25519 public key: SHA-512 folded to 8 bytes by XOR, behind the prefix, in base64."""
    digest = Hash(SHA512())
    digest.update(public_key)
    whole = digest.finalize()
    folded = reduce(
        lambda a, b: a ^ b, (int.from_bytes(whole[start : start + 8]) for start in range(0, len(whole), 8))
    )
    return base64.b64encode(bytes([prefix]) + folded.to_bytes(8)).decode()


def public_key(raw: bytes) -> Ed25519PublicKey:
    """Load 32 raw bytes as an Ed25519 public key."""
    return Ed25519PublicKey.from_public_bytes(raw)


def crc8(data: bytes) -> int:
    """CRC-8/NRSC-5: polynomial 0x31, start 0xFF, not reflected, no final xor."""
    crc = 0xFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ 0x31) & 0xFF if crc & 0x80 else crc << 1
    return crc
