"""Use cases of access keys and room tokens: which claims a token may have, and which key signs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError
from odind.core.values.json_text import compact
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .ports import Claims, Key, Keyring

DEFAULT_LIFETIME_S: Final = 300
MAX_LIFETIME_S: Final = 86_400
MAX_NAME_BYTES: Final = 1_024


@dataclass(frozen=True)
class SignedToken:
    """A token; `expires_at` is seconds since the epoch."""

    token: str
    key_id: str
    expires_at: int


class Tokens:
    """Creates and describes keys and tokens. `now` returns seconds since the epoch.

    `setting` is where an operator gives it a key of its own.
    """

    def __init__(
        self,
        keyring: Keyring,
        own_key: Key | None,
        now: Callable[[], float],
        setting: str = "odin.access_key_file",
    ) -> None:
        self._keyring = keyring
        self._own_key = own_key
        self._now = now
        self._setting = setting

    @property
    def own_key_id(self) -> str:
        """The id of the daemon's own key, "" when it has none."""
        return self._own_key.key_id if self._own_key else ""

    def generate_key(self) -> Key:
        """Make a new key; the daemon does not keep it."""
        return self._keyring.generate()

    def key(self, text: str | None) -> Key:
        """Parse the key `text`; None stands for the daemon's own key.

        Raises InvalidArgumentError ACCESS_KEY_MALFORMED, FailedPreconditionError NO_ACCESS_KEY.
        """
        if text is not None:
            return self._keyring.parse(text)
        if self._own_key is None:
            raise FailedPreconditionError(
                "NO_ACCESS_KEY",
                "the daemon has no access key; configure {setting} or pass a token",
                setting=self._setting,
            )
        return self._own_key

    def create(
        self,
        *,
        access_key: str | None,
        room_ids: Sequence[str],
        user_id: str,
        customer: str = "",
        audience: Sequence[str] = (),
        subject: Sequence[str] = (),
        lifetime_s: float | None = None,
    ) -> SignedToken:
        """Sign a token for one user and one or more rooms.

        Raises InvalidArgumentError with the reasons that TokenService.CreateToken lists.
        """
        key = self.key(access_key)
        if not room_ids:
            raise InvalidArgumentError("ROOM_ID_MISSING", "a token must name at least one room")
        for room_id in room_ids:
            check_room_id(room_id)
        check_user_id(user_id)
        for value in (customer, *audience, *subject):
            _check_claim(value)
        now = int(self._now())
        lifetime = _whole_lifetime(lifetime_s)
        claims = build_claims(
            rid=_one_or_list(room_ids),
            uid=user_id,
            cid=customer or None,
            sub=_one_or_list(subject) if subject else "connect",
            aud=_one_or_list(audience) if audience else None,
            exp=now + lifetime,
            nbf=now,
        )
        return SignedToken(key.sign(claims), key.key_id, now + lifetime)

    def read(self, token: str) -> Claims:
        """Return the claims of a token without verifying them.

        Raises InvalidArgumentError TOKEN_MALFORMED, also when the token names no user or no room.
        """
        claims = self._keyring.claims(token)
        user_id, rooms = claims.get("uid"), rooms_of(claims)
        if not isinstance(user_id, str) or not rooms or not all(map(_is_text, (user_id, *rooms))):
            raise InvalidArgumentError("TOKEN_MALFORMED", "the token must name a user and at least one room")
        return claims


def build_claims(**claims: object) -> str:
    """Return claims as compact JSON, in ODIN's order, without those that are None.

    The order (rid, uid, adr, tgs, ups, cid, sub, aud, exp, nbf, internal) is that of 4Players' own token
    generators, so equal claims give equal tokens.
    """
    order = ("rid", "uid", "adr", "tgs", "ups", "cid", "sub", "aud", "exp", "nbf", "internal")
    ordered = {name: claims[name] for name in order if claims.get(name) is not None}
    return compact(ordered)


def rooms_of(claims: Claims) -> list[str]:
    """Return the rooms that a token's claims allow."""
    rid = claims.get("rid")
    rooms = rid if isinstance(rid, list) else [rid]
    return [room for room in rooms if isinstance(room, str) and room]


def check_room_id(room_id: str) -> None:
    """Raise InvalidArgumentError ROOM_ID_MISSING or ROOM_ID_INVALID."""
    _check_name("ROOM_ID", "room id", room_id)


def check_user_id(user_id: str) -> None:
    """Raise InvalidArgumentError USER_ID_MISSING or USER_ID_INVALID."""
    _check_name("USER_ID", "user id", user_id)


def _check_name(reason: str, noun: str, value: str) -> None:
    if not value:
        raise InvalidArgumentError(f"{reason}_MISSING", "the {noun} must not be empty", noun=noun)
    if not _is_text(value):
        raise InvalidArgumentError(
            f"{reason}_INVALID",
            "the {noun} must be UTF-8 text of at most {limit} bytes",
            noun=noun,
            limit=MAX_NAME_BYTES,
        )


def _check_claim(value: str) -> None:
    if not _is_text(value):
        raise InvalidArgumentError(
            "CLAIM_INVALID",
            "customer, audience and subject must be UTF-8 text of at most {limit} bytes",
            limit=MAX_NAME_BYTES,
        )


def _is_text(value: str) -> bool:
    try:
        return len(value.encode()) <= MAX_NAME_BYTES
    except UnicodeEncodeError:
        return False


def _whole_lifetime(lifetime_s: float | None) -> int:
    if lifetime_s is None:
        return DEFAULT_LIFETIME_S
    if not 1 <= lifetime_s <= MAX_LIFETIME_S or lifetime_s != int(lifetime_s):
        raise InvalidArgumentError(
            "LIFETIME_INVALID",
            "the lifetime {lifetime} s must be a whole number of seconds from 1 to {limit}",
            lifetime=lifetime_s,
            limit=MAX_LIFETIME_S,
        )
    return int(lifetime_s)


def _one_or_list(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)
