"""What core needs from the outside, in core's words. Back ends implement these; core never imports one.

Threading: everything here is called on the event loop's thread and must return at once, unless it is
`async`. Sinks are called on the loop's thread too: a back end with threads of its own crosses over first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .events import Signal
    from .payload import Payload
    from .processing import Processing
    from .space import Position
    from .statistics import DecoderStatistics, LinkStatistics, PaceStatistics

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


class VoicePacket(NamedTuple):
    """What one datagram of a peer says, checked to its last byte.

    `opus` is a packet of 20 ms, None when the datagram carries positions alone; `datagram` is the whole as it
    came, for a decoder of the same runtime. `media_timestamp` counts 1/90,000 s; it and `sequence` wrap at 32
    bits. `ssrc` names the source among those of the peer, `last` marks the end of a talkspurt.
    """

    peer_id: int
    datagram: bytes
    positions: tuple[Position, ...]
    opus: bytes | None = None
    sequence: int = 0
    media_timestamp: int = 0
    ssrc: int = 0
    last: bool = False


class Clock(Protocol):
    """The daemon's clocks."""

    def now(self) -> float:
        """Seconds since the epoch."""

    def tick(self) -> int:
        """The number of the next tick of 20 ms to run; ticks never go back."""

    def wake(self) -> None:
        """Begin to run ticks: there is something to speak or to hear."""

    def pace(self) -> PaceStatistics:
        """Return how well ticks were kept."""


class RoomSink(Protocol):
    """Where a runtime delivers what a room sends."""

    def signal(self, signal: Signal) -> None:
        """Take a change of the room."""

    def voice(self, packet: VoicePacket) -> None:
        """Take voice or positions of a peer."""


class RoomLink(Protocol):
    """One room of a runtime. After `aclose` every method does nothing."""

    def send_message(self, peer_ids: Sequence[int], message: Payload) -> None:
        """Send to these peers; to all others when the list is empty."""

    def set_user_data(self, user_data: Payload) -> None:
        """Replace our peer's user data."""

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram of this runtime's encoder; lost while the link is down."""

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        """Have the server send us these channels, by peer id; 0 stands for all others. Replaces what was set.

        A link begins without any. One that was lost and is back keeps at most the mask of peer id 0.
        """

    def stats(self) -> LinkStatistics | None:
        """Return what was counted on the path to the server; None while there is none."""

    @property
    def malformed(self) -> int:
        """How many datagrams came that could not be read."""

    async def aclose(self) -> None:
        """Leave the room and wait until the server can know."""


class Encoder(Protocol):
    """Turns samples into voice datagrams, 20 ms each. Bound to the thread that made it."""

    @property
    def silent(self) -> bool:
        """Whether the last samples were silence, which is not sent."""

    def encode(self, samples: Samples) -> list[bytes]:
        """Take any number of samples; return the datagrams that are complete."""

    def appetite(self, waiting: int) -> int:
        """Return how many of so many whole frames that wait to `foretell`; 0 when it would not help."""

    def foretell(self, frames: Sequence[Samples]) -> None:
        """Take the next frames that `encode` will be given, to begin with them before their time.

        They come as the very same arrays, unchanged and in this order, from the first one not yet encoded on.
        What was foretold is void once `encode` is given anything else.
        """

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Take what the speaker's user hears from elsewhere, for the echo canceller; ignored while it is off.

        `delay_ms`, until it comes back as an echo, replaces the configured one.
        """

    def configure(self, processing: Processing) -> None:
        """Change how samples are treated, from the next one on. A new encoder follows `DEFAULT`."""

    def place(self, positions: Sequence[Position]) -> None:
        """Say where we are in every datagram from now on; a new encoder says `ORIGIN`."""

    def close(self) -> None:
        """Let go, on this thread, of what is bound to it. Nothing is asked of the encoder afterwards."""


class Decoder(Protocol):
    """Turns one peer's voice datagrams into samples. Bound to the thread that made it."""

    def push(self, datagram: bytes) -> None:
        """Take a datagram; an undecodable one is ignored."""

    def pop(self, samples: int) -> Samples | None:
        """Return that many samples over all channels, or None while the peer is silent."""

    def stats(self) -> DecoderStatistics:
        """Return what was counted since it was made."""

    def close(self) -> None:
        """Let go, on this thread, of what is bound to it. Nothing is asked of the decoder afterwards."""


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

    def datagram(
        self,
        positions: Sequence[Position],
        opus: bytes | None = None,
        *,
        sequence: int = 0,
        media_timestamp: int = 0,
        ssrc: int = 0,
        last: bool = False,
    ) -> bytes:
        """Write what a `RoomLink` can send without an encoder: an Opus packet of 20 ms, or positions alone.

        The fields are those of `VoicePacket`; counters are taken modulo 2^32.
        """


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
