"""What callers ask of the process that holds a connection, besides its settings."""

from __future__ import annotations

from dataclasses import field
from typing import Generic, TypeVar

from odind.core.recordings.capture import Capture, ClipSaved
from odind.core.values.daemon import DaemonDraining
from odind.core.values.payload import Payload
from odind.core.values.portable import portable
from odind.core.values.statistics import ConnectionStatistics, HostCounters
from odind.core.voice.arrivals import PeerArrivals
from odind.core.voice.processing import Treatment

Answer = TypeVar("Answer")


class Action(Generic[Answer]):
    """A portable value that a host performs; `Answer` is the type of what it returns, portable too."""


@portable
class SendMessage(Action[None]):
    """Send a message to these peers of a room, to all others when none is named."""

    connection_id: str
    peer_ids: tuple[int, ...]
    message: Payload


@portable
class ChangePassword(Action[None]):
    """Encrypt with another password, a secret, from now on."""

    connection_id: str
    password: str = field(repr=False)


@portable
class ReadStatistics(Action[tuple[ConnectionStatistics, ...]]):
    """Read the counters of these connections, or of all when none is named, without those that have ended."""

    connection_ids: tuple[str, ...]


@portable
class ReadTreatment(Action[Treatment]):
    """Read how the sound of a connection is treated."""

    connection_id: str


@portable
class TakeArrivals(Action[tuple[PeerArrivals, ...]]):
    """Take what an attentive connection has counted of its peers' packets since the last time."""

    connection_id: str


@portable
class ResetAudio(Action[None]):
    """Forget what waits to be heard of these peers, and of all when none is named."""

    connection_id: str
    peer_ids: tuple[int, ...]


@portable
class SaveClip(Action[ClipSaved]):
    """Write the latest seconds of a connection's capture ring to a recording, whose `started_at` is now."""

    connection_id: str
    capture: Capture
    last_s: float


@portable
class TellCalls(Action[None]):
    """Tell all audio calls, and those to come, that the daemon drains; None: that it does not any more."""

    draining: DaemonDraining | None


@portable
class ReadCounters(Action[HostCounters]):
    """Read what a process has counted, and what it has in use."""
