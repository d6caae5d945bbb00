"""A lane of the daemon that the runner plays: a buffer which is spoken when a case says so."""

from __future__ import annotations

import sys
from collections import deque
from typing import TYPE_CHECKING, Final

from google.protobuf.duration_pb2 import Duration

from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import SAMPLE_FORMAT_F32LE, SAMPLE_FORMAT_OPUS, SAMPLE_FORMAT_S16LE, AudioFormat

if TYPE_CHECKING:
    from collections.abc import Callable

    from odind.v1.audio_pb2 import AudioChunk, StreamAudioConfig, StreamAudioRequest

    Say = Callable[..., None]

_PACKET_SAMPLES: Final = 960
_BYTES: Final = {SAMPLE_FORMAT_S16LE: 2, SAMPLE_FORMAT_F32LE: 4, SAMPLE_FORMAT_OPUS: 1}
_DEFAULTS: Final = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=SAMPLE_FORMAT_S16LE)


class Lane:
    """What a lane was sent, and what of it the case has spoken. Lengths are samples per channel.

    `overrun` is how far the client went beyond its credit, `order` what it asked for, one after the other.
    """

    def __init__(
        self, config: StreamAudioConfig, capacity: int, say: Say, settle: Callable[[], None]
    ) -> None:
        self.config = config
        self.send = _filled_in(config.send) if config.HasField("send") else None
        self.taken = self.spoken = self.dropped = self.overrun = self.largest = 0
        self.sound = bytearray()
        self.packets: list[bytes] = []
        self.order: list[str] = []
        self.paused = self.finished = self.drained = False
        self.error: audio_pb2.LaneEnded | None = None
        self._marks: deque[tuple[int, str]] = deque()
        self._capacity, self._granted, self._say, self._settle = capacity, capacity, say, settle
        self._say(started=self._started())

    @property
    def queued(self) -> int:
        """What waits to be spoken."""
        return self.taken - self.spoken - self.dropped

    @property
    def is_full(self) -> bool:
        """Whether the credit is used up."""
        return self.taken >= self._granted

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more: it is drained and does not listen, or has ended."""
        return self.error is not None or (self.drained and not self.config.HasField("receive"))

    def hear(self, request: StreamAudioRequest) -> None:
        """Take what a client says about the lane."""
        self.order.append(request.WhichOneof("kind") or "")
        match self.order[-1]:
            case "chunk":
                self.take(request.chunk)
            case "mark":
                self._marks.append((self.taken, request.mark.name))
                self._reach_marks(flushed=False)
            case "flush":
                self._flush()
            case "pause" | "resume":
                self.paused = self.order[-1] == "pause"
            case "finish":
                self.finish()
            case "get_queue_status":
                self._say(queue_status=self._status())

    def take(self, chunk: AudioChunk) -> None:
        """Take sound."""
        send = self.send or _DEFAULTS
        unit = _BYTES[send.sample_format] * send.channels
        if len(chunk.pcm) % unit:
            self.end("INVALID_ARGUMENT", "CHUNK_NOT_WHOLE", "the chunk has half a sample")
            return
        self.sound += chunk.pcm
        self.packets += chunk.opus
        self.largest = max(self.largest, chunk.ByteSize())
        self.taken += len(chunk.pcm) // unit + _PACKET_SAMPLES * len(chunk.opus)
        self.overrun = max(self.overrun, self.taken - self._granted)

    def speak(self, samples: int = sys.maxsize) -> None:
        """Turn the clock: speak so much of what waits."""
        if self.paused:
            return
        self.spoken += min(samples, self.queued)
        self._reach_marks(flushed=False)
        self._grant(self._capacity // 8 if self.queued else 1)
        if self.finished and not self.queued and not self.drained:
            self.drained = True
            self._say(drained=audio_pb2.SendDrained(samples=self.spoken))
            self._settle()

    def finish(self) -> None:
        """Take that nothing more comes."""
        self.finished = True
        self.speak(0)

    def end(self, code: str, reason: str, detail: str, **metadata: str) -> None:
        """End the lane."""
        self.error = audio_pb2.LaneEnded(code=code, reason=reason, detail=detail, metadata=metadata)
        self._say(lane_ended=self.error)
        self._settle()

    def _started(self) -> audio_pb2.StreamAudioStarted:
        started = audio_pb2.StreamAudioStarted()
        if self.send:
            started.send.CopyFrom(self.send)
            started.send_buffer.capacity.CopyFrom(Duration(seconds=1))
            started.accepted_until = self._capacity
        if self.config.HasField("receive"):
            started.receive.CopyFrom(_filled_in(self.config.receive))
        return started

    def _flush(self) -> None:
        dropped = self.queued
        self.dropped += dropped
        self._reach_marks(flushed=True)
        self._say(flushed=audio_pb2.Flushed(dropped_samples=dropped, spoken_samples=self.spoken))
        self._grant(1)

    def _status(self) -> audio_pb2.QueueStatus:
        return audio_pb2.QueueStatus(
            queued_samples=self.queued, spoken_samples=self.spoken, paused=self.paused
        )

    def _reach_marks(self, *, flushed: bool) -> None:
        while self._marks and self._marks[0][0] <= self.spoken + self.dropped:
            position, name = self._marks.popleft()
            self._say(mark_reached=audio_pb2.MarkReached(name=name, position=position, flushed=flushed))

    def _grant(self, step: int) -> None:
        until = self.spoken + self.dropped + self._capacity
        if until - self._granted >= step:
            self._granted = until
            self._say(flow=audio_pb2.FlowControl(accepted_until=until))


def _filled_in(given: AudioFormat) -> AudioFormat:
    filled = AudioFormat()
    filled.CopyFrom(_DEFAULTS)
    filled.MergeFrom(given)
    return filled
