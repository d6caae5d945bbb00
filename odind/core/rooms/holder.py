"""Who holds a connection, and what becomes of it while nobody does."""

from __future__ import annotations

from enum import Enum
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.core.values.portable import portable

MAX_HOLDER_BYTES: Final = 128


class OnLost(Enum):
    """What becomes of a connection while no call holds it: it stays as it is, is silent, or is left."""

    KEEP = "keep"
    MUTE = "mute"
    LEAVE = "leave"


class HolderKind(Enum):
    """What kind of call holds a connection."""

    HOLD = "hold"
    WATCH = "watch"
    AUDIO = "audio"


@portable
class Holder:
    """A call that holds a connection. `name` is "" for none, `since` is seconds since the epoch."""

    name: str
    kind: HolderKind
    since: float


def check_holder(name: str) -> str:
    """Return a holder's name; raises InvalidArgumentError HOLDER_INVALID when it is too long."""
    if len(name.encode(errors="replace")) > MAX_HOLDER_BYTES:
        raise InvalidArgumentError(
            "HOLDER_INVALID", "holder must be at most {limit} bytes", limit=MAX_HOLDER_BYTES
        )
    return name
