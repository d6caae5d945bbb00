"""What carries the audio of a call, and how requests go together. Used on the loop's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from odind.v1.audio_pb2 import LaneChunk, LaneChunks, StreamAudioRequest

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterator

    from odind.v1.audio_pb2 import StreamAudioResponse

_TOGETHER_BYTES: Final = 262_144
"""Sound that goes in one message, which may have four times that."""
_TOGETHER_CHUNKS: Final = 256


class Heard(Protocol):
    """Who uses a wire."""

    def on_response(self, response: StreamAudioResponse) -> None:
        """Take what the daemon says."""

    def on_end(self, error: Exception | None) -> None:
        """Take the end of the call, by an error or as it should; called once, and nothing after it."""


class Wire(Protocol):
    """Carries one call."""

    @property
    def unsent(self) -> int:
        """How many requests wait because the daemon reads nothing."""

    def begin(self, heard: Heard) -> None:
        """Begin the call; called once, before anything else."""

    def say(self, request: StreamAudioRequest) -> None:
        """Send a request, or several at the end of this turn of the loop. Never waits."""

    async def aclose(self) -> None:
        """End the call at once; what was said and is not on its way is dropped."""


def together(requests: deque[StreamAudioRequest]) -> Iterator[StreamAudioRequest]:
    """Take all requests, and yield fewer that say the same: chunks of several lanes in a row go as one."""
    while requests:
        chunks = _taken_chunks(requests)
        if len({request.lane for request in chunks}) > 1:
            yield StreamAudioRequest(chunks=LaneChunks(chunks=map(_lane_chunk, chunks)))
        else:
            yield from chunks or [requests.popleft()]


def _taken_chunks(requests: deque[StreamAudioRequest]) -> list[StreamAudioRequest]:
    """Take the chunks that come first, as many as fit into one message; none if something else does."""
    taken: list[StreamAudioRequest] = []
    size = 0
    while requests and requests[0].HasField("chunk") and len(taken) < _TOGETHER_CHUNKS:
        size += requests[0].ByteSize()
        if taken and size > _TOGETHER_BYTES:
            break
        taken.append(requests.popleft())
    return taken


def _lane_chunk(request: StreamAudioRequest) -> LaneChunk:
    return LaneChunk(lane=request.lane, chunk=request.chunk)
