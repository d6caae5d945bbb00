"""What core needs from the outside, in core's words. Back ends implement these; core never imports one.

Threading: everything here is called on the event loop's thread and must return at once, unless it is
`async`. Sinks are called on the loop's thread too: a back end with threads of its own crosses over first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .events import Signal
    from .payload import Payload

Samples = npt.NDArray[np.float32]
"""Float samples, full scale -1 to 1, shape (frames * channels,), channels interleaved."""


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


class Clock(Protocol):
    """The daemon's clocks."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def tick(self) -> int:
        """The number of the next tick of 20 ms to run; ticks never go back."""

    def wake(self) -> None:
        """Begin to run ticks: there is something to speak or to hear."""


class RoomSink(Protocol):
    """Where a runtime delivers what a room sends."""

    def signal(self, signal: Signal) -> None:
        """Take a change of the room."""

    def voice(self, peer_id: int, datagram: bytes) -> None:
        """Take a voice datagram of a peer."""


class RoomLink(Protocol):
    """One room of a runtime. After `aclose` every method does nothing."""

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data."""

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram of this runtime's encoder; lost while the link is down."""

    def hear(self, *, wanted: bool) -> None:
        """Have the server send us voice, or nothing."""

    async def aclose(self) -> None:
        """Leave the room and wait until the server can know."""


class Encoder(Protocol):
    """Turns samples into voice datagrams, 20 ms each. Bound to the thread that made it."""

    @property
    def silent(self) -> bool:
        """Whether the last samples were silence, which is not sent."""

    def encode(self, samples: Samples) -> list[bytes]:
        """Take any number of samples; return the datagrams that are complete."""

    def cancel_echo(self, *, wanted: bool) -> None:
        """Have what `reverse` is given taken out of the samples to come, or not."""

    def reverse(self, played: Samples, delay_ms: int) -> None:
        """Take what the machine plays: 48 kHz mono, any number of samples.

        `delay_ms` is the measured time until its echo comes back through `encode`.
        """


class Decoder(Protocol):
    """Turns one peer's voice datagrams into samples. Bound to the thread that made it."""

    def push(self, datagram: bytes) -> None:
        """Take a datagram; an undecodable one is ignored."""

    def pop(self, samples: int) -> Samples | None:
        """Return that many samples over all channels, or None while the peer is silent."""


class Runtime(Protocol):
    """A voice runtime."""

    @property
    def info(self) -> RuntimeInfo:
        """What it is."""

    def join(self, spec: JoinSpec, sink: RoomSink) -> RoomLink:
        """Begin to join; the sink learns what becomes of it, later and never within this call."""

    def encoder(self, sample_rate_hz: int, channels: int) -> Encoder:
        """Make an encoder for samples of that layout."""

    def decoder(self, sample_rate_hz: int, channels: int) -> Decoder:
        """Make a decoder to samples of that layout."""


class Key(Protocol):
    """An access key."""

    @property
    def key_id(self) -> str:
        """Its public name."""

    @property
    def public_key(self) -> bytes:
        """Its 32-byte Ed25519 public key."""

    @property
    def text(self) -> str:
        """The key itself. Secret."""

    def sign(self, claims: str) -> str:
        """Return a token over the JSON text `claims`."""


class Keyring(Protocol):
    """Makes and reads keys and tokens."""

    def generate(self) -> Key:
        """Make a new key."""

    def parse(self, text: str) -> Key:
        """Read a key; raises InvalidArgumentError ACCESS_KEY_MALFORMED."""

    def claims(self, token: str) -> dict[str, Any]:
        """Take a token apart unverified; raises InvalidArgumentError TOKEN_MALFORMED."""
