"""The audio that a lane is to speak, frame by frame: samples for the encoder, or Opus packets passed through.

Both count in samples per channel at their own rate, and both know how to fall silent without a click.
"""

from __future__ import annotations

import secrets
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from odind.core.errors import InvalidArgumentError
from odind.core.sound.fader import Fader
from odind.core.sound.limiter import limited
from odind.core.sound.opus import emptied, is_frame
from odind.core.sound.seams import Seams
from odind.core.timing.tick import RATE_HZ, TICK_SAMPLES, TICKS_PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.sound.format import AudioFormat
    from odind.core.sound.samples import Samples
    from odind.core.space.place import Position

    from .delivery import Delivery
    from .ports import Output, PacketDecoder
    from .strip import Strip

MAX_CHUNK_BYTES: Final = 524_288
"""In base64, too, it fits into the largest request."""
_MEDIA_CLOCK_STEP: Final = 1_800
"""20 ms in 1/90,000 s."""
_NOTHING: Final = np.zeros(2 * TICK_SAMPLES, np.float32)


class Source(Protocol):
    """Something to say, counted in samples per channel at `rate_hz`."""

    @property
    def rate_hz(self) -> int:
        """Samples per second and channel."""

    @property
    def queued(self) -> int:
        """Samples per channel that wait."""

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that nothing is being said."""

    def measure(self, pcm: bytes, opus: Sequence[bytes]) -> int:
        """Return how many samples a chunk holds; raises InvalidArgumentError for one of the wrong kind."""

    def append(self, pcm: bytes, opus: Sequence[bytes]) -> None:
        """Queue a measured chunk."""

    def frame(self, tick: int) -> int:
        """Return how many samples the frame of that tick takes."""

    def speak(self, tick: int, *, resumed: bool) -> tuple[int, list[bytes]]:
        """Take the next frame, cut short by what is there; return its samples and its datagrams.

        `resumed` says that the sound was interrupted before and goes on in its middle.
        """

    def rest(self, tick: int) -> list[bytes]:
        """Return the datagrams of a frame of silence."""

    def discard(self) -> int:
        """Drop what waits; return how many samples that was."""

    def require_delivery(self, delivery: Delivery) -> None:
        """Raise InvalidArgumentError unless it can be spoken like that."""

    def glide(self, gain: float, seconds: float) -> None:
        """Get to a factor in that time; Opus packets have it only where they are mixed."""

    def reverse(self, pcm: bytes) -> None:
        """Take what the caller's user hears from elsewhere, for the echo canceller."""


class PcmSource:
    """Samples of any format for the encoder, which prefetches frames when many wait."""

    def __init__(self, audio_format: AudioFormat, encoder: Output) -> None:
        self.rate_hz = audio_format.sample_rate_hz
        self._format = audio_format
        self._encoder = encoder
        self._buffer = bytearray()
        self._taken: deque[Samples] = deque()
        self._told: deque[Samples] = deque()
        self._fader = Fader()
        self._sample_bytes = audio_format.bytes_per_sample
        self._frame = self.rate_hz // TICKS_PER_SECOND
        self._even = self.rate_hz % TICKS_PER_SECOND == 0
        self._seams = Seams(*audio_format.layout)

    @property
    def queued(self) -> int:
        """Samples per channel that wait."""
        return len(self._buffer) // self._sample_bytes + len(self._taken) * self._frame

    @property
    def silent(self) -> bool:
        """Whether the encoder's gate is closed."""
        return self._encoder.silent

    def measure(self, pcm: bytes, opus: Sequence[bytes]) -> int:
        """Count samples per channel; raises CHUNK_KIND_INVALID, CHUNK_TOO_LARGE, CHUNK_NOT_WHOLE."""
        if opus:
            raise InvalidArgumentError(
                "CHUNK_KIND_INVALID", "the lane's format is PCM; send samples in `pcm`"
            )
        if len(pcm) > MAX_CHUNK_BYTES:
            raise InvalidArgumentError(
                "CHUNK_TOO_LARGE",
                "a chunk is {size} bytes and must be at most {limit}",
                size=len(pcm),
                limit=MAX_CHUNK_BYTES,
            )
        samples, rest = divmod(len(pcm), self._format.bytes_per_sample)
        if rest:
            raise InvalidArgumentError(
                "CHUNK_NOT_WHOLE",
                "a chunk is {size} bytes and must be a whole number of samples of {sample} bytes",
                size=len(pcm),
                sample=self._format.bytes_per_sample,
            )
        return samples

    def append(self, pcm: bytes, opus: Sequence[bytes]) -> None:  # noqa: ARG002 - measured to be empty
        """Queue samples."""
        self._buffer += pcm

    def frame(self, tick: int) -> int:
        """Samples per channel in that tick."""
        return self._frame if self._even else self._format.samples_in(tick) // self._format.channels

    def speak(self, tick: int, *, resumed: bool) -> tuple[int, list[bytes]]:
        """Encode the next frame; a short one falls into silence."""
        frame = self.frame(tick)
        sound = self._next(frame)
        spoken = len(sound) // self._format.channels
        sound = self._seams.sound(sound, resumed=resumed)
        if spoken < frame:
            sound = np.concatenate((sound, self._seams.silence(frame - spoken)))
        datagrams = self._encoder.encode(sound)
        if self._even and (self._buffer or self._taken):
            self._prefetch()
        return spoken, datagrams

    def rest(self, tick: int) -> list[bytes]:
        """Encode silence, led into by a ramp from where the sound was cut."""
        return self._encoder.encode(self._seams.silence(self.frame(tick)))

    def discard(self) -> int:
        """Drop the samples that wait."""
        dropped = self.queued
        self._buffer.clear()
        self._taken.clear()
        self._told.clear()
        return dropped

    def require_delivery(self, delivery: Delivery) -> None:
        """Samples can be spoken in any way."""

    def glide(self, gain: float, seconds: float) -> None:
        """Get to a factor in that time, from the next frame on, whatever was passed to the encoder."""
        self._told.clear()
        self._fader.glide(gain, round(seconds * self.rate_hz))

    def reverse(self, pcm: bytes) -> None:
        """Hand what the user hears to the encoder; raises CHUNK_TOO_LARGE, CHUNK_NOT_WHOLE."""
        self.measure(pcm, ())
        self._encoder.reverse(self._format.decode(pcm), *self._format.layout)

    def _next(self, frame: int) -> Samples:
        """Return a frame with its gain: the very array that the encoder was told, where it was."""
        sound = self._taken.popleft() if self._taken else self._take(frame)
        return self._told.popleft() if self._told else self._with_gain(sound)

    def _with_gain(self, sound: Samples) -> Samples:
        louder = self._fader.apply_interleaved(sound, self._format.channels)
        return sound if louder is sound else limited(louder)

    def _take(self, samples: int) -> Samples:
        """Take at most so many samples per channel out of the buffer."""
        size = samples * self._sample_bytes
        if len(self._buffer) <= size:  # as with sound that comes live
            buffer, self._buffer = self._buffer, bytearray()
            return self._format.decode(buffer)
        sound = self._format.decode(self._buffer[:size])
        del self._buffer[:size]
        return sound

    def _prefetch(self) -> None:
        """Pass the encoder as many of the next frames as it can use ahead of time."""
        told = len(self._told)
        wanted = self._encoder.prefetchable(self.queued // self._frame)
        if wanted > told and not self._fader.gliding:
            self._take_ahead(wanted - len(self._taken))
            self._told.extend(self._with_gain(sound) for sound in islice(self._taken, told, wanted))
            self._encoder.prefetch(list(self._told))

    def _take_ahead(self, frames: int) -> None:
        if frames > 0:
            length = self._frame * self._format.channels
            self._taken.extend(self._take(self._frame * frames).reshape(-1, length))


class OpusSource:
    """Opus packets of 20 ms. An empty packet is a frame of silence.

    They are put into datagrams as they are, and decoded to be mixed while another source of the desk sounds.
    """

    def __init__(
        self,
        datagram: Callable[..., bytes],
        positions: Callable[[], Sequence[Position]],
        strip: Strip,
        packet_decoder: Callable[[], PacketDecoder],
    ) -> None:
        self.rate_hz = RATE_HZ
        self._strip = strip
        self._packet_decoder = packet_decoder
        self._decoder: PacketDecoder | None = None
        self._datagram = datagram
        self._positions = positions
        self._packets: deque[bytes] = deque()
        self._sequence = secrets.randbits(32)
        self._media_timestamp = secrets.randbits(32)
        self._ssrc = secrets.randbits(32)
        self._ending = b""
        self._fader = Fader()

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that nothing is being said."""
        return self._strip.silent

    @property
    def queued(self) -> int:
        """Samples that wait, 960 a packet."""
        return len(self._packets) * TICK_SAMPLES

    def measure(self, pcm: bytes, opus: Sequence[bytes]) -> int:
        """Count samples; raises CHUNK_KIND_INVALID, CHUNK_TOO_LARGE, OPUS_INVALID."""
        if pcm:
            raise InvalidArgumentError(
                "CHUNK_KIND_INVALID", "the lane's format is Opus; send packets in `opus`"
            )
        if sum(map(len, opus)) > MAX_CHUNK_BYTES:
            raise InvalidArgumentError(
                "CHUNK_TOO_LARGE",
                "the packets of a chunk must be at most {limit} bytes",
                limit=MAX_CHUNK_BYTES,
            )
        if not all(is_frame(packet) for packet in opus if packet):
            raise InvalidArgumentError(
                "OPUS_INVALID", "every Opus packet must be 20 ms long and at most 1,275 bytes"
            )
        return len(opus) * TICK_SAMPLES

    def append(self, pcm: bytes, opus: Sequence[bytes]) -> None:  # noqa: ARG002 - measured to be empty
        """Queue packets."""
        self._packets.extend(opus)

    def frame(self, tick: int) -> int:  # noqa: ARG002 - every frame is as long
        """Samples in a packet."""
        return TICK_SAMPLES

    def speak(self, tick: int, *, resumed: bool) -> tuple[int, list[bytes]]:  # noqa: ARG002 - nothing to fade
        """Send the next packet on, or mix what it says."""
        packet = self._packets.popleft()
        if not packet:
            return TICK_SAMPLES, self.rest(tick)
        return TICK_SAMPLES, self._send(packet) if self._strip.claim() else self._mixed(packet)

    def _send(self, packet: bytes) -> list[bytes]:
        self._strip.sending, self._decoder = True, None
        self._fader.glide(self._fader.target, 0)
        self._ending = emptied(packet)
        return [self._pack(packet, last=False)]

    def _mixed(self, packet: bytes) -> list[bytes]:
        if self._decoder is None:
            self._decoder = self._packet_decoder()
        self._strip.encode(self._fader.apply_interleaved(self._decoder.decode(packet), self._strip.channels))
        return self._end()

    def rest(self, tick: int) -> list[bytes]:  # noqa: ARG002 - every frame is as long
        """Say nothing."""
        if not self._strip.solo:
            self._strip.encode(_NOTHING)
        return self._end()

    def _end(self) -> list[bytes]:
        """End the talkspurt, if there is one, with a packet that says nothing; the media clock goes on."""
        if not self._strip.sending:
            self._media_timestamp += _MEDIA_CLOCK_STEP
            return []
        self._strip.sending = False
        return [self._pack(self._ending, last=True)]

    def _pack(self, packet: bytes, *, last: bool) -> bytes:
        datagram = self._datagram(
            self._positions(),
            packet,
            sequence=self._sequence,
            media_timestamp=self._media_timestamp,
            ssrc=self._ssrc,
            last=last,
        )
        self._sequence += 1
        self._media_timestamp += _MEDIA_CLOCK_STEP
        return datagram

    def discard(self) -> int:
        """Drop the packets that wait."""
        dropped = self.queued
        self._packets.clear()
        return dropped

    def require_delivery(self, delivery: Delivery) -> None:
        """Raise InvalidArgumentError OPUS_HAS_NO_GAIN unless packets can be passed on as they are."""
        delivery.require_for_packets()

    def glide(self, gain: float, seconds: float) -> None:
        """Get to a factor in that time, where packets are mixed."""
        self._fader.glide(gain, round(seconds * RATE_HZ))

    def reverse(self, pcm: bytes) -> None:  # noqa: ARG002 - whatever it is
        """There is no encoder to cancel an echo; raises CHUNK_KIND_INVALID."""
        raise InvalidArgumentError("CHUNK_KIND_INVALID", "a lane of Opus packets has no echo canceller")
