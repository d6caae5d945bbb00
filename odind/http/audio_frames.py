"""Audio on a WebSocket: binary messages in both directions, as docs/WEBSOCKET.md lays them out. Pure."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.core.voice.call import LaneNumbers
from odind.v1 import audio_pb2

from .codecs import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER: Final = struct.Struct("<BBHIQQIfII")
"""Header bytes, flags, lane, peer id, sequence, room sample, media id, dBFS, media timestamp, dropped."""
VOICE: Final = 1
SILENCE: Final = 2
LOSS: Final = 4
MEDIA_TIMESTAMP: Final = 8
OPUS: Final = 16

REVERSE: Final = 128
"""In the prefix of a binary message: what follows is for the echo canceller."""
_GAPS: Final = {audio_pb2.GAP_KIND_SILENCE: SILENCE, audio_pb2.GAP_KIND_LOSS: LOSS}


class RequestReader:
    """Makes requests of a WebSocket's messages; it follows the configs to know what each lane carries."""

    def __init__(self, *, prefixed: bool) -> None:
        self._prefixed = prefixed
        self._numbers = LaneNumbers()
        self._opus_lanes: dict[int, bool] = {}

    def text(self, text: str) -> audio_pb2.StreamAudioRequest:
        """Read a request in JSON; the first one may be a bare config. Raises InvalidArgumentError."""
        request = audio_pb2.StreamAudioRequest()
        from_json(text, request)
        if not self._opus_lanes and not request.WhichOneof("kind"):
            from_json(text, request.config)
        if request.HasField("config"):
            sends = request.config.send.sample_format
            lane = self._numbers.take(request.lane)
            self._opus_lanes[lane] = sends == audio_pb2.SAMPLE_FORMAT_OPUS
        return request

    def binary(self, data: bytes) -> audio_pb2.StreamAudioRequest:
        """Read a chunk. Raises InvalidArgumentError PREFIX_MISSING."""
        if not self._prefixed:
            return audio_pb2.StreamAudioRequest(chunk=self._chunk(0, data))
        if not data:
            raise InvalidArgumentError("PREFIX_MISSING", "the binary message has no prefix byte")
        prefix, lane, sound = data[0], data[0] & ~REVERSE, data[1:]
        if prefix & REVERSE:
            return audio_pb2.StreamAudioRequest(lane=lane, reverse=audio_pb2.AudioChunk(pcm=sound))
        return audio_pb2.StreamAudioRequest(lane=lane, chunk=self._chunk(lane, sound))

    def _chunk(self, lane: int, data: bytes) -> audio_pb2.AudioChunk:
        if self._opus_lanes.get(lane):
            return audio_pb2.AudioChunk(opus=[data])
        return audio_pb2.AudioChunk(pcm=data)


def written(response: audio_pb2.StreamAudioResponse) -> Iterator[str | bytes]:
    """Return the messages that tell a response: text, or one binary message per frame.

    A peer's user id comes in a text message of its own, ahead of the frame that brought it.
    """
    heard = response.frames
    if not heard.frames:
        yield to_json(response)
        return
    for number, frame in enumerate(heard.frames):
        if frame.user_id:
            yield to_json(_introduction(frame))
        yield _binary(frame, 0 if number else heard.dropped)


def _introduction(frame: audio_pb2.AudioFrame) -> audio_pb2.StreamAudioResponse:
    named = audio_pb2.AudioFrame(
        lane=frame.lane, peer_id=frame.peer_id, user_id=frame.user_id, media_id=frame.media_id
    )
    return audio_pb2.StreamAudioResponse(frames=audio_pb2.AudioFrames(frames=[named]))


def _binary(frame: audio_pb2.AudioFrame, dropped: int) -> bytes:
    header = HEADER.pack(
        HEADER.size,
        _flags(frame),
        frame.lane,
        frame.peer_id,
        frame.sequence,
        frame.room_sample,
        frame.media_id,
        frame.level_dbfs,
        frame.media_timestamp,
        dropped,
    )
    return header + (frame.pcm or frame.opus)


def _flags(frame: audio_pb2.AudioFrame) -> int:
    return (
        (VOICE if frame.voice else 0)
        | _GAPS.get(frame.gap, 0)
        | (MEDIA_TIMESTAMP if frame.HasField("media_timestamp") else 0)
        | (OPUS if frame.opus else 0)
    )
