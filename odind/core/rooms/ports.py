"""What the rooms wing needs: a runtime that enters rooms, and hosts, the processes that hold connections.

Threading: everything here is called on the event loop's thread and must return at once, unless it is
`async`. Sinks are called on the loop's thread too: a back end with threads of its own crosses over first.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from odind.core.values.payload import Payload
from odind.core.values.portable import portable
from odind.core.voice.ports import Codecs, VoiceLink

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from odind.core.sockets.ports import SocketLink, SocketOptions
    from odind.core.values.statistics import LinkStatistics
    from odind.core.voice.ports import VoicePacket

    from .actions import Action, Answer
    from .cipher import CipherStatus
    from .events import ConnectionLeft, ConnectionView
    from .settings import ConnectionSettings
    from .signals import Signal


@portable
class RuntimeInfo:
    """Identifies a runtime; `generation` is that of the ODIN protocol."""

    name: str
    generation: int
    version: str


@portable
class JoinSpec:
    """How to join a room; callers have validated every field. `token` is a secret.

    `room_id` selects one room of a token for several. With `renewable`, the caller can make another token.
    With `password`, a secret, voice, messages and user data are encrypted end to end.
    """

    gateway: str
    token: str = field(repr=False)
    room_id: str | None = None
    user_data: Payload = field(default=b"", repr=False)
    renewable: bool = False
    password: str | None = field(default=None, repr=False)


class RoomSink(Protocol):
    """Receives what a room sends."""

    def signal(self, signal: Signal) -> None:
        """Handle a change of the room."""

    def voice(self, packet: VoicePacket) -> None:
        """Handle a packet with a peer's voice or positions."""

    def socket_data(self, link: SocketLink, data: bytes) -> None:
        """Handle a message that a peer sent on a socket, whichever side has opened it."""

    def unreadable(self, peer_id: int) -> None:
        """Handle that voice of a peer came which is encrypted, while we have no cipher."""


class Cipher(Protocol):
    """What encrypts one room end to end, and tells how its peers' encryption stands to ours."""

    async def change(self, password: str) -> None:
        """Use another password from now on; the statuses of all peers may change without a signal."""

    def status(self, peer_id: int) -> CipherStatus:
        """Return how a peer's encryption stands; it may change with the peer's user data."""


class RoomLink(VoiceLink, Protocol):
    """One room of a runtime. After `aclose` every method does nothing."""

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data."""

    def open_socket(self, options: SocketOptions) -> SocketLink:
        """Open a socket to a peer, who learns of it by the first message."""

    def stats(self) -> LinkStatistics | None:
        """Return the counters of the path to the server; None while there is no path."""

    @property
    def malformed(self) -> int:
        """The number of peers' events and datagrams that were unreadable or over a limit."""

    @property
    def undelivered(self) -> int:
        """How many bytes came from the server of which nothing was delivered; only its growth counts.

        It grows with voice that our cipher cannot decrypt, by 100 bytes or more a packet.
        """

    @property
    def dropped(self) -> int:
        """How many messages and changes of user data of peers came too often, and were dropped."""

    async def aclose(self) -> None:
        """Leave the room, and wait long enough for the server to learn of it."""


class Runtime(Codecs, Protocol):
    """A voice runtime."""

    @property
    def info(self) -> RuntimeInfo:
        """The runtime's name and versions."""

    @property
    def failed(self) -> asyncio.Event:
        """Set once no join can succeed any more; open rooms may continue."""

    async def cipher(self, password: str) -> Cipher:
        """Make the cipher of one room."""

    def join(self, spec: JoinSpec, sink: RoomSink, cipher: Cipher | None = None) -> RoomLink:
        """Begin to join; the sink gets the outcome later, never during this call.

        `cipher` is that of the password in `spec`, which no other room uses.
        """


class HostSink(Protocol):
    """Receives the events of hosts, on the loop's thread and in order."""

    def happened(self, host: Host, subject: str, event: object) -> None:
        """Handle an event on `host`; `subject` is the id of its connection or line."""

    def lost(self, host: Host, detail: str) -> None:
        """Handle the loss of `host` and of every connection on it; `detail` says how the process ended."""


class Host(Protocol):
    """A process that holds connections: this one, or a worker.

    The sink gets the events of a call before the call returns. Every call raises UnavailableError WORKER_LOST
    while there is no process, and the errors that the process raises.
    """

    @property
    def serving(self) -> bool:
        """Whether it can be called now."""

    @property
    def streams(self) -> int:
        """The approximate number of audio streams on it."""

    @property
    def audio_target(self) -> str:
        """The address where programs on this machine reach its audio directly; "" for none."""

    @property
    def audio_socket(self) -> str:
        """The address of its audio socket; "" for none."""

    def attend(self, sink: HostSink) -> None:
        """Pass all later events to the sink. Called once, before anything else."""

    async def join(self, view: ConnectionView, spec: JoinSpec, settings: ConnectionSettings) -> None:
        """Join a room as the connection that `view` describes; return once the server has accepted.

        Cancelling undoes the join.
        """

    async def apply(self, connection_id: str, settings: ConnectionSettings) -> None:
        """Apply settings to a connection; raises NotFoundError CONNECTION_NOT_FOUND."""

    async def leave(self, connection_id: str, left: ConnectionLeft) -> None:
        """End a connection, and tell the sink `left`; raises NotFoundError CONNECTION_NOT_FOUND."""

    async def perform(self, action: Action[Answer]) -> Answer:
        """Do what an action asks for; the host must have a handler for actions of its type."""
