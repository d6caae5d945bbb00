"""Who calls, and which connections, lines and names are theirs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import field, replace
from functools import cached_property
from itertools import accumulate
from typing import Final

from odind.core.values.late import dataclass

from .grant import ANY_TENANT, FULL, Grant
from .refusals import room_not_granted, user_not_granted
from .verbs import Verb

_MARK_BYTES: Final = 6
_OF_TENANT: Final = "_"
"""Stands between the mark of a tenant and those of its principals, and in no other id."""
_TENANTS: Final = "+"
"""What accounts of tenants begin with: no name of a principal does."""
OWNERS_NAME: Final = "@owner"
"""What sessions are named after that the owner makes: no key has such an id."""


@dataclass(frozen=True)
class Principal:
    """A caller that is known: `name` is "" for the owner of the daemon, who made it run.

    Names are paths: what `k1/anna` has belongs to `k1` too. `key_id` names the key that vouches for it, ""
    for none, and `proof` is the hash of the secret that was shown, where one was. `heir` is the mark of whom
    what it makes belongs to; "" for itself.

    The ids of what a principal makes begin with its mark, so that whose it is, and which tenant's, needs no
    table, and is known of what is over as well.
    """

    name: str
    grant: Grant
    key_id: str = ""
    proof: str = field(default="", repr=False)
    heir: str = ""

    @property
    def is_owner(self) -> bool:
        """Whether it may do everything, for as long as the daemon runs."""
        return not self.name

    @property
    def is_bounded(self) -> bool:
        """Whether it may have no more than its share: neither the owner is, nor the daemon itself."""
        return not (self.is_owner or self.is_daemon)

    @property
    def is_daemon(self) -> bool:
        """Whether it is the daemon itself, for whichever tenant."""
        return self.name == ITSELF.name

    @property
    def root(self) -> str:
        """The name of who is behind it: for a session, of who has made the first of its kind."""
        return self.name.partition("/")[0]

    @property
    def tenant(self) -> str:
        """The tenant to which its things belong, "" for the default one."""
        return self.grant.home

    @property
    def tenant_account(self) -> str:
        """What its tenant's quotas and shares are counted under."""
        return f"{_TENANTS}{self.tenant}" if self.tenant else ""

    @property
    def root_account(self) -> str:
        """What those of its key are counted under: a path below its tenant's account."""
        return "/".join(filter(None, (self.tenant_account, self.root)))

    @property
    def account(self) -> str:
        """What its own are counted under, and with it whatever is above in the path."""
        return "/".join(filter(None, (self.tenant_account, self.name)))

    @cached_property
    def mark(self) -> str:
        """What the ids of its things begin with; "" for the owner, whose things have none."""
        return self.heir or mark_of(self.name, self.tenant)

    @cached_property
    def _tenant_mark(self) -> str:
        return mark_of("", self.tenant)

    def new_id(self, letter: str) -> str:
        """Return a new id of a thing of its own, whose kind a single letter tells."""
        number = secrets.token_hex(8)
        return f"{letter}{self.mark}-{number}" if self.mark else f"{letter}{number}"

    def owns(self, thing_id: str) -> bool:
        """Whether a thing is its own."""
        return bool(self.mark) and is_marked(thing_id) and thing_id.startswith(self.mark, 1)

    def reaches(self, thing_id: str) -> bool:
        """Whether a thing is of its tenant."""
        return self.grant.tenant == ANY_TENANT or tenant_mark(thing_id) == self._tenant_mark

    def sees(self, thing_id: str, room_id: str | None) -> bool:
        """Whether a thing is its own, or it may control everybody's of its tenant.

        `room_id` is None where the room is not known.
        """
        if not self.reaches(thing_id) or (room_id is not None and not self.grant.opens(room_id)):
            return False
        return self.grant.allows(Verb.ADMIN) or self.owns(thing_id)

    def own(self, name: str) -> str:
        """Return a name that it chose, as nobody else can choose it; "" stays ""."""
        return f"{self.mark}/{name}" if self.mark and name else name

    def chosen(self, own_name: str) -> str | None:
        """Return the name that it chose, None for another's. The owner sees all of them, as they are."""
        if not self.mark:
            return own_name
        prefix = f"{self.mark}/"
        return own_name.removeprefix(prefix) if own_name.startswith(prefix) else None

    def require_room(self, room_id: str) -> None:
        """Raise PermissionDeniedError ROOM_NOT_GRANTED unless its grant is for a room."""
        if not self.grant.opens(room_id):
            raise room_not_granted(room_id, self.grant.rooms)

    def require_user(self, user_id: str) -> None:
        """Raise PermissionDeniedError USER_NOT_GRANTED unless it may join as a user."""
        if not self.grant.names(user_id):
            raise user_not_granted(user_id, self.grant.users)


def mark_of(name: str, tenant: str = "") -> str:
    """Return the mark of the principal of that name in a tenant; with "" as the name, that of the tenant."""
    steps = accumulate(name.split("/"), "{}/{}".format) if name else ()
    marks = ".".join(map(_digest, steps))
    return f"{_digest(tenant)}{_OF_TENANT}{marks}" if tenant else marks


def is_marked(thing_id: str) -> bool:
    """Whether a thing is somebody's other than the owner."""
    return "-" in thing_id


def maker_of(thing_id: str) -> str:
    """Return the mark of the key under which a thing was made, or of who needs none; "" for the owner."""
    if not is_marked(thing_id):
        return ""
    tenant = tenant_mark(thing_id)
    return tenant + thing_id.removeprefix(f"{thing_id[0]}{tenant}")[: 2 * _MARK_BYTES]


def sibling_id(thing_id: str) -> str:
    """Return a new id for another thing of the same kind and of the same maker."""
    marked, dash, _ = thing_id.rpartition("-")
    return f"{marked or thing_id[0]}{dash}{secrets.token_hex(8)}"


def tenant_mark(thing_id: str) -> str:
    """Return the mark of the tenant to which a thing belongs, "" for the default one."""
    mark, found, _ = thing_id[1:].partition(_OF_TENANT)
    return mark + found if found else ""


OWNER: Final = Principal("", FULL)
ITSELF: Final = Principal("@daemon", FULL)
"""The daemon itself, which has connections that no caller asked for; a tenant's are those of `itself_for`."""
NOBODY: Final = Principal("@nobody", Grant(frozenset(), (), ()))


def is_itself(thing_id: str) -> bool:
    """Whether a thing is the daemon's own, for whichever tenant."""
    return maker_of(thing_id).removeprefix(tenant_mark(thing_id)) == ITSELF.mark


def itself_for(tenant: str) -> Principal:
    """Return the daemon itself as it acts for a tenant: within it alone, with its keys and gateways."""
    return replace(ITSELF, grant=replace(FULL, tenant=tenant))


def itself_on_behalf_of(thing_id: str, tenant: str) -> Principal:
    """Return the daemon itself as it acts for who has made a thing, and owns what is made for it."""
    mark, dash, _ = thing_id[1:].rpartition("-")
    return replace(itself_for(tenant), heir=mark) if dash else OWNER


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode(errors="replace"), digest_size=_MARK_BYTES).hexdigest()
