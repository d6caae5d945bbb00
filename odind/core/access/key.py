"""An API key: its text, its hashes, and what it grants. Only hashes of its secret are kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final

from odind.core.values.portable import portable

from .grant import Grant
from .principal import Principal

PREFIX: Final = "odk_"
ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_TEXT: Final = re.compile(r"odk_([a-z0-9][a-z0-9-]{0,31})_([A-Za-z0-9_-]{43})")
"""A secret has 256 random bits, so one round of a hash is enough: nobody can guess through them."""
_SECRET_BYTES: Final = 32
_KEYED: Final = "blake2b:"
_PLAIN: Final = "sha256:"
DECLARED_HASH: Final = re.compile(r"sha256:[0-9a-f]{64}")


@portable
class ApiKey:
    """A key. `hash` is that of its secret; that of the one before it counts until `former_until`.

    Times are seconds since the epoch. `declared` marks keys of the operator's file, which no call changes.
    """

    key_id: str
    name: str
    grant: Grant
    hash: str
    created_at: float
    former_hash: str = ""
    former_until: float = 0.0
    declared: bool = False

    def proof(self, secret: str, pepper: bytes, now: float) -> str:
        """Return the hash that a secret fits, "" when it fits none."""
        return next((known for known in self._hashes(now) if _fits(secret, known, pepper)), "")

    def takes(self, proof: str, now: float) -> bool:
        """Whether what fitted a hash once would do so now; nothing was shown where `proof` is ""."""
        return not proof or proof in self._hashes(now)

    def principal(self, proof: str) -> Principal:
        """Return who shows it."""
        return Principal(self.key_id, self.grant, self.key_id, proof)

    def _hashes(self, now: float) -> tuple[str, ...]:
        return (self.hash, self.former_hash) if self.former_until > now else (self.hash,)


def new_secret() -> str:
    """Return a new secret."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def key_text(key_id: str, secret: str) -> str:
    """Return a key as its holder has it."""
    return f"{PREFIX}{key_id}_{secret}"


def parse_key(text: str) -> tuple[str, str] | None:
    """Return the id and the secret of a key's text, None when it is no key."""
    found = _TEXT.fullmatch(text)
    return (found[1], found[2]) if found else None


def kept_hash(secret: str, pepper: bytes) -> str:
    """Return the hash that the store keeps: who reads the store alone cannot even try a secret."""
    return _KEYED + hashlib.blake2b(secret.encode(), key=pepper, digest_size=32).hexdigest()


def declared_hash(secret: str) -> str:
    """Return the hash that a file may name, on any machine."""
    return _PLAIN + hashlib.sha256(secret.encode()).hexdigest()


def _fits(secret: str, known: str, pepper: bytes) -> bool:
    made = declared_hash(secret) if known.startswith(_PLAIN) else kept_hash(secret, pepper)
    return hmac.compare_digest(made, known)
