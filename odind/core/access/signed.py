"""Claims in signed texts: whoever has the secret can tell that it was they who wrote them. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Claims: TypeAlias = Mapping[str, Any]
_LONGEST: Final = 8_192


class Signer:
    """Writes and reads texts of one kind, which begin with `prefix`; `secret` is for this kind alone."""

    def __init__(self, prefix: str, secret: bytes) -> None:
        self._prefix = prefix
        self._secret = secret

    def write(self, claims: Claims) -> str:
        """Return claims as a text; anybody can read them."""
        text = json.dumps(claims, separators=(",", ":")).encode()
        signed = base64.urlsafe_b64encode(text).decode().rstrip("=")
        return f"{self._prefix}{signed}.{self._sign(signed).decode()}"

    def read(self, text: str) -> Claims | None:
        """Return the claims of a text that was written here, None for any other."""
        if len(text) > _LONGEST:
            return None
        signed, _, signature = text.removeprefix(self._prefix).partition(".")
        if not hmac.compare_digest(self._sign(signed), signature.encode(errors="replace")):
            return None
        claims: Claims = json.loads(base64.urlsafe_b64decode(signed + "=="))
        return claims

    def _sign(self, signed: str) -> bytes:
        digest = hmac.digest(self._secret, signed.encode(errors="replace"), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).rstrip(b"=")


def secret_for(kind: str, secret: bytes) -> bytes:
    """Return a secret of one kind of texts, made of the daemon's."""
    return hashlib.blake2b(kind.encode(), key=secret).digest()
