"""A call's audio over gRPC."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING

from .failures import raised_again
from .wires import together

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import grpc

    from odind.v1.audio_pb2 import StreamAudioRequest, StreamAudioResponse

    from .wires import Heard

    Call = grpc.aio.StreamStreamCall[StreamAudioRequest, StreamAudioResponse]
    StreamAudio = Callable[[AsyncIterator[StreamAudioRequest]], Call]


class RpcWire:
    """A call of gRPC. `worker` says that it goes to a worker process of the daemon, at `target`."""

    def __init__(self, stream_audio: StreamAudio, target: str, *, worker: bool = False) -> None:
        self._stream_audio = stream_audio
        self._target = target
        self._worker = worker
        self._requests: deque[StreamAudioRequest] = deque()
        self._news = asyncio.Event()
        self._call: Call
        self._reading: asyncio.Task[None]

    @property
    def unsent(self) -> int:
        """How many requests wait because the daemon reads nothing."""
        return len(self._requests)

    def begin(self, heard: Heard) -> None:
        """Begin the call."""
        self._call = self._stream_audio(self._sent())
        self._reading = asyncio.create_task(self._read(heard))  # noqa: TID251 - `aclose` ends it

    def say(self, request: StreamAudioRequest) -> None:
        """Send a request."""
        self._requests.append(request)
        self._news.set()

    async def aclose(self) -> None:
        """End the call at once."""
        self._call.cancel()
        self._news.set()
        await asyncio.wait([self._reading])

    async def _sent(self) -> AsyncIterator[StreamAudioRequest]:
        while not self._call.done():
            self._news.clear()
            for request in together(self._requests):
                yield request
            await self._news.wait()

    async def _read(self, heard: Heard) -> None:
        error: Exception | None = None
        try:
            with raised_again(self._target, worker=self._worker):
                async for response in self._call:
                    heard.on_response(response)
        except Exception as failure:  # noqa: BLE001 - raised again where somebody waits
            error = failure
        finally:
            heard.on_end(error)
