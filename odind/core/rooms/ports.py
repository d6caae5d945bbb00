"""What the rooms wing needs from a runtime. Back ends implement it; core never imports one.

Threading: everything here is called on the event loop's thread and must return at once, unless it is
`async`. Sinks are called on the loop's thread too: a back end with threads of its own crosses over first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from odind.core.voice.ports import Codecs, VoiceLink

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    from odind.core.base.payload import Payload
    from odind.core.base.statistics import LinkStatistics
    from odind.core.voice.ports import VoicePacket

    from .signals import Signal


@dataclass(frozen=True)
class RuntimeInfo:
    """Names a runtime; `generation` is the ODIN protocol's."""

    name: str
    generation: int
    version: str


@dataclass(frozen=True)
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
