"""What the rooms wing needs: a runtime that enters rooms, and hosts, the processes that hold connections.

Threading: everything here is called on the event loop's thread and must return at once, unless it is
`async`. Sinks are called on the loop's thread too: a back end with threads of its own crosses over first.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from odind.core.base.payload import Payload
from odind.core.base.portable import portable
from odind.core.voice.ports import Codecs, VoiceLink

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from odind.core.base.statistics import LinkStatistics
    from odind.core.voice.ports import VoicePacket

    from .events import ConnectionView
    from .settings import ConnectionSettings
    from .signals import Signal


@portable
class RuntimeInfo:
    """Names a runtime; `generation` is the ODIN protocol's."""

    name: str
    generation: int
    version: str


@portable
class JoinSpec:
    """How to enter a room; everything is validated before. `token` is a secret.

    `room_id` picks one of a token's several rooms.
    """

    gateway: str
    token: str = field(repr=False)
    room_id: str | None = None
    user_data: Payload = field(default=b"", repr=False)


class RoomSink(Protocol):
    """Where a runtime delivers what a room sends."""

    def signal(self, signal: Signal) -> None:
        """Take a change of the room."""

    def voice(self, packet: VoicePacket) -> None:
        """Take voice or positions of a peer."""


class RoomLink(VoiceLink, Protocol):
    """One room of a runtime. After `aclose` every method does nothing."""

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data."""

    def stats(self) -> LinkStatistics | None:
        """Return what was counted on the path to the server; None while there is none."""

    @property
    def malformed(self) -> int:
        """How many events and datagrams of peers could not be read or were over a limit."""

    @property
    def dropped(self) -> int:
        """How many messages and changes of user data of peers came too often, and were dropped."""

    async def aclose(self) -> None:
        """Leave the room and wait until the server can know."""


class Runtime(Codecs, Protocol):
    """A voice runtime."""

    @property
    def info(self) -> RuntimeInfo:
        """What it is."""

    @property
    def failed(self) -> asyncio.Event:
        """Set when no join can succeed any more; rooms that are open may go on."""

    def join(self, spec: JoinSpec, sink: RoomSink) -> RoomLink:
        """Begin to join; the sink learns what becomes of it, later and never within this call."""


class HostSink(Protocol):
    """Whoever follows hosts. Called on the loop's thread, in the order in which things happened."""

    def happened(self, host: Host, subject: str, event: object) -> None:
        """Learn of an event on `host`; `subject` is the id of the connection or line that it is about."""

    def lost(self, host: Host, detail: str) -> None:
        """Learn that `host` is gone, and with it every connection on it; `detail` says how it ended."""


class Host(Protocol):
    """A process that holds connections: this one, or a worker.

    What a call causes is told to the sink before the call returns. Every call raises UnavailableError
    WORKER_LOST while the process is gone, and what the process itself raises.
    """

    @property
    def serving(self) -> bool:
        """Whether it can be called now."""

    @property
    def streams(self) -> int:
        """How many audio streams it has now, about."""

    @property
    def audio_target(self) -> str:
        """Where programs on this machine reach its audio without passing through us; "" for nowhere."""

    def attend(self, sink: HostSink) -> None:
        """Tell the sink what happens from now on. Called once, before anything else."""

    async def join(self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings) -> None:
        """Enter a room as the connection that `view` describes; return once the server has let us in.

        Cancelling undoes the join.
        """

    async def apply(self, connection_id: str, settings: ConnectionSettings) -> None:
        """Have a connection follow these settings; raises NotFoundError CONNECTION_NOT_FOUND."""

    async def leave(self, connection_id: str) -> None:
        """End a connection; raises NotFoundError CONNECTION_NOT_FOUND."""

    async def perform(self, action: Any) -> Any:
        """Do what an action asks for, a portable value of a type that the host has a handler for."""
