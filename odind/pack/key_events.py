"""Converts the events of API keys. Decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.access.events import KeyCreated, KeyExpired, KeyRevoked, KeyRotated
from odind.v1 import access_pb2

if TYPE_CHECKING:
    from odind.core.access.events import KeyEvent
    from odind.v1 import rooms_pb2

KEY_KINDS: Final[dict[str, type[KeyEvent]]] = {
    "key_created": KeyCreated,
    "key_rotated": KeyRotated,
    "key_revoked": KeyRevoked,
    "key_expired": KeyExpired,
}
"""The kinds of events by the names that the fields of the proto's Event have."""
_FIELDS: Final = {kind: name for name, kind in KEY_KINDS.items()}


def pack_key_event(event: rooms_pb2.Event, happened: KeyEvent) -> None:
    """Fill in an event of a key."""
    getattr(event, _FIELDS[type(happened)]).CopyFrom(access_pb2.KeyChanged(**vars(happened)))
