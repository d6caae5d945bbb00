"""Passes: what an SFU token allows its bearer. Reads and signs SFU tokens; no I/O, time is an argument."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass

from .room_key import RoomKey
from .verdict import Customer, Customers, Verdict, judge, room_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.grid.config import GridConfig
    from odind.grid.state.keys import ServerKey

_DIGEST_CHARACTERS: Final = 16


class JoinRefusedError(Exception):
    """A hello that must be refused; clients show the text to their users."""


@dataclass(frozen=True)
class Pass:
    """What a valid SFU token allows."""

    user_id: str
    room: RoomKey
    customer: str
    tags: tuple[str, ...] | None
    address: str
    session: str


class Passes:
    """The SFU tokens of customers, and those that this server signs itself.

    Only a token signed with the server's own key may name a namespace or resume a session. `now` is in
    seconds since the epoch.
    """

    def __init__(self, config: GridConfig, customers: Customers, server_key: ServerKey) -> None:
        self._times = config.times
        self._identifier_bytes = config.limits.identifier_bytes
        self._customers = customers
        self._server_key = server_key
        self._server = Customer("server", "", server_key.public_key)

    def check(self, token: str, now: float) -> Verdict:
        """Check the signature, audience and times of an SFU token; raises GatewayError."""
        return judge(
            token,
            self._find_key,
            now,
            leeway=self._times.sfu_leeway,
            audience="sfu",
            required=("rid", "uid", "cid"),
        )

    def read(self, token: str, room_id: str | None, client_id: str, now: float) -> Pass:
        """Return what a token allows in the room that its bearer asks for.

        `client_id` identifies the client's process. Raises GatewayError and JoinRefusedError.
        """
        verdict = self.check(token, now)
        claims = verdict.claims
        is_ours = verdict.customer is self._server
        namespace = str(claims.get("nsp", "")) if is_ours else verdict.customer.namespace
        resumed = _resumed_session(claims, client_id) if is_ours else None
        return Pass(
            user_id=self._identifier(claims["uid"], "uid"),
            room=RoomKey(namespace, self._identifier(_choose_room(room_ids(claims), room_id), "rid")),
            customer=self._identifier(claims["cid"], "cid"),
            tags=_tags(claims.get("tgs")),
            address=str(claims.get("adr", "")),
            session=resumed or secrets.token_hex(8),
        )

    def sign(self, claims: Mapping[str, object], now: float, lifetime: float) -> str:
        """Sign SFU claims, with subject, audience and times added. `lifetime` is in seconds."""
        start = int(now)
        whole = {**claims, "sub": "connect", "aud": "sfu", "exp": start + int(lifetime), "nbf": start}
        return self._server_key.sign(json.dumps(whole, separators=(",", ":")))

    def sign_reconnect(self, allowed: Pass, tags: tuple[str, ...] | None, client_id: str, now: float) -> str:
        """Sign the token that resumes a session: same user, same room, same client process."""
        claims = {
            "rid": allowed.room.room_id,
            "uid": allowed.user_id,
            "adr": allowed.address,
            **({"tgs": list(tags)} if tags else {}),
            "cid": allowed.customer,
            "nsp": allowed.room.namespace,
            "internal": {"session": allowed.session, "client": _digest(client_id)},
        }
        return self.sign(claims, now, self._times.reconnect_token_lifetime)

    def _find_key(self, kid: str) -> Customer:
        return self._server if kid == self._server_key.key_id else self._customers.find(kid)

    def _identifier(self, value: object, claim: str) -> str:
        if not isinstance(value, str) or not is_encodable(value):
            raise JoinRefusedError(f"invalid {claim} in token")
        if len(value.encode()) > self._identifier_bytes:
            raise JoinRefusedError(f"invalid {claim} in token")
        return value


def is_encodable(text: str) -> bool:
    """Whether a text can be sent: JSON may contain lone surrogates, which UTF-8 cannot express."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _resumed_session(claims: Mapping[str, object], client_id: str) -> str | None:
    match claims.get("internal"):
        case {"session": str(session), "client": str(digest)}:
            if digest != _digest(client_id):
                raise JoinRefusedError("the reconnect token belongs to another client")
            return session
        case _:
            return None


def _digest(client_id: str) -> str:
    """Return a digest, so that a reconnect token does not reveal the client id that it is bound to."""
    return hashlib.sha256(client_id.encode("utf-8", "replace")).hexdigest()[:_DIGEST_CHARACTERS]


def _choose_room(allowed: tuple[str, ...], requested: str | None) -> str:
    if requested is None:
        return allowed[0]
    if requested not in allowed:
        raise JoinRefusedError("token does not allow this room")
    return requested


def _tags(value: object) -> tuple[str, ...] | None:
    match value:
        case list() if all(isinstance(tag, str) for tag in value):
            if not all(map(is_encodable, value)):
                raise JoinRefusedError("invalid tgs in token")
            return tuple(value)
        case _:
            return None
