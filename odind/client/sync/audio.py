"""Audio, for programs without an event loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.client import audio
from odind.v1.audio_pb2 import AudioFrames

from .faces import Face, Items, blocking, facing

if TYPE_CHECKING:
    from odind.v1.audio_pb2 import MarkReached, StreamAudioStarted
    from odind.v1.daemon_pb2 import DaemonDraining


class Mark(Face[audio.Mark]):
    """A point in what is said."""

    def wait(self) -> MarkReached:
        """Wait until what was written before the mark was spoken or dropped."""
        return self.thread.run(lambda: self.original)


class AudioStream(Items[AudioFrames]):
    """What is said and heard on one connection. Iterating yields what is heard, one AudioFrames a tick."""

    @property
    def started(self) -> StreamAudioStarted:
        """The formats, defaults filled in."""
        return self._stream.started

    @property
    def draining(self) -> DaemonDraining | None:
        """Set while the daemon drains: when it stops, and this stream with it."""
        return self._stream.draining

    write = blocking(audio.AudioStream.write)
    write_opus = blocking(audio.AudioStream.write_opus)
    write_reverse = blocking(audio.AudioStream.write_reverse)
    mark = facing(audio.AudioStream.mark, Mark)
    flush = blocking(audio.AudioStream.flush)
    pause = blocking(audio.AudioStream.pause)
    resume = blocking(audio.AudioStream.resume)
    set_gain = blocking(audio.AudioStream.set_gain)
    barge_in = blocking(audio.AudioStream.barge_in)
    barge_in_ended = blocking(audio.AudioStream.barge_in_ended)
    answer_barge_in = blocking(audio.AudioStream.answer_barge_in)
    status = blocking(audio.AudioStream.status)
    drain = blocking(audio.AudioStream.drain)

    @property
    def _stream(self) -> audio.AudioStream:
        stream: audio.AudioStream = self.original
        return stream


class AudioLanes(Face[audio.AudioLanes]):
    """One call for the audio of many connections."""

    attach = facing(audio.AudioLanes.attach, AudioStream)
