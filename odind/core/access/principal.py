"""Who calls, and which connections, lines and names are theirs."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Final

from .grant import FULL, Grant
from .refusals import room_not_granted, user_not_granted
from .verbs import Verb

_MARK_BYTES: Final = 6
OWNERS_NAME: Final = "@owner"
"""What sessions are named after that the owner makes: no key has such an id."""


@dataclass(frozen=True)
class Principal:
    """A caller that is known: `name` is "" for the owner of the daemon, who made it run.

    Names are paths: what `k1/anna` has belongs to `k1` too. `key_id` names the key that vouches for it, ""
    for none, and `proof` is the hash of the secret that was shown, where one was.

    The ids of what a principal makes begin with its mark, so that whose it is needs no table, and is known
    of what is over as well.
    """

    name: str
    grant: Grant
    key_id: str = ""
    proof: str = field(default="", repr=False)

    @property
    def is_owner(self) -> bool:
        """Whether it may do everything, for as long as the daemon runs."""
        return not self.name

    @property
    def root(self) -> str:
        """The name of who is behind it: for a session, of who has made the first of its kind."""
        return self.name.partition("/")[0]

    @cached_property
    def mark(self) -> str:
        """What the ids of its things begin with; "" for the owner, whose things have none."""
        return mark_of(self.name)

    def new_id(self, letter: str) -> str:
        """Return a new id of a thing of its own."""
        number = secrets.token_hex(8)
        return f"{letter}{self.mark}-{number}" if self.mark else f"{letter}{number}"

    def owns(self, thing_id: str) -> bool:
        """Whether a thing is its own."""
        return bool(self.mark) and is_marked(thing_id) and thing_id.startswith(self.mark, 1)

    def sees(self, thing_id: str, room_id: str | None) -> bool:
        """Whether a thing is its own, or it may control everybody's; None where the room is not known."""
        if room_id is not None and not self.grant.opens(room_id):
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


def mark_of(name: str) -> str:
    """Return the mark of the principal of that name."""
    steps = accumulate(name.split("/"), "{}/{}".format) if name else ()
    return ".".join(map(_digest, steps))


def is_marked(thing_id: str) -> bool:
    """Whether a thing is somebody's other than the owner."""
    return "-" in thing_id


def maker_of(thing_id: str) -> str:
    """Return the mark of the key under which a thing was made, or of who needs none; "" for the owner."""
    return thing_id[1 : 1 + 2 * _MARK_BYTES] if is_marked(thing_id) else ""


OWNER: Final = Principal("", FULL)
ITSELF: Final = Principal("@daemon", FULL)
"""The daemon itself, which has connections that no caller asked for."""
NOBODY: Final = Principal("@nobody", Grant(frozenset(), (), ()))


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode(errors="replace"), digest_size=_MARK_BYTES).hexdigest()
