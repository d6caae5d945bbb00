"""Ids that are made for rooms and sessions."""

from __future__ import annotations

import secrets
from typing import Final

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_GROUPS: Final = (3, 4, 4)


def new_room_id() -> str:
    """Return an id that people can read out, as in abc-xyzw-lmno: 51 random bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(count)) for count in _GROUPS)


def new_session_id(managed_id: str) -> str:
    """Return the id of a session, which says whose it is as that of its room does."""
    mark, dash, _ = managed_id[1:].rpartition("-")
    return f"s{mark}{dash}{secrets.token_hex(8)}"
