"""The audio calls of the daemon that the runner plays, over gRPC, on the audio socket and on a WebSocket."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import grpc

from odind.core.errors import OdindError
from odind.v1 import audio_pb2
from odind.v1.audio_pb2 import StreamAudioResponse

from .lane import Lane
from .script import abort_with

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.v1.audio_pb2 import AudioFrame, LaneEnded, StreamAudioRequest

    from .script import Context

_REFUSED: Final = "c-refused"
_LEFT: Final = "CONNECTION_LEFT"


class AudioCall:
    """One call. `answers` are what it has yet to say: responses, then how it ends, None for well."""

    def __init__(self) -> None:
        self.lanes: list[Lane] = []
        self.answers: asyncio.Queue[StreamAudioResponse | LaneEnded | None] = asyncio.Queue()
        self.broken_off = False

    def hear(self, request: StreamAudioRequest, capacity: int) -> None:
        """Take what the client says."""
        kind = request.WhichOneof("kind")
        if kind == "config":
            self._attach(request, capacity)
        elif kind == "chunks":
            for part in request.chunks.chunks:
                self.lanes[part.lane].take(part.chunk)
        else:
            self.lanes[request.lane].hear(request)

    def half_close(self) -> None:
        """Take that the client says nothing more."""
        for lane in self.lanes:
            lane.paused = False
            lane.finish()

    def say(self, **kind: Any) -> None:
        """Say something."""
        self.answers.put_nowait(StreamAudioResponse(**kind))

    def heard(self, *frames: AudioFrame, dropped: int = 0) -> None:
        """Let frames be heard."""
        self.say(frames=audio_pb2.AudioFrames(frames=frames, dropped=dropped))

    def end(self, error: LaneEnded | None = None) -> None:
        """End the call."""
        self.answers.put_nowait(error)

    def say_bytes(self, response: bytes) -> None:
        """Say something that is no response of today's."""
        self.answers.put_nowait(StreamAudioResponse.FromString(response))

    def _settle(self) -> None:
        """End the call once nothing comes of its lanes: with an error of theirs, unless they were left."""
        if all(lane.is_over for lane in self.lanes):
            errors = [lane.error for lane in self.lanes if lane.error and lane.error.reason != _LEFT]
            self.end(errors[-1] if errors else None)

    def _attach(self, request: StreamAudioRequest, capacity: int) -> None:
        number = len(self.lanes)
        if request.config.connection_id == _REFUSED:
            self.end(refused())
            return
        self.lanes.append(
            Lane(request.config, capacity, lambda **kind: self.say(lane=number, **kind), self._settle)
        )


def refused() -> LaneEnded:
    """Return the error of a connection for which somebody else speaks."""
    return audio_pb2.LaneEnded(
        code="ALREADY_EXISTS",
        reason="SENDER_EXISTS",
        detail="somebody else speaks for c-refused",
        metadata={"connection_id": _REFUSED},
    )


class AudioCalls:
    """All audio calls, oldest first. `capacity` is how many samples a lane of the next call takes.

    `in_a_hurry`, everything is spoken as it comes, and no case turns the clock.
    """

    def __init__(self, *, in_a_hurry: bool = False) -> None:
        self._in_a_hurry = in_a_hurry
        self.capacity = 48_000
        self.calls: list[AudioCall] = []
        self.news = asyncio.Event()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until something is true of what the clients said."""
        while not true():
            self.news.clear()
            await self.news.wait()

    async def lane(self, call: int = 0) -> Lane:
        """Return the first lane of a call, once it is attached."""
        await self.until(lambda: len(self.calls) > call and self.calls[call].lanes)
        return self.calls[call].lanes[0]

    async def next_news(self, otherwise: asyncio.Future[Any]) -> None:
        """Wait until a client says something, or something else is done."""
        self.news.clear()
        news = asyncio.create_task(self.news.wait())  # noqa: TID251 - it is cancelled below
        await asyncio.wait((news, otherwise), return_when=asyncio.FIRST_COMPLETED)
        news.cancel()

    def begin(self) -> AudioCall:
        """Return a new call."""
        self.calls.append(AudioCall())
        return self.calls[-1]

    def hear(self, call: AudioCall, request: StreamAudioRequest) -> None:
        """Take what the client of a call says."""
        call.hear(request, self.capacity)
        if self._in_a_hurry:
            for lane in call.lanes:
                lane.speak()
        self.news.set()

    def half_close(self, call: AudioCall) -> None:
        """Take that the client of a call says nothing more."""
        call.half_close()
        self.news.set()

    def break_off(self, call: AudioCall) -> None:
        """Take that the client of a call is gone."""
        call.broken_off = True
        self.news.set()

    async def serve(
        self, requests: AsyncIterator[StreamAudioRequest], context: Context
    ) -> AsyncIterator[Any]:
        """Serve one call of gRPC, or of a WebSocket."""
        call = self.begin()
        reading = asyncio.create_task(self._read(call, requests))  # noqa: TID251 - it ends with us
        try:
            while isinstance(answer := await call.answers.get(), StreamAudioResponse):
                yield answer
            if answer:
                code = getattr(grpc.StatusCode, answer.code)
                await abort_with(context, code, answer.reason, answer.detail, **answer.metadata)
        except (asyncio.CancelledError, GeneratorExit):
            self.break_off(call)
            raise
        finally:
            reading.cancel()

    async def _read(self, call: AudioCall, requests: AsyncIterator[StreamAudioRequest]) -> None:
        try:
            async for request in requests:
                self.hear(call, request)
        except OdindError as error:  # of a WebSocket's client, who said what is no request
            call.end(audio_pb2.LaneEnded(code=error.code, reason=error.reason, detail=error.message))
        else:
            self.half_close(call)
