"""Lets the datagrams of one native encoder after the other pass for those of a single source.

An encoder numbers its packets from a random start, and receivers take another numbering for another source:
they begin anew, which is heard. What follows a swap is therefore renumbered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .datagram import build_voice, is_voice, parse_voice

if TYPE_CHECKING:
    from odind.core.ports import VoicePacket

_FRAMES_PER_SECOND: Final = 50
_MEDIA_CLOCK_STEP: Final = 1_800
"""20 ms in 1/90,000 s."""


class Continuity:
    """Carries datagrams; costs nothing until the first swap, and then about 7 us each."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._frame_samples = sample_rate_hz / _FRAMES_PER_SECOND
        self._since_last = 0
        self._last: bytes | None = None
        self._before: VoicePacket | None = None
        self._shift: tuple[int, int] | None = None

    def pushed(self, samples: int) -> None:
        """So many samples per channel went to the encoder; silence moves the clock as well."""
        self._since_last += samples

    def swapped(self) -> None:
        """The datagrams to come are those of another encoder."""
        if self._last:
            self._before = parse_voice(self._last)
            self._shift = None

    def carry(self, datagram: bytes) -> bytes:
        """Return the datagram as it is to be sent."""
        if not is_voice(datagram):
            return datagram
        carried = datagram if self._before is None else self._renumbered(datagram, self._before)
        self._last = carried
        self._since_last = 0
        return carried

    def _renumbered(self, datagram: bytes, before: VoicePacket) -> bytes:
        packet = parse_voice(datagram)
        if self._shift is None:
            frames = max(1, round(self._since_last / self._frame_samples))
            due = before.media_timestamp + frames * _MEDIA_CLOCK_STEP
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
