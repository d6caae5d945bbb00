"""Which tokens of ODIN a principal may have signed: those that let in nobody beyond its grant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .refusals import grant_exceeded, verb_not_granted
from .verbs import Verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .principal import Principal

PLAIN_SUBJECT: Final = "connect"
"""The subject of tokens that let a user into a room. All others moderate."""


def check_token(
    by: Principal, *, room_ids: Iterable[str], user_id: str, subject: Iterable[str], expires_at: float
) -> None:
    """Raise PermissionDeniedError unless a principal may have such a token signed.

    ROOM_NOT_GRANTED, USER_NOT_GRANTED, VERB_NOT_GRANTED for subjects that moderate, GRANT_EXCEEDED for one
    that is valid for longer than the grant.
    """
    for room_id in room_ids:
        by.require_room(room_id)
    by.require_user(user_id)
    if any(one != PLAIN_SUBJECT for one in subject) and not by.grant.allows(Verb.MODERATE):
        raise verb_not_granted(frozenset({Verb.MODERATE}))
    if expires_at > by.grant.until:
        raise grant_exceeded("lifetime of the token")
