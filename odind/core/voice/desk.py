"""Any number of sources, one voice: the desk mixes what speaks on a connection into its one encoder.

While a single source sounds it is *solo*: its samples go to the encoder in their own layout, and its Opus
packets are sent as they are, as if there were no desk. When a second one sounds too, all are mixed at 48 kHz,
and the same encoder goes on with the mix, which receivers do not notice. The last one that still sounds gets
the encoder back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.timing.tick import RATE_HZ, TICKS_PER_SECOND

from .mix import Mix
from .strip import Strip

if TYPE_CHECKING:
    from collections.abc import Collection

    from .outgoing import Outgoing
    from .ports import Codecs

_QUIET_TICKS: Final = TICKS_PER_SECOND
"""A source that is silent for longer does not sound: pauses between words must not change the layout."""


class Desk:
    """Belongs to the loop. Each source has a `Strip` on it."""

    def __init__(self, codecs: Codecs, outgoing: Outgoing) -> None:
        self.outgoing = outgoing
        self._codecs = codecs
        self._place([])
        self._solo: Strip | None = None
        self._mix = Mix()

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that nothing is being said."""
        return self._solo.silent if self._solo else self.outgoing.silent

    def strip(self, rate_hz: int, channels: int, *, captured: bool = False, packets: bool = False) -> Strip:
        """Give a source its place: for samples of a layout, or for Opus `packets`.

        The first source on an empty desk gets an encoder of its own.
        """
        strip = Strip(self, self._codecs, rate_hz, channels, captured=captured, packets=packets)
        if not self._strips:
            self._solo = strip
            self.outgoing.close()
            self._shape(strip)
        self._place([*self._strips, strip])
        return strip

    def keep(self, strips: Collection[Strip]) -> None:
        """Take all other strips off the desk."""
        self._place([strip for strip in self._strips if strip in strips])
        if self._solo not in self._strips:
            self._solo = None

    def _place(self, strips: list[Strip]) -> None:
        self._strips = strips
        self._channels = max((strip.channels for strip in strips), default=1)
        self._captured = all(strip.captured for strip in strips)

    # What strips ask

    def is_solo(self, strip: Strip) -> bool:
        """Whether a strip has the encoder, or the wire, to itself."""
        return strip is self._solo

    def claim(self, strip: Strip) -> bool:
        """Let a strip that begins to sound be solo unless another one sounds; return whether it is."""
        if strip is self._solo:
            return True
        if self._others_sound(strip):
            self._mix_from_now_on()
            return False
        self._solo = strip
        self._shape(strip)
        return True

    def _others_sound(self, strip: Strip) -> bool:
        """Whether another strip sounds; of packets, whether the end of what others said was sent."""
        if self._solo:
            return not self._solo.silent
        if strip.packets and not self.outgoing.silent:
            return True
        for other in self._strips:  # noqa: SIM110 - for each strip and tick, and a generator costs twice as much
            if other.quiet_ticks < _QUIET_TICKS and other is not strip:
                return True
        return False

    def _mix_from_now_on(self) -> None:
        if self._solo:
            self._solo.quiet_ticks = 0
            self._solo = None

    def _shape(self, strip: Strip) -> None:
        """Have an encoder for what a strip says, and none for packets: it would miss time that goes by."""
        if strip.packets:
            self.outgoing.close()
        else:
            self.outgoing.shape(strip.rate_hz, strip.channels, captured=strip.captured)

    # What the clock asks

    def tick(self) -> None:
        """Send the mix of this tick, unless a strip is solo; after every source has had its turn."""
        if self._solo or not self._strips or self._needless:
            return
        encoder = self.outgoing.shape(RATE_HZ, self._channels, captured=self._captured)
        for datagram in encoder.encode(self._mix.next(self._strips, self._channels)):
            self.outgoing.send(datagram)
        self._mix.prefetch(encoder, self._strips, self._channels)
        self._hand_over()

    @property
    def _needless(self) -> bool:
        """Whether there is no encoder whose clock must go on, and nothing to say."""
        return not self.outgoing.encodes and all(strip.silent for strip in self._strips)

    def _hand_over(self) -> None:
        """Let the only strip that sounds be solo, at once where receivers cannot hear that."""
        sounding = [strip for strip in self._strips if strip.quiet_ticks < _QUIET_TICKS]
        if len(sounding) == 1 and sounding[0].seamless:
            self._mix.discard()
            self.claim(sounding[0])
