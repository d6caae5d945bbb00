"""The keys that wrap the keys of files."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEX: Final = re.compile("[0-9A-Fa-f]{64}")
ID_BYTES: Final = 8
WRAPPED_BYTES: Final = 40


@dataclass(frozen=True, repr=False)
class SealingKey:
    """A key of 256 bits. Its id, which sealed files name, says nothing about it."""

    secret: bytes

    @classmethod
    def parse(cls, text: str) -> SealingKey:
        """Read a key as `openssl rand -hex 32` writes it; raises SEALING_KEY_MALFORMED."""
        if not _HEX.fullmatch(text):
            raise InvalidArgumentError(
                "SEALING_KEY_MALFORMED", "a key must have 64 hexadecimal digits, as of openssl rand -hex 32"
            )
        return cls(bytes.fromhex(text))

    @property
    def key_id(self) -> bytes:
        """What sealed files call it."""
        return hashlib.sha256(b"odind sealing key" + self.secret).digest()[:ID_BYTES]

    def wrap(self, key: bytes) -> bytes:
        """Return the key of a file, sealed by this one."""
        return aes_key_wrap(self.secret, key)


class SealingKeys:
    """The keys at hand: any of them opens files, the first seals new ones."""

    def __init__(self, keys: Iterable[SealingKey]) -> None:
        self._keys = {key.key_id: key for key in keys}

    @property
    def current(self) -> SealingKey:
        """The key that seals new files."""
        return next(iter(self._keys.values()))

    def unwrap(self, key_id: bytes, wrapped: bytes) -> bytes:
        """Return the key of a file; raises SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED."""
        key = self._keys.get(key_id)
        if key is None:
            raise FailedPreconditionError(
                "SEALING_KEY_UNKNOWN", "the file is sealed with the key {key_id}", key_id=key_id.hex()
            )
        try:
            return aes_key_unwrap(key.secret, wrapped)
        except InvalidUnwrap:
            raise damaged("its header") from None


def damaged(where: str) -> FailedPreconditionError:
    """Return the error of a sealed file that was changed, or is none."""
    return FailedPreconditionError(
        "SEALED_FILE_DAMAGED",
        "{where} is not what was written: the file is damaged, or no sealed one",
        where=where,
    )
