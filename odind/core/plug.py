"""How something of the machine speaks or listens on a connection, beside the streams of callers.

A plug takes the place of an audio stream in `Media`: it holds the connection's sender slot while it speaks,
shares the ears while it listens, and goes through the same encoder. Always 48 kHz.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from .audio_format import FRAMES_PER_SECOND, AudioFormat, SampleFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .errors import OdindError
    from .ports import Encoder, Samples

_TAIL_TICKS: Final = FRAMES_PER_SECOND
"""Silence at most after the last word, until the encoder has told the receivers that speech ended."""


def plug_format(channels: int) -> AudioFormat:
    """The layout in which plugs speak and listen."""
    return AudioFormat(48_000, channels, SampleFormat.F32LE)


class Plug(Protocol):
    """What is plugged into a connection. `speaks` and `hears` are channel counts, 0 for not at all."""

    speaks: int
    hears: int

    def say(self, encoder: Encoder) -> Samples:
        """Return the samples of this tick; `encoder` may be given what was played."""

    def hear(self, heard: Mapping[int, Samples]) -> None:
        """Take what each peer said in this tick."""

    def unplugged(self, error: OdindError) -> None:
        """The connection is over, and why."""


class PlugSpeaker:
    """The speaker of a plug; Media ticks it like any other."""

    def __init__(self, plug: Plug, encoder: Encoder, send: Callable[[bytes], None]) -> None:
        self.format = plug_format(plug.speaks)
        self.drained = False
        self._plug = plug
        self._encoder = encoder
        self._send = send
        self._abandoned = False
        self._tail = 0

    def abandon(self) -> None:
        """The plug is pulled: only end what is being said."""
        self._abandoned = True

    def tick(self, tick: int) -> None:
        """Speak the frame of this tick."""
        samples = self._rest(tick) if self._abandoned else self._plug.say(self._encoder)
        for datagram in self._encoder.encode(samples):
            self._send(datagram)

    def _rest(self, tick: int) -> Samples:
        self._tail += 1
        self.drained = self._encoder.silent or self._tail > _TAIL_TICKS
        return self.format.decode(bytes(self.format.samples_in(tick) * 4))


class PlugListener:
    """The listener of a plug."""

    def __init__(self, plug: Plug) -> None:
        self.format = plug_format(plug.hears)
        self._plug = plug

    def hear(self, _room_tick: int, heard: Mapping[int, Samples]) -> None:
        """Hand on one tick."""
        self._plug.hear(heard)

    def forget(self, _peer_id: int) -> None:
        """Nothing is kept of a peer."""


class PlugOutbox:
    """Where Media says that the connection is over."""

    def __init__(self, plug: Plug) -> None:
        self._plug = plug

    def end(self, error: OdindError) -> None:
        """The connection is over."""
        self._plug.unplugged(error)


class PlugStream:
    """A plug as Media sees it."""

    def __init__(self, plug: Plug, speaker: PlugSpeaker | None) -> None:
        self.outbox = PlugOutbox(plug)
        self.speaker = speaker
        self.listener = PlugListener(plug) if plug.hears else None

    def settle(self) -> None:
        """Nobody waits to be told."""
