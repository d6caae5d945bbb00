"""Sessions: signed texts that let a browser or a game be one user in one room for minutes.

They are not kept: their signature says all, so that there may be any number of them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.tokens.tokens import check_room_id, check_user_id
from odind.core.values.late import dataclass

from .grant import EVERYTHING, Grant
from .keys import check_grant
from .principal import OWNERS_NAME, Principal
from .quotas import Quotas
from .refusals import session_expired, session_wrong, verbs_missing
from .signed import Signer, secret_for
from .verbs import Verb

if TYPE_CHECKING:
    from odind.core.timing.clock import Clock

    from .keys import Keys
    from .signed import Claims

PREFIX: Final = "ods_"
DEFAULT_TTL_S: Final = 600
MAX_TTL_S: Final = 3_600
SESSION_VERBS: Final = frozenset(
    {
        Verb.READ,
        Verb.JOIN,
        Verb.SPEAK,
        Verb.LISTEN,
        Verb.MESSAGE,
        Verb.PLAY,
        Verb.RECORD,
        Verb.TRANSCRIBE,
        Verb.MODERATE,
    }
)
"""What a session may have; the others are about the daemon, its keys and its machine."""
USUAL_VERBS: Final = frozenset({Verb.READ, Verb.JOIN, Verb.SPEAK, Verb.LISTEN, Verb.MESSAGE})


@dataclass(frozen=True)
class Session:
    """A session; `text` is what its holder shows."""

    text: str
    grant: Grant


class Sessions:
    """Makes sessions and reads them. `secret` signs them. Used on the loop's thread."""

    def __init__(self, keys: Keys, clock: Clock, secret: bytes) -> None:
        self._keys = keys
        self._clock = clock
        self._signer = Signer(PREFIX, secret_for("sessions", secret))

    def create(
        self, room_id: str, user_id: str, verbs: frozenset[Verb], ttl_s: float | None, by: Principal
    ) -> Session:
        """Make a session within the grant of `by`; raises what AccessService.CreateSession lists."""
        check_room_id(room_id)
        check_user_id(user_id)
        _check_exact(room_id, user_id)
        until = self._clock.now() + _checked_ttl(ttl_s)
        wanted = verbs or frozenset(filter(by.grant.allows, USUAL_VERBS))
        until = min(until, by.grant.until)
        grant = replace(
            by.grant,
            verbs=_session_verbs(wanted),
            rooms=(room_id,),
            users=(user_id,),
            expires_at=until,
            tenant=by.tenant,
        )
        check_grant(grant, by, self._clock.now())
        return Session(self._write(grant, by), grant)

    def principal(self, text: str) -> Principal:
        """Return who shows a session; raises PermissionDeniedError SESSION_WRONG, SESSION_EXPIRED."""
        claims = self._signer.read(text)
        if claims is None:
            raise session_wrong()
        principal = _read(claims)
        if principal.grant.is_over(self._clock.now()):
            raise session_expired()
        if not self._keys.stands(principal):
            raise session_wrong()
        return principal

    def _write(self, grant: Grant, by: Principal) -> str:
        claims = {
            "by": by.root or OWNERS_NAME,
            "key": by.key_id,
            "room": grant.rooms[0],
            "user": grant.users[0],
            "verbs": sorted(verb.value for verb in grant.verbs),
            "until": grant.expires_at,
            "tenant": grant.tenant,
            "quotas": vars(grant.quotas),
            "gateways": grant.gateways,
            "secrets": grant.secrets,
        }
        return self._signer.write(claims)


def _read(claims: Claims) -> Principal:
    """Return the principal of a session that we have signed."""
    room, user = claims["room"], claims["user"]
    verbs = frozenset(map(Verb, claims["verbs"]))
    named = {field: tuple(claims.get(field, EVERYTHING)) for field in ("gateways", "secrets")}
    quotas = Quotas(**claims.get("quotas", {}))
    grant = Grant(verbs, (room,), (user,), claims["until"], claims.get("tenant", ""), quotas, **named)
    who = hashlib.blake2b(json.dumps([room, user]).encode(), digest_size=8).hexdigest()
    return Principal(f"{claims['by']}/{who}", grant, claims["key"])


def _checked_ttl(ttl_s: float | None) -> float:
    ttl = DEFAULT_TTL_S if ttl_s is None else ttl_s
    if not 1 <= ttl <= MAX_TTL_S:
        raise InvalidArgumentError(
            "TTL_INVALID",
            "the ttl must be from 1 to {limit} s: a session is renewed by another",
            limit=MAX_TTL_S,
        )
    return ttl


def _check_exact(room_id: str, user_id: str) -> None:
    """Raise InvalidArgumentError SESSION_NOT_EXACT for ids that a grant would take for globs."""
    if "*" in room_id + user_id:
        raise InvalidArgumentError(
            "SESSION_NOT_EXACT", "a session is for one room and one user: their ids must not contain *"
        )


def _session_verbs(wanted: frozenset[Verb]) -> frozenset[Verb]:
    if not wanted:
        raise verbs_missing()
    if not wanted <= SESSION_VERBS:
        raise InvalidArgumentError(
            "SESSION_VERB_INVALID", "a session cannot have the verbs token, device and admin"
        )
    return wanted
