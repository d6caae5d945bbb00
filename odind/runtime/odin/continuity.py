"""Makes the datagrams of successive encoders look like those of a single source.

An encoder numbers its packets from a random start. Receivers take a jump for another source and restart their
jitter buffers, which is audible. The datagrams after a swap of encoders are therefore renumbered.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from odind.core.values.late import dataclass

from .datagram import MEDIA_CLOCK_STEP, build_voice, is_voice, parse_voice

if TYPE_CHECKING:
    from odind.core.voice.ports import VoicePacket

_FRAMES_PER_SECOND: Final = 50


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a packet; the counters must be taken modulo 2^32."""

    sequence: int
    media_timestamp: int
    ssrc: int


class Continuity:
    """Renumbers datagrams. Costs nothing until the first swap, and about 7 us a datagram afterwards."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._frame_samples = sample_rate_hz / _FRAMES_PER_SECOND
        self._since_last = 0
        self._last: bytes | None = None
        self._before: VoicePacket | None = None
        self._shift: tuple[int, int] | None = None

    def pushed(self, samples: int) -> None:
        """Count samples per channel that went to the encoder, silence included."""
        self._since_last += samples

    def rerate(self, sample_rate_hz: int) -> None:
        """Count samples of another rate from now on."""
        frame_samples = sample_rate_hz / _FRAMES_PER_SECOND
        self._since_last = round(self._since_last * frame_samples / self._frame_samples)
        self._frame_samples = frame_samples

    def swapped(self) -> None:
        """Expect the datagrams of another encoder."""
        if self._last:
            self._before = parse_voice(self._last)
            self._shift = None

    @property
    def unsent_frames(self) -> int:
        """Frames since the last datagram of voice."""
        return round(self._since_last / self._frame_samples)

    def renumbering_ends(self, ahead_frames: int) -> Numbers:
        """Stop renumbering; return the numbers of the next encoder's first frame, `ahead_frames` from now."""
        before = parse_voice(self._last) if self._last else None
        self._before = None
        if before is None:
            return Numbers(secrets.randbits(32), secrets.randbits(32), secrets.randbits(32))
        due = before.media_timestamp + (self.unsent_frames + 1 + ahead_frames) * MEDIA_CLOCK_STEP
        return Numbers(before.sequence + 1, due, before.ssrc)

    def carry(self, datagram: bytes) -> bytes:
        """Return the datagram to send."""
        if not is_voice(datagram):
            return datagram
        carried = datagram if self._before is None else self._renumbered(datagram, self._before)
        self._last = carried
        self._since_last = 0
        return carried

    def _renumbered(self, datagram: bytes, before: VoicePacket) -> bytes:
        packet = parse_voice(datagram)
        if self._shift is None:
            frames = max(1, self.unsent_frames)
            due = before.media_timestamp + frames * MEDIA_CLOCK_STEP
            self._shift = (before.sequence + 1 - packet.sequence, due - packet.media_timestamp)
        sequence, timestamp = self._shift
        return build_voice(
            packet.opus or b"",
            sequence=packet.sequence + sequence,
            media_timestamp=packet.media_timestamp + timestamp,
            ssrc=before.ssrc,
            last=packet.last,
            positions=packet.positions,
        )
