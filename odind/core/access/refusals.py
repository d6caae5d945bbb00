"""Errors of the access wing. None says more of a secret than that it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError, NotFoundError, PermissionDeniedError

from .verbs import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .verbs import Verb


def verb_not_granted(verbs: frozenset[Verb]) -> PermissionDeniedError:
    """Return the error of a caller whose grant has none of the verbs of a call."""
    return PermissionDeniedError(
        "VERB_NOT_GRANTED",
        "the call needs the verb {verb}, which the caller is not granted: use another key; "
        "`odindctl access whoami` tells what yours may do",
        verb=named(verbs).replace(", ", " or ") or "of nobody",
    )


def room_not_granted(room_id: str, rooms: Iterable[str]) -> PermissionDeniedError:
    """Return the error of a call about a room that a grant is not for."""
    return PermissionDeniedError(
        "ROOM_NOT_GRANTED",
        "the room {room_id} is not among those that the caller is granted, {rooms}: use another key",
        room_id=room_id,
        rooms=", ".join(rooms) or "none",
    )


def user_not_granted(user_id: str, users: Iterable[str]) -> PermissionDeniedError:
    """Return the error of a call as a user that a grant does not name."""
    return PermissionDeniedError(
        "USER_NOT_GRANTED",
        "the user {user_id} is not among those that the caller may be, {users}: use another key",
        user_id=user_id,
        users=", ".join(users) or "none",
    )


def gateway_not_granted(gateway: str, gateways: Iterable[str]) -> PermissionDeniedError:
    """Return the error of a call that names a gateway which a grant is not for."""
    return PermissionDeniedError(
        "GATEWAY_NOT_GRANTED",
        "the gateway {gateway} is not among those that the caller may name, {gateways}: name none, or use "
        "another key",
        gateway=gateway,
        gateways=", ".join(gateways) or "none",
    )


def grant_exceeded(what: str) -> PermissionDeniedError:
    """Return the error of who would pass on more than they have."""
    return PermissionDeniedError(
        "GRANT_EXCEEDED",
        "nobody can pass on more than they are granted themselves: the {what} must be within the caller's",
        what=what,
    )


def grant_revoked() -> PermissionDeniedError:
    """Return the error that ends what runs under a grant that is no more."""
    return PermissionDeniedError(
        "GRANT_REVOKED",
        "the key or session was revoked, changed or has expired: call again with one that is valid",
    )


def key_wrong() -> PermissionDeniedError:
    """Return the one error of keys that are unknown, wrong, cut off or revoked."""
    return PermissionDeniedError(
        "KEY_WRONG",
        "the API key is unknown, wrong or revoked: ask for another one, which `odindctl access create` makes",
    )


def key_expired() -> PermissionDeniedError:
    """Return the error of a right key whose time is over."""
    return PermissionDeniedError(
        "KEY_EXPIRED", "the API key has expired: ask for another one, which `odindctl access create` makes"
    )


def session_wrong() -> PermissionDeniedError:
    """Return the one error of what is no session, or of another daemon, or of a key that is no more."""
    return PermissionDeniedError(
        "SESSION_WRONG",
        "the session is wrong, or the key that made it was revoked: make another with CreateSession",
    )


def session_expired() -> PermissionDeniedError:
    """Return the error of a session whose time is over."""
    return PermissionDeniedError(
        "SESSION_EXPIRED", "the session has expired: make another with CreateSession"
    )


def no_key(key_id: str) -> NotFoundError:
    """Return the error of a call that names an unknown key."""
    return NotFoundError(
        "KEY_NOT_FOUND", "there is no key {key_id}; ListKeys returns those that exist", key_id=key_id
    )


def no_tenant(name: str) -> InvalidArgumentError:
    """Return the error of a grant for a tenant that there is not."""
    return InvalidArgumentError(
        "TENANT_UNKNOWN",
        "no tenant is called {name}: add the table [tenants.{name}] to the daemon's settings",
        name=name,
    )


def not_for_tenants() -> PermissionDeniedError:
    """Return the error of a tenant's caller who would act on the daemon as a whole."""
    return PermissionDeniedError(
        "DAEMON_NOT_GRANTED",
        "the call is about the whole daemon, which no key of a tenant may control: ask its operator",
    )


def verbs_missing() -> InvalidArgumentError:
    """Return the error of a grant that allows nothing."""
    return InvalidArgumentError("VERBS_MISSING", "the grant must name at least one verb, as in read")
