"""How a device of the machine speaks or listens on a connection, beside the lanes of callers.

In `Media` a plug stands beside the lanes: what it says goes to the desk; while it listens it shares the
decoders. Always 48 kHz.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from odind.core.sound.format import AudioFormat, SampleFormat
from odind.core.timing.tick import RATE_HZ, TICKS_PER_SECOND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from odind.core.errors import OdindError
    from odind.core.sound.samples import Samples

    from .outgoing import Outgoing
    from .ports import VoicePacket
    from .strip import Strip

_TAIL_TICKS: Final = TICKS_PER_SECOND
"""Silence at most after the last word, until the encoder has told the receivers that speech ended."""


def plug_format(channels: int) -> AudioFormat:
    """The layout in which plugs speak and listen."""
    return AudioFormat(RATE_HZ, channels, SampleFormat.F32LE)


class Plug(Protocol):
    """What is plugged into a connection. `speaks` and `hears` are channel counts, 0 for not at all.

    One that speaks and `cancels_echo` has the connection's echo canceller on while it is plugged in.
    """

    speaks: int
    hears: int
    cancels_echo: bool

    def say(self, outgoing: Outgoing) -> Samples:
        """Return the samples of this tick; `outgoing` may be told what was played."""

    def hear(self, heard: Mapping[int, Samples]) -> None:
        """Take what each peer said in this tick."""

    def unplugged(self, error: OdindError) -> None:
        """The connection is over, and why."""


class PlugSpeaker:
    """The speaker of a plug, on a strip of the desk; Media ticks it like any other."""

    def __init__(self, plug: Plug, strip: Strip, outgoing: Outgoing) -> None:
        self.abandoned = False
        self.drained = False
        self._format = plug_format(plug.speaks)
        self._plug = plug
        self._outgoing = outgoing
        self._strip = strip
        self._tail = 0

    @property
    def silent(self) -> bool:
        """Whether the receivers have been told that nothing is being said."""
        return self._strip.silent

    @property
    def cancels_echo(self) -> bool:
        """Whether the echo canceller is wanted now."""
        return self._plug.cancels_echo and not self.abandoned

    def abandon(self) -> None:
        """The plug is pulled out: only end what is being said."""
        self.abandoned = True

    def tick(self, tick: int) -> None:
        """Speak the frame of this tick."""
        samples = self._rest(tick) if self.abandoned else self._said(tick)
        for datagram in self._strip.encode(samples):
            self._outgoing.send(datagram)

    def _said(self, tick: int) -> Samples:
        """Return what the plug says; it is dropped while nothing may be said."""
        said = self._plug.say(self._outgoing)
        return self._silence(tick) if self._outgoing.muted else said

    def _rest(self, tick: int) -> Samples:
        self._tail += 1
        self.drained = self._strip.silent or self._tail > _TAIL_TICKS
        return self._silence(tick)

    def _silence(self, tick: int) -> Samples:
        return self._format.decode(bytes(self._format.samples_in(tick) * 4))


class PlugListener:
    """The listener of a plug; Media treats it like any other."""

    def __init__(self, plug: Plug) -> None:
        self.pcm: AudioFormat | None = plug_format(plug.hears)
        self._plug = plug

    def on_packet(self, packet: VoicePacket, room_tick: int) -> None:
        """Packets are heard through the ear."""

    def hear(self, tick: int, room_tick: int, heard: Mapping[int, Samples]) -> None:  # noqa: ARG002 - a plug has its own clock
        """Hand on one tick."""
        self._plug.hear(heard)

    def forget(self, peer_id: int) -> None:
        """Nothing is kept of a peer."""


class PlugStream:
    """A plug as Media sees it."""

    def __init__(self, plug: Plug, speaker: PlugSpeaker | None) -> None:
        self.speaker = speaker
        self.listener = PlugListener(plug) if plug.hears else None
        self._plug = plug

    def speak(self, room_tick: int) -> None:
        """Speak one frame."""
        if self.speaker:
            self.speaker.tick(room_tick)

    def end(self, error: OdindError, *, failed: bool) -> None:  # noqa: ARG002 - a plug is told why either way
        """The connection is over."""
        if self.speaker:
            self.speaker.abandon()
        self._plug.unplugged(error)
