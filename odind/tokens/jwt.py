"""The JSON web tokens of ODIN: EdDSA only, header exactly `alg` then `kid`, base64url without padding."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError
from odind.core.values.json_text import compact
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from odind.core.tokens.ports import Claims


@dataclass(frozen=True)
class Unverified:
    """A token taken apart but not believed: its signature is still to be checked."""

    header: Claims
    claims: Claims
    signed: bytes
    signature: bytes


def sign(claims: str, kid: str, key: Ed25519PrivateKey) -> str:
    """Return the JWT over the JSON text `claims`, byte for byte as given."""
    header = compact({"alg": "EdDSA", "kid": kid})
    signed = f"{_encode(header.encode())}.{_encode(claims.encode())}"
    return f"{signed}.{_encode(key.sign(signed.encode()))}"


def parse(token: str) -> Unverified:
    """Take a token apart.

    Raises InvalidArgumentError TOKEN_MALFORMED when it is not three base64url segments with a JSON object
    in each of the first two; the message never repeats the token.
    """
    try:
        header, claims, signature = token.encode("ascii").split(b".")
        parts = (json.loads(_decode(header).decode()), json.loads(_decode(claims).decode()))
        raw_signature = _decode(signature)
    except (ValueError, RecursionError):
        parts = (None, None)
        raw_signature = b""
    match parts:
        case (dict() as header_map, dict() as claims_map):
            return Unverified(header_map, claims_map, token.encode().rpartition(b".")[0], raw_signature)
        case _:
            raise InvalidArgumentError(
                "TOKEN_MALFORMED", "the token is not a JWT: expected three base64url parts with JSON inside"
            )


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(segment: bytes) -> bytes:
    """Decode base64url with or without padding; the standard alphabet's + and / are refused."""
    if b"+" in segment or b"/" in segment:
        raise binascii.Error
    bare = segment.rstrip(b"=")
    return base64.b64decode(bare + b"=" * (-len(bare) % 4), altchars=b"-_", validate=True)
