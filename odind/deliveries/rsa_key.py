"""The RSA key that signs webhooks in the dialect of VideoSDK; a file keeps it."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Final

import structlog
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from odind.private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

_log = structlog.get_logger("odind.deliveries")
_BITS: Final = 2_048


class RsaKey:
    """Signs with RSA-SHA256 (PKCS #1 v1.5). The key is made when it is first needed. Belongs to the loop.

    Where it cannot be kept, it lasts for as long as the object.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._key: rsa.RSAPrivateKey | None = None
        self._making = asyncio.Lock()

    async def sign(self, data: bytes) -> str:
        """Return a signature, in base64."""
        signature = (await self._ready()).sign(data, padding.PKCS1v15(), hashes.SHA256())
        return base64.b64encode(signature).decode()

    async def public_pem(self) -> str:
        """Return the PEM by which receivers verify signatures."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        return (await self._ready()).public_key().public_bytes(serialization.Encoding.PEM, form).decode()

    async def _ready(self) -> rsa.RSAPrivateKey:
        async with self._making:
            if self._key is None:
                self._key = await asyncio.to_thread(self._kept_or_made)
            return self._key

    def _kept_or_made(self) -> rsa.RSAPrivateKey:
        return self._kept() or self._made()

    def _kept(self) -> rsa.RSAPrivateKey | None:
        try:
            key = serialization.load_pem_private_key(self._file.read_bytes(), None)
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
            return None
        return key if isinstance(key, rsa.RSAPrivateKey) else None

    def _made(self) -> rsa.RSAPrivateKey:
        key = rsa.generate_private_key(65_537, _BITS)
        content = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        try:
            write_private(self._file, content)
        except OSError as error:
            _log.error("webhooks.key_unwritten", file=str(self._file), problem=str(error))
        return key
