"""The tokens of VideoSDK: JWTs of HS256, without a prefix in the header `authorization`."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import field
from typing import Any, Final

from odind.core.errors import PermissionDeniedError
from odind.core.values.late import dataclass

_LONGEST: Final = 8_192
_ALLOWING: Final = frozenset({"allow_join", "allow_mod"})
_SECOND: Final = 2
_FOR_SERVERS: Final = "crawler"


class TokenError(PermissionDeniedError):
    """A token that proves nothing: the caller is not known."""


@dataclass(frozen=True)
class Project:
    """The API key that tokens name, and the secret that signs them."""

    api_key: str
    secret: bytes = field(repr=False)

    def require(self, token: str, now: float, room_id: str = "") -> None:
        """Raise an error unless a token lets its holder call the API, about a room where one is named.

        TokenError JWT_MISSING, JWT_MALFORMED, JWT_WRONG, JWT_EXPIRED; PermissionDeniedError
        JWT_PERMISSION_MISSING, JWT_OF_OTHER_ROOM. `now` is seconds since the epoch.
        """
        claims = self._verified(token)
        if claims.get("apikey") != self.api_key:
            raise TokenError("JWT_WRONG", "the token names another API key than this daemon's")
        _check_times(claims, now)
        _check_permissions(claims)
        if room_id and claims.get("roomId", room_id) != room_id:
            raise PermissionDeniedError(
                "JWT_OF_OTHER_ROOM", "the token is for another room than {room_id}", room_id=room_id
            )

    def _verified(self, token: str) -> dict[str, Any]:
        """Return the claims of a token that the secret has signed."""
        header, claims, signature = _parts(token)
        if header.get("alg") != "HS256":
            raise TokenError("JWT_MALFORMED", "the token must be signed with HS256")
        signed = token.rpartition(".")[0].encode()
        if not hmac.compare_digest(hmac.digest(self.secret, signed, hashlib.sha256), signature):
            raise TokenError("JWT_WRONG", "the token is signed with another secret than this daemon's")
        return claims


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    if not token:
        raise TokenError("JWT_MISSING", "send a token in the header authorization")
    if token.lower().startswith("bearer "):
        raise TokenError(
            "JWT_MALFORMED", "the header authorization must be the token alone, without the word Bearer"
        )
    pieces = token.split(".") if len(token) <= _LONGEST and token.isascii() else []
    try:
        header, claims, signature = map(_decoded, pieces)
        parts = json.loads(header), json.loads(claims), signature
    except (ValueError, binascii.Error, RecursionError):
        raise _malformed() from None
    if not (isinstance(parts[0], dict) and isinstance(parts[1], dict)):
        raise _malformed()
    return parts


def _decoded(piece: str) -> bytes:
    return base64.b64decode(piece + "=" * (-len(piece) % 4), b"-_", validate=True)


def _malformed() -> TokenError:
    return TokenError("JWT_MALFORMED", "the token must be a JWT: header, claims and signature")


def _check_times(claims: dict[str, Any], now: float) -> None:
    if now >= _time(claims, "exp", None):
        raise TokenError("JWT_EXPIRED", "the token has expired; make another one")
    if now < _time(claims, "nbf", 0):
        raise TokenError("JWT_EXPIRED", "the token is not valid yet")


def _check_permissions(claims: dict[str, Any]) -> None:
    permissions, roles = claims.get("permissions"), claims.get("roles")
    allowed = isinstance(permissions, list) and any(one in _ALLOWING for one in permissions)
    if claims.get("version") == _SECOND and isinstance(roles, list):
        allowed = allowed and _FOR_SERVERS in roles
    if not allowed:
        raise PermissionDeniedError(
            "JWT_PERMISSION_MISSING",
            'the token needs the permission allow_join or allow_mod, and in version 2 the role "crawler"',
        )


def _time(claims: dict[str, Any], name: str, usual: float | None) -> float:
    value = claims.get(name, usual)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenError("JWT_MALFORMED", "the token must say when it expires: exp, in seconds")
    return value
