"""What a connection sends, whoever speaks: the encoder in use, its processing, and where we are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.space.place import Place
from odind.core.timing.tick import TICKS_PER_SECOND

from .processing import DEFAULT, Processing, Treatment

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.core.sound.samples import Samples

    from .ports import Codecs, Encoder, VoiceLink

_BEACON_TICKS: Final = TICKS_PER_SECOND
"""Our positions travel with our voice; while we are silent they are said once a second."""


class Outgoing:
    """Belongs to a connection and outlives its speakers. Every datagram of ours leaves through `send`.

    `processing` and `place` are what the caller has set. They apply to the encoder in use and to those to
    come; `effective_processing` is what becomes of it for who speaks. `captured` tells whether a device
    speaks, or spoke last. While it is `muted`, plugs say silence; while it is `reserved` for a lane that
    speaks alone, programs do. `on_send` learns of each datagram of voice.
    """

    def __init__(self, codecs: Codecs, link: VoiceLink) -> None:
        self.processing: Processing = DEFAULT
        self.captured = False
        self.place = Place()
        self.muted = False
        self.reserved = False
        self.datagrams = 0
        self.bytes = 0
        self.on_send: Callable[[bytes], None] = lambda _datagram: None
        self._codecs = codecs
        self._link = link
        self._encoder: Encoder | None = None
        self._layout = (0, 0)
        self._cancels_echo = False
        self._placed = False
        self._in_room = False
        self._quiet_ticks = 0

    @property
    def encodes(self) -> bool:
        """Whether there is an encoder."""
        return self._encoder is not None

    @property
    def silent(self) -> bool:
        """Whether the encoder sends nothing, or there is none."""
        return self._encoder is None or self._encoder.silent

    @property
    def in_use(self) -> Encoder:
        """The encoder, which there must be."""
        if self._encoder is None:
            raise RuntimeError("nothing has an encoder")
        return self._encoder

    def encode(self, samples: Samples) -> list[bytes]:
        """Encode samples in the layout of the encoder in use."""
        return self.in_use.encode(samples)

    def shape(self, sample_rate_hz: int, channels: int, *, captured: bool = False) -> Encoder:
        """Return the encoder in use, which takes this layout from now on; make one if there is none."""
        if self._encoder is None:
            return self.encoder(sample_rate_hz, channels, captured=captured)
        if self._layout != (sample_rate_hz, channels):
            self._encoder.reshape(sample_rate_hz, channels)
            self._layout = (sample_rate_hz, channels)
        if captured != self.captured:
            self.captured = captured
            self._configure_encoder()
        return self._encoder

    def encoder(self, sample_rate_hz: int, channels: int, *, captured: bool = False) -> Encoder:
        """Make the encoder of a new speaker; it takes the place of the one before."""
        self.close()
        self.captured = captured
        self._layout = (sample_rate_hz, channels)
        encoder = self._codecs.encoder(sample_rate_hz, channels)
        encoder.configure(self.effective_processing)
        if self._placed:
            encoder.place(self.place.on_the_wire)
        self._encoder = encoder
        return encoder

    def close(self) -> None:
        """Let go of the encoder."""
        if self._encoder:
            self._encoder.close()
            self._encoder = None

    def send(self, datagram: bytes) -> None:
        """Send a datagram of voice, which says our positions too."""
        self.datagrams += 1
        self.bytes += len(datagram)
        self._quiet_ticks = 0
        self._link.send_voice(datagram)
        self.on_send(datagram)

    @property
    def treatment(self) -> Treatment:
        """What was set, and for whom it is in force."""
        return Treatment(self.processing, self.captured)

    @property
    def effective_processing(self) -> Processing:
        """How the encoder treats sound: as it was set, with the echo canceller on while a plug wants it."""
        processing = self.treatment.in_force
        if not self._cancels_echo:
            return processing
        return replace(processing, echo_canceller=replace(processing.echo_canceller, enabled=True))

    def apply(self, processing: Processing, place: Place) -> None:
        """Set both at once; what is as it was is not said again."""
        if processing != self.processing:
            self.configure(processing)
        if place != self.place:
            self.move(place)

    def configure(self, processing: Processing) -> None:
        """Change how sound is treated, also while it is being spoken."""
        self.processing = processing
        self._configure_encoder()

    def cancel_echo(self, *, wanted: bool) -> None:
        """Have the echo canceller on, whatever was set, or as it was set."""
        if wanted != self._cancels_echo:
            self._cancels_echo = wanted
            self._configure_encoder()

    def _configure_encoder(self) -> None:
        if self._encoder:
            self._encoder.configure(self.effective_processing)

    def hear_playback(
        self, samples: Samples, sample_rate_hz: int, channels: int, delay_ms: int | None = None
    ) -> None:
        """Take what our user hears, for the echo canceller; without a delay the configured one is meant."""
        if self._encoder and self.effective_processing.echo_canceller.enabled:
            self._encoder.reverse(samples, sample_rate_hz, channels, delay_ms)

    def move(self, place: Place) -> None:
        """Go to a place and tell the server, once we are in the room."""
        self.place = place
        self._placed = self._placed or bool(place.positions)
        if self._encoder and self._placed:
            self._encoder.place(place.on_the_wire)
        self._say_where()

    def joined(self) -> None:
        """Tell a server that has just let us in where we are."""
        self._in_room = True
        self._say_where()

    def lost(self) -> None:
        """The server is gone; there is nobody to tell."""
        self._in_room = False

    def tick(self) -> None:
        """Say once a second where we are, unless our voice did; datagrams can be lost."""
        self._quiet_ticks += 1
        if self._quiet_ticks >= _BEACON_TICKS:
            self._say_where()

    def _say_where(self) -> None:
        """A peer that never had a place says nothing: servers take it to be everywhere."""
        if self._placed and self._in_room:
            self._quiet_ticks = 0
            self._link.send_voice(self._codecs.datagram(self.place.on_the_wire))
