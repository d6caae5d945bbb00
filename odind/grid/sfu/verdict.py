"""The verdict on a token: a pure function of token, keys and time.

The checks, their order and their texts are those of ODIN's own gateway.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature

from odind.core.errors import InvalidArgumentError
from odind.core.values.late import dataclass
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey, public_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from odind.core.tokens.ports import Claims
    from odind.core.values.json_text import JsonValue

INVALID_REQUEST: Final = -32600
UNAUTHORIZED: Final = 401
FORBIDDEN: Final = 403
BAD_REQUEST: Final = 400
_SEGMENTS: Final = 3
_SAFE_INTEGER_MAX: Final = (1 << 53) - 1


class GatewayError(Exception):
    """A refusal with its JSON-RPC code and HTTP status. Clients show only `message`."""

    def __init__(self, message: str, *, code: int = INVALID_REQUEST, status: int = UNAUTHORIZED) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.status = status


@dataclass(frozen=True)
class Customer:
    """An owner of accepted keys. Rooms in different namespaces never meet."""

    name: str
    namespace: str
    public_key: bytes | None  # None accepts every signature (a demo customer)


@dataclass(frozen=True)
class Verdict:
    """The claims of a valid token, and its customer."""

    claims: Claims
    customer: Customer


class Customers:
    """The customers, by the id of the key that signs their tokens."""

    def __init__(self, keys: Iterable[tuple[str, AccessKey]], *, allow_unknown_keys: bool = False) -> None:
        self._customers = {key.key_id: Customer(name, name, key.public_key) for name, key in keys}
        self._allow_unknown_keys = allow_unknown_keys

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the known keys."""
        return tuple(self._customers)

    def find(self, kid: str) -> Customer:
        """Return the owner of a key; raises GatewayError for an unknown key unless these are allowed."""
        customer = self._customers.get(kid)
        if customer is not None:
            return customer
        if self._allow_unknown_keys:
            return Customer(f"demo_{kid}", f"demo_{kid}", None)
        raise GatewayError("not authorized")


def judge(
    token: str,
    find: Callable[[str], Customer],
    now: float,
    *,
    leeway: float = 300,
    audience: str = "gateway",
    required: Iterable[str] = ("rid", "uid"),
) -> Verdict:
    """Check a token and return its claims; raises GatewayError. Times are in seconds."""
    unverified = _parse(token)
    customer = _check_signature(unverified, find)
    claims = unverified.claims
    check_subject_type(claims)
    check_audience(claims, audience)
    check_times(claims, now, leeway)
    _check_required(claims, required)
    return Verdict(claims, customer)


def check_subject_type(claims: Claims) -> None:
    """Refuse a `sub` that is present and neither a string nor a list of strings."""
    _expect(_is_absent_or_strings(claims, "sub"), "invalid sub in token")


def check_audience(claims: Claims, audience: str) -> None:
    """Refuse an `aud` that is ill-typed or does not name this audience; it may be absent."""
    _expect(_is_absent_or_strings(claims, "aud"), "invalid aud in token")
    if "aud" in claims:
        aud = claims["aud"]
        _expect(
            audience == aud or (isinstance(aud, list) and audience in aud), "token audience does not match"
        )


def check_times(claims: Claims, now: float, leeway: float) -> None:
    """Refuse a token outside `nbf - leeway .. exp + leeway`, limits included, in whole seconds."""
    second = int(now)
    expires, begins = _safe_integer(claims, "exp"), _safe_integer(claims, "nbf")
    _expect(expires is None or second - expires <= leeway, "token has expired")
    _expect(begins is None or begins - second <= leeway, "token not yet valid")


def check_method(claims: Claims, method: str) -> None:
    """Refuse a method that the token's `sub` does not list; without `sub` every method is allowed."""
    if "sub" not in claims:
        return
    allowed = {name.lower() for name in _strings(claims["sub"]) or ()}
    _expect(method.lower() in allowed, "method not allowed by token", status=FORBIDDEN)


def room_ids(claims: Claims) -> tuple[str, ...]:
    """Return the rooms that a token names; raises GatewayError when it names none."""
    rooms = _strings(claims.get("rid")) or ()
    _expect(bool(rooms), "invalid rid in token", status=BAD_REQUEST)
    return rooms


def _parse(token: str) -> jwt.Unverified:
    _expect(token.count(".") == _SEGMENTS - 1, "token must have three segments")
    try:
        return jwt.parse(token)
    except InvalidArgumentError:
        raise GatewayError("invalid json in token") from None


def _check_signature(token: jwt.Unverified, find: Callable[[str], Customer]) -> Customer:
    kid = token.header.get("kid")
    if isinstance(kid, bool) or not isinstance(kid, str | int | float):
        raise GatewayError("invalid or missing kid in token")
    customer = find(str(kid))
    match token.header.get("alg"):
        case "EdDSA":
            _expect(token.header.get("crv", "Ed25519") == "Ed25519", "unsupported crv in token")
            if customer.public_key is not None:
                _verify(token, customer.public_key)
        case "none":
            raise GatewayError("token has not been signed")
        case _:
            raise GatewayError("unsupported alg in token")
    return customer


def _verify(token: jwt.Unverified, key: bytes) -> None:
    try:
        public_key(key).verify(token.signature, token.signed)
    except InvalidSignature:
        raise GatewayError("invalid signature in token") from None


def _check_required(claims: Claims, required: Iterable[str]) -> None:
    for name in required:
        _expect(name in claims, f"missing {name} in token")


def _expect(condition: bool, message: str, *, status: int = UNAUTHORIZED) -> None:  # noqa: FBT001
    if not condition:
        raise GatewayError(message, status=status)


def _is_absent_or_strings(claims: Claims, name: str) -> bool:
    return name not in claims or _strings(claims[name]) is not None


def _strings(value: JsonValue) -> tuple[str, ...] | None:
    """Return the strings of a string or of a list of strings; None for any other value."""
    values = value if isinstance(value, list) else [value]
    strings = tuple(one for one in values if isinstance(one, str))
    return strings if len(strings) == len(values) else None


def _safe_integer(claims: Claims, name: str) -> float | None:
    """Return a claim that must be a whole number which a double represents exactly; None when absent."""
    if name not in claims:
        return None
    value = claims[name]
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    _expect(number % 1 == 0 and abs(number) <= _SAFE_INTEGER_MAX, f"invalid {name} in token")
    return number
