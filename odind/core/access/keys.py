"""The use cases of API keys: those that calls make, which the store keeps, and those that a file declares."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, ResourceExhaustedError

from .events import KeyCreated, KeyExpired, KeyRevoked, KeyRotated, subject_of
from .grant import ANY_TENANT, Grant, check_globs
from .key import ApiKey, kept_hash, key_text, new_secret, parse_key
from .principal import OWNER, OWNERS_NAME, itself_for, maker_of, mark_of
from .quotas import check_quotas
from .refusals import grant_exceeded, key_expired, key_wrong, no_key, no_tenant, verbs_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from odind.core.log.scribe import Scribe
    from odind.core.timing.clock import Clock

    from .events import KeyEvent
    from .principal import Principal

COLLECTION: Final = "api_keys"
MAX_KEYS: Final = 1_000
MAX_NAME_BYTES: Final = 128
MAX_GRACE_S: Final = 30 * 86_400
MAX_LIFE_S: Final = 3_653 * 86_400
_ABSENT: Final = ApiKey("", "", Grant(frozenset()), kept_hash("", b""), 0.0)
"""What the secret of an unknown key is compared with, so that it takes as long as with a known one."""


class Keys:
    """All API keys. `pepper` is the secret of the daemon in their hashes. Used on the loop's thread.

    `tenants` are the names of the tenants beside the default one. Keys of others are kept, and do not count.
    What a call changes is durable when it returns; such calls raise UnavailableError STORE_UNAVAILABLE.
    `on_change` is called after each change, for what runs under keys; `on_end` for each that is over.
    """

    def __init__(self, scribe: Scribe, clock: Clock, pepper: bytes, tenants: Iterable[str] = ()) -> None:
        self._shelf = scribe.shelf(COLLECTION, ApiKey)
        self._scribe = scribe
        self._clock = clock
        self._pepper = pepper
        self._tenants = frozenset(("", ANY_TENANT, *tenants))
        self._declared: dict[str, ApiKey] = {}
        self._others = {mark_of(OWNERS_NAME), *(itself_for(tenant).mark for tenant in self._tenants)}
        self.on_change: Callable[[], object] = lambda: None
        self.on_end: Callable[[ApiKey], object] = lambda _key: None
        self._expired_until = clock.now()

    # Showing keys

    def principal(self, text: str) -> Principal:
        """Return who shows a key; raises PermissionDeniedError KEY_WRONG, KEY_EXPIRED."""
        key_id, secret = parse_key(text) or ("", "")
        key, now = self.get(key_id), self._clock.now()
        proof = (key or _ABSENT).proof(secret, self._pepper, now)
        if key is None or not proof:
            raise key_wrong()
        if key.grant.is_over(now):
            raise key_expired()
        return key.principal(proof)

    def stands(self, principal: Principal) -> bool:
        """Whether what a principal was granted still holds."""
        now = self._clock.now()
        if principal.grant.is_over(now):
            return False
        if not principal.key_id:
            return True
        key = self.get(principal.key_id)
        return key is not None and key.takes(principal.proof, now) and principal.grant.within(key.grant)

    def vouches(self, thing_id: str) -> bool:
        """Whether the key under which a thing was made is still there, or there was none."""
        maker = maker_of(thing_id)
        if not maker or maker in self._others:
            return True
        key = self._by_mark.get(maker)
        return key is not None and not key.grant.is_over(self._clock.now())

    # Looking

    def get(self, key_id: str) -> ApiKey | None:
        """Return a key, None when there is none. A declared one hides one of the same id."""
        key = self._declared.get(key_id) or self._shelf.get(key_id)
        return key if key and key.grant.tenant in self._tenants else None

    def find(self, key_id: str, by: Principal = OWNER) -> ApiKey:
        """Return a key that a principal may see; raises NotFoundError KEY_NOT_FOUND."""
        key = self.get(key_id)
        if key is None or not _is_within(key, by):
            raise no_key(key_id)
        return key

    def all(self, by: Principal = OWNER) -> list[ApiKey]:
        """Return the keys that a principal may see, which may do no more than itself, oldest first."""
        found = map(self.get, {*dict(self._shelf.items()), *self._declared})
        seen = (key for key in found if key and _is_within(key, by))
        return sorted(seen, key=lambda key: (key.created_at, key.key_id))

    # Changing

    async def create(self, name: str, grant: Grant, by: Principal) -> tuple[ApiKey, str]:
        """Make a key; return it and its text, which nobody can learn later.

        Raises what AccessService.CreateKey lists.
        """
        _check_name(name)
        check_grant(grant, by, self._clock.now())
        if grant.tenant not in self._tenants:
            raise no_tenant(grant.tenant)
        if len(self._shelf) >= MAX_KEYS:
            raise ResourceExhaustedError(
                "TOO_MANY_KEYS", "there are {limit} keys already; revoke one first", limit=MAX_KEYS
            )
        secret = new_secret()
        key_hash = kept_hash(secret, self._pepper)
        key = ApiKey(f"k{secrets.token_hex(6)}", name, grant, key_hash, self._clock.now())
        await self._keep(key)
        self._tell(KeyCreated, key, by)
        return key, key_text(key.key_id, secret)

    async def rotate(self, key_id: str, grace_s: float, by: Principal) -> tuple[ApiKey, str]:
        """Give a key another secret; the one before it is right for `grace_s` more.

        Raises what AccessService.RotateKey lists.
        """
        key = self._changeable(key_id, by)
        if not 0 <= grace_s <= MAX_GRACE_S:
            raise InvalidArgumentError(
                "GRACE_INVALID", "the grace must be from 0 to {limit} s", limit=MAX_GRACE_S
            )
        secret, until = new_secret(), self._clock.now() + grace_s
        key = replace(key, hash=kept_hash(secret, self._pepper), former_hash=key.hash, former_until=until)
        await self._keep(key)
        self._tell(KeyRotated, key, by)
        return key, key_text(key_id, secret)

    async def revoke(self, key_id: str, by: Principal) -> None:
        """Forget a key; raises what AccessService.RevokeKey lists.

        It is no good any more even where the store fails, which only the next daemon would not know.
        """
        key = self._changeable(key_id, by)
        self._shelf.delete(key_id)
        self._changed()
        self._tell(KeyRevoked, key, by)
        self.on_end(key)
        await self._scribe.stored()

    def trust(self, principal: Principal) -> None:
        """Know a principal that needs no key."""
        self._others.add(principal.mark)

    def declare(self, keys: Mapping[str, ApiKey]) -> None:
        """Have these keys, and no other declared ones."""
        before, self._declared = self._declared, dict(keys)
        self._changed()
        for key_id in before.keys() - keys.keys():
            self._tell(KeyRevoked, before[key_id], OWNER)

    def expire(self) -> None:
        """Tell of keys whose time has come since the last look."""
        before, self._expired_until = self._expired_until, self._clock.now()
        for key in self.all():
            if before < key.grant.until <= self._expired_until:
                self._tell(KeyExpired, key, OWNER)
                if not key.declared:
                    self.on_end(key)

    def _tell(self, kind: type[KeyEvent], key: ApiKey, by: Principal) -> None:
        event = kind(key.key_id, key.name, key.grant.home, by.name)
        self._scribe.log.append(subject_of(event), event)

    @cached_property
    def _by_mark(self) -> dict[str, ApiKey]:
        return {mark_of(key.key_id, key.grant.home): key for key in self.all()}

    def _changed(self) -> None:
        self.__dict__.pop("_by_mark", None)
        self.on_change()

    async def _keep(self, key: ApiKey) -> None:
        self._scribe.require_working()
        self._shelf.put(key.key_id, key)
        self._changed()
        await self._scribe.stored()

    def _changeable(self, key_id: str, by: Principal) -> ApiKey:
        """Return a key that a call may change, and `by` in particular.

        Else who may do less would hold a new secret of who may do more. Raises NotFoundError KEY_NOT_FOUND,
        FailedPreconditionError KEY_DECLARED.
        """
        key = self.find(key_id, by)
        if key.declared:
            raise FailedPreconditionError(
                "KEY_DECLARED",
                "the key {key_id} is declared in the file access.keys_file: change it there",
                key_id=key_id,
            )
        return key


def check_grant(grant: Grant, by: Principal, now: float) -> None:
    """Raise an error unless a grant may be passed on.

    InvalidArgumentError VERBS_MISSING, GLOB_INVALID, QUOTA_INVALID, EXPIRY_INVALID; PermissionDeniedError
    GRANT_EXCEEDED.
    """
    if not grant.verbs:
        raise verbs_missing()
    for field in ("rooms", "users", "gateways", "secrets"):
        check_globs(field, getattr(grant, field))
    check_quotas(grant.quotas)
    if grant.expires_at is not None and not now < grant.expires_at <= now + MAX_LIFE_S:
        raise InvalidArgumentError("EXPIRY_INVALID", "the time of expiry must be within the next ten years")
    if not grant.within(by.grant):
        raise grant_exceeded(_exceeding(grant, by.grant))


def _exceeding(grant: Grant, other: Grant) -> str:
    """Return which parts of a grant go beyond another."""
    parts: Iterable[tuple[str, Grant]] = (
        ("verbs", replace(other, verbs=grant.verbs)),
        ("rooms", replace(other, rooms=grant.rooms)),
        ("users", replace(other, users=grant.users)),
        ("expiry", replace(other, expires_at=grant.expires_at)),
        ("tenant", replace(other, tenant=grant.tenant)),
        ("quotas", replace(other, quotas=grant.quotas)),
        ("gateways", replace(other, gateways=grant.gateways)),
        ("secrets", replace(other, secrets=grant.secrets)),
    )
    return ", ".join(name for name, part in parts if not part.within(other))


def _is_within(key: ApiKey, by: Principal) -> bool:
    return by.is_owner or _timeless(key.grant).within(_timeless(by.grant))


def _timeless(grant: Grant) -> Grant:
    return replace(grant, expires_at=None)


def _check_name(name: str) -> None:
    if len(name.encode(errors="replace")) > MAX_NAME_BYTES:
        raise InvalidArgumentError(
            "NAME_INVALID", "the name must be at most {limit} bytes", limit=MAX_NAME_BYTES
        )
