"""An endpoint: where webhooks go, and which."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from enum import Enum
from typing import Final

from odind.core.access.globs import any_matches
from odind.core.access.grant import EVERYTHING
from odind.core.access.principal import is_marked, tenant_mark
from odind.core.values.portable import portable

_SECRET_BYTES: Final = 32
_BYTES: Final = 128
_PREFIX: Final = "whsec_"


class Dialect(Enum):
    """How webhooks are written and signed."""

    STANDARD = "standard"
    VIDEOSDK = "videosdk"


class Disabled(Enum):
    """Why an endpoint gets nothing."""

    BY_CALL = "by_call"
    GONE = "gone"
    FAILING = "failing"


@portable
class SigningSecret:
    """A secret of Standard Webhooks. It signs until `valid_until`, seconds since the epoch; None: always."""

    text: str
    valid_until: float | None = None


@portable
class Endpoint:
    """Where webhooks go. `number` orders endpoints by age.

    `rooms` are globs of the rooms whose events it gets; with "*" those that happen in no room too. `events`
    are globs of the names of events in its dialect; without any it gets all but the frequent ones. `secrets`
    are newest first. `disabled` is None while it gets webhooks.
    """

    endpoint_id: str
    number: int
    url: str
    name: str = ""
    rooms: tuple[str, ...] = EVERYTHING
    events: tuple[str, ...] = ()
    dialect: Dialect = Dialect.STANDARD
    secrets: tuple[SigningSecret, ...] = ()
    disabled: Disabled | None = None
    created_at: float = 0.0

    @property
    def size(self) -> int:
        """Its largest size in a message, in bytes."""
        return _BYTES + 4 * sum(map(len, (self.url, self.name, *self.rooms, *self.events)))

    def covers(self, room: str, subject: str = "") -> bool:
        """Whether it gets events on a subject, in a room, "" for those of none.

        It gets those of its tenant alone, unless it is the owner's.
        """
        if is_marked(self.endpoint_id) and tenant_mark(subject) != tenant_mark(self.endpoint_id):
            return False
        return any_matches(self.rooms, room) if room else "*" in self.rooms

    def signing_secrets(self, now: float) -> tuple[str, ...]:
        """Return the secrets that sign now, newest first."""
        return tuple(one.text for one in self.secrets if one.valid_until is None or now < one.valid_until)

    def with_new_secret(self, now: float, grace_s: float) -> Endpoint:
        """Return this with another secret; those before it sign for `grace_s` more."""
        until = now + grace_s
        before = (
            replace(one, valid_until=until if one.valid_until is None else min(until, one.valid_until))
            for one in self.secrets
        )
        valid = (one for one in before if one.valid_until is not None and now < one.valid_until)
        return replace(self, secrets=(new_secret(), *valid))


def new_secret() -> SigningSecret:
    """Return a new secret."""
    return SigningSecret(_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode())
