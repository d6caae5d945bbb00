"""The audio of one connection: at most one speaker, any number of listeners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import AlreadyExistsError
from .hearing import Ear
from .listening import Listener, ReceiveMode
from .outbox import Drained, Outbox
from .plug import PlugSpeaker, PlugStream, plug_format
from .speaking import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from .audio_format import AudioFormat
    from .errors import OdindError
    from .limits import Limits
    from .plug import Plug
    from .ports import Encoder, RoomLink, Runtime


class AudioStream:
    """One caller's audio on a connection: a speaker, a listener, or both, and what waits for the caller."""

    def __init__(self, outbox: Outbox, speaker: Speaker | None, listener: Listener | None) -> None:
        self.outbox = outbox
        self.speaker = speaker
        self.listener = listener

    def settle(self) -> None:
        """Tell the caller when all is said; that ends a stream that does not listen."""
        if self.speaker and self.speaker.drained:
            self.outbox.notify(Drained(self.speaker.samples, self.speaker.underruns))
            self.speaker = None
            if not self.listener:
                self.outbox.end()


class Media:
    """Routes voice between a room link and the streams attached to the connection. Belongs to the loop.

    The connection's own clock counts ticks from `first_tick`, the daemon's tick in which it joined.
    """

    def __init__(self, runtime: Runtime, link: RoomLink, limits: Limits, first_tick: int) -> None:
        self._runtime = runtime
        self._link = link
        self._limits = limits
        self._first_tick = first_tick
        self._streams: list[AudioStream | PlugStream] = []
        self._last_word: Speaker | PlugSpeaker | None = None
        self._ears: dict[tuple[int, int], Ear] = {}

    @property
    def idle(self) -> bool:
        """Whether no tick is needed."""
        return not self._streams and not self._last_word

    def attach(
        self,
        send: AudioFormat | None,
        receive: AudioFormat | None,
        mode: ReceiveMode,
        user_id: Callable[[int], str],
    ) -> AudioStream:
        """Attach a stream that speaks in `send` and listens in `receive`.

        Raises AlreadyExistsError SENDER_EXISTS when another stream speaks.
        """
        outbox = Outbox(self._limits.receive_buffer_ms // 20)
        speaker = self._new_speaker(send) if send else None
        listener = Listener(receive, mode, user_id, outbox.offer) if receive else None
        stream = AudioStream(outbox, speaker, listener)
        self._streams.append(stream)
        self._adjust_ears()
        return stream

    def plug_in(self, plug: Plug) -> PlugStream:
        """Attach a plug; raises AlreadyExistsError SENDER_EXISTS when it speaks and another stream does."""
        speaker = None
        if plug.speaks:
            encoder = self._claim_voice(plug_format(plug.speaks))
            speaker = PlugSpeaker(plug, encoder, self._link.send_voice)
        stream = PlugStream(plug, speaker)
        self._streams.append(stream)
        self._adjust_ears()
        return stream

    def detach(self, stream: AudioStream | PlugStream) -> None:
        """Take a stream off; what it was saying is ended in the next ticks."""
        if stream not in self._streams:
            return
        self._streams.remove(stream)
        if stream.speaker:
            stream.speaker.abandon()
            self._last_word = stream.speaker
        self._adjust_ears()

    def end(self, error: OdindError) -> None:
        """End every stream with `error`."""
        for stream in tuple(self._streams):
            stream.outbox.end(error)
            self.detach(stream)
        self._last_word = None

    def take_voice(self, peer_id: int, datagram: bytes) -> None:
        """Take a datagram of a peer."""
        for ear in self._ears.values():
            ear.push(peer_id, datagram)

    def forget_peer(self, peer_id: int) -> None:
        """A peer is gone, and what it left unsaid."""
        for ear in self._ears.values():
            ear.forget(peer_id)
        for stream in self._streams:
            if stream.listener:
                stream.listener.forget(peer_id)

    def tick(self, tick: int) -> None:
        """Speak and hear one frame."""
        room_tick = tick - self._first_tick
        self._end_last_word(room_tick)
        heard = {layout: ear.pop(room_tick) for layout, ear in self._ears.items()}
        for stream in self._streams:
            if stream.speaker:
                stream.speaker.tick(room_tick)
                stream.settle()
            if stream.listener:
                stream.listener.hear(room_tick, heard[stream.listener.format.layout])

    def _new_speaker(self, audio_format: AudioFormat) -> Speaker:
        encoder = self._claim_voice(audio_format)
        return Speaker(audio_format, encoder, self._link.send_voice, self._limits.send_buffer_ms)

    def _claim_voice(self, audio_format: AudioFormat) -> Encoder:
        if any(stream.speaker for stream in self._streams):
            raise AlreadyExistsError(
                "SENDER_EXISTS", "another stream speaks for this connection; end it, or join once more"
            )
        self._last_word = None
        return self._runtime.encoder(*audio_format.layout)

    def _end_last_word(self, room_tick: int) -> None:
        """Let an abandoned speaker tell the receivers that its speech is over."""
        if self._last_word:
            self._last_word.tick(room_tick)
            if self._last_word.drained:
                self._last_word = None

    def _adjust_ears(self) -> None:
        """Keep one ear per layout listened to; the server sends voice only while there is one."""
        formats = {s.listener.format.layout: s.listener.format for s in self._streams if s.listener}
        had_ears = bool(self._ears)
        self._ears = {
            layout: self._ears.get(layout) or Ear(audio_format, self._runtime.decoder)
            for layout, audio_format in formats.items()
        }
        if had_ears != bool(self._ears):
            self._link.hear(wanted=bool(self._ears))
