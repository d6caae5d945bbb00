"""What happens to the daemon itself: events of the log, whose subject is `DAEMON`, and notices of calls."""

from __future__ import annotations

from typing import Final, TypeAlias

from .portable import portable

DAEMON: Final = "daemon"
"""The subject of the daemon's own events; ids of other things begin with a letter and a number."""


@portable
class DaemonReady:
    """The daemon joins rooms: it has started, or a drain was undone."""


@portable
class DaemonDraining:
    """The daemon joins no more rooms, and stops when its last connection has left.

    `deadline`, in seconds since the epoch, is when it stops in any case; None means never.
    """

    deadline: float | None


@portable
class DaemonStopping:
    """The daemon stops now; `reason` is for programs."""

    reason: str


@portable
class SpoolFilling:
    """So much waits for outputs that soon no recording for an output begins: `waiting` of `most` bytes."""

    waiting: int
    most: int


DaemonEvent: TypeAlias = DaemonReady | DaemonDraining | DaemonStopping | SpoolFilling
