"""A grant: which verbs, in which rooms, as which users, until when, and for which tenant."""

from __future__ import annotations

from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

from .globs import any_matches, covers
from .quotas import NO_QUOTAS, Quotas
from .verbs import ALL, BESIDE_ADMIN, Verb

MAX_GLOBS: Final = 64
MAX_GLOB_BYTES: Final = 1_024
EVERYTHING: Final = ("*",)
ANY_TENANT: Final = "*"


@portable
class Grant:
    """What a principal may do.

    `rooms` and `users` are globs: of the rooms that it may enter and moderate, and of the user ids as which
    it may join. `expires_at` is seconds since the epoch, None for never. `tenant` is whose things it is for:
    "" is the default tenant, ANY_TENANT stands for those of every tenant. `quotas` are how much it allows.
    `gateways` and `secrets` are globs too: of the gateways that it may name beside its tenant's own, and of
    the passwords and secrets of the settings, by the names of their files.
    """

    verbs: frozenset[Verb]
    rooms: tuple[str, ...] = EVERYTHING
    users: tuple[str, ...] = EVERYTHING
    expires_at: float | None = None
    tenant: str = ""
    quotas: Quotas = NO_QUOTAS
    gateways: tuple[str, ...] = EVERYTHING
    secrets: tuple[str, ...] = EVERYTHING

    @property
    def home(self) -> str:
        """The tenant to which things belong that are made under it."""
        return "" if self.tenant == ANY_TENANT else self.tenant

    @property
    def until(self) -> float:
        """When it expires, infinity for never."""
        return float("inf") if self.expires_at is None else self.expires_at

    def allows(self, verb: Verb) -> bool:
        """Whether it has a verb, by itself or through admin."""
        if verb is Verb.KNOWN:
            return bool(self.verbs)
        if verb in self.verbs:
            return True
        return Verb.ADMIN in self.verbs and verb not in BESIDE_ADMIN

    def opens(self, room_id: str) -> bool:
        """Whether it is for a room."""
        return any_matches(self.rooms, room_id)

    def names(self, user_id: str) -> bool:
        """Whether it lets a principal join as a user."""
        return any_matches(self.users, user_id)

    def is_over(self, now: float) -> bool:
        """Whether it has expired."""
        return self.until <= now

    def within(self, other: Grant) -> bool:
        """Whether another grant allows all that this one does, for as long."""
        return (
            all(map(other.allows, self.verbs))
            and covers(other.rooms, self.rooms)
            and covers(other.users, self.users)
            and covers(other.gateways, self.gateways)
            and covers(other.secrets, self.secrets)
            and self.until <= other.until
            and other.tenant in (ANY_TENANT, self.tenant)
            and self.quotas.within(other.quotas)
        )


FULL: Final = Grant(ALL, tenant=ANY_TENANT)


def check_globs(field: str, globs: tuple[str, ...]) -> tuple[str, ...]:
    """Return globs that are few and short enough; raises InvalidArgumentError GLOB_INVALID."""
    fitting = (0 < len(glob.encode(errors="replace")) <= MAX_GLOB_BYTES for glob in globs)
    if len(globs) > MAX_GLOBS or not all(fitting):
        raise InvalidArgumentError(
            "GLOB_INVALID",
            "{field} must be at most {count} globs of 1 to {bytes} bytes, as in lobby-*",
            field=field,
            count=MAX_GLOBS,
            bytes=MAX_GLOB_BYTES,
        )
    return globs
