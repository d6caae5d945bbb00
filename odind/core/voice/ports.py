"""What the voice wing needs from a runtime: codecs, and the way into a room.

Threading: everything here is called on the event loop's thread and must return at once, unless it is
`async`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from odind.core.sound.samples import Samples
    from odind.core.space.place import Position
    from odind.core.values.statistics import DecoderStatistics

    from .processing import Processing


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


class VoiceLink(Protocol):
    """The way of our voice into a room, and of our wishes about the voices of others."""

    def send_voice(self, datagram: bytes) -> None:
        """Send a datagram of this runtime's encoder; lost while the link is down."""

    def set_channel_masks(self, masks: Mapping[int, int]) -> None:
        """Have the server send us these channels, by peer id; 0 stands for all others. Replaces what was set.

        A link begins without any. One that was lost and is back keeps at most the mask of peer id 0.
        """


class Output(Protocol):
    """Where a source's samples go: an encoder, or a place on the desk before it."""

    @property
    def silent(self) -> bool:
        """Whether the last samples were silence, which is not sent."""

    def encode(self, samples: Samples) -> list[bytes]:
        """Take any number of samples; return the datagrams that are complete."""

    def prefetchable(self, waiting: int) -> int:
        """Return how many of `waiting` whole frames to pass to `prefetch`; 0 when it would not help."""

    def prefetch(self, frames: Sequence[Samples]) -> None:
        """Start to encode frames before `encode` is called with them.

        `frames` starts with the first frame not yet encoded. `encode` must then be called with the very same
        arrays, unchanged and in this order; any other call of `encode` discards what was prefetched.
        """

    def reverse(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Take what the speaker's user hears from elsewhere, for the echo canceller; ignored while it is off.

        `delay_ms`, until it comes back as an echo, replaces the configured one.
        """


class Encoder(Output, Protocol):
    """Turns samples into voice datagrams, 20 ms each. Bound to the thread that made it."""

    def configure(self, processing: Processing) -> None:
        """Change how samples are treated, from the next one on. A new encoder follows `DEFAULT`."""

    def reshape(self, sample_rate_hz: int, channels: int) -> None:
        """Take samples of another layout from the next one on. Receivers hear a single source go on.

        With another rate, up to 20 ms of sound may be skipped or heard twice where an effect is in use.
        """

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


class Converter(Protocol):
    """Converts a stream of samples from one rate to another."""

    def convert(self, samples: Samples) -> Samples:
        """Return what can be made of these samples; a little is kept for the next ones."""


class PacketDecoder(Protocol):
    """Decodes bare Opus packets of one stream, in their order and without a jitter buffer."""

    def decode(self, packet: bytes) -> Samples:
        """Return the 20 ms of a packet at 48 kHz with two channels; silence for one that is damaged."""


class Codecs(Protocol):
    """What a voice runtime encodes, decodes and frames with."""

    def encoder(self, sample_rate_hz: int, channels: int) -> Encoder:
        """Make an encoder for samples of that layout."""

    def decoder(self, sample_rate_hz: int, channels: int) -> Decoder:
        """Make a decoder to samples of that layout."""

    def packet(self, datagram: bytes) -> VoicePacket | None:
        """Read a datagram that an encoder or `datagram` made; None if it cannot. Its peer id is none."""

    def converter(self, from_hz: int, to_hz: int, channels: int) -> Converter:
        """Make a converter of rates for that many channels."""

    def packet_decoder(self) -> PacketDecoder:
        """Make a decoder of Opus packets."""

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
