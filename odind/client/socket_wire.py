"""A call's audio over the daemon's audio socket, which docs/AUDIO-SOCKET.md describes."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Final, Self, cast

from odind.core.errors import ResourceExhaustedError
from odind.framing import Unframer, framed
from odind.v1.audio_pb2 import AudioSocketHello, StreamAudioResponse

from .failures import ended_by, unanswered
from .wires import together

if TYPE_CHECKING:
    from odind.v1.audio_pb2 import StreamAudioRequest

    from .wires import Heard

_MESSAGE_BYTES: Final = 16 * 1024 * 1024
_UNSENT_BYTES: Final = 64 * 1024
_CLOSING_S: Final = 1.0
"""How long the daemon may take to let go of the connections of a call that is given up."""


class SocketWire(asyncio.Protocol):
    """An audio socket, at `target`. `worker` says that it is that of a worker process of the daemon."""

    def __init__(self, target: str, *, worker: bool) -> None:
        self.unsent = 0
        self._target = target
        self._worker = worker
        self._heard: Heard | None = None
        self._transport: asyncio.Transport
        self._unframer = Unframer(_check_size)
        self._requests: deque[StreamAudioRequest] = deque()
        self._paused = False
        self._lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def dial(cls, path: str, credential: str = "", *, worker: bool = False) -> Self:
        """Connect, and say who calls. Raises OSError."""
        wire = cls(f"unix:{path}", worker=worker)
        await asyncio.get_running_loop().create_unix_connection(lambda: wire, path)
        wire._transport.write(framed(AudioSocketHello(bearer=credential).SerializeToString()))
        return wire

    def begin(self, heard: Heard) -> None:
        """Begin the call."""
        self._heard = heard
        if self._lost.done():
            self._end(self._gone())

    def say(self, request: StreamAudioRequest) -> None:
        """Send a request, with all that is said in this turn of the loop."""
        if not self._requests:
            asyncio.get_running_loop().call_soon(self._send)
        self._requests.append(request)
        self.unsent += 1

    async def aclose(self) -> None:
        """End the call at once; wait until the daemon has let go of its connections."""
        self._heard = None
        if not self._transport.is_closing():
            self._transport.write_eof()
        await asyncio.wait([self._lost], timeout=_CLOSING_S)
        self._transport.abort()

    def _send(self) -> None:
        messages = [framed(request.SerializeToString()) for request in together(self._requests)]
        if not (self._transport.is_closing() or self._heard is None):
            self._transport.write(b"".join(messages))
        if not self._paused:
            self.unsent = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be ready to send."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.set_write_buffer_limits(_UNSENT_BYTES)

    def data_received(self, data: bytes) -> None:
        """Hand on what the daemon says."""
        try:
            for message in self._unframer.feed(data):
                self._take(StreamAudioResponse.FromString(message))
        except Exception as failure:  # noqa: BLE001 - raised again where somebody waits
            self._end(failure)

    def connection_lost(self, exc: Exception | None) -> None:
        """Take the call for lost, unless it is over."""
        del exc
        if not self._lost.done():
            self._lost.set_result(None)
        self._end(self._gone())

    def pause_writing(self) -> None:
        """Count what is said from now on."""
        self._paused = True

    def resume_writing(self) -> None:
        """Go on."""
        self._paused = False
        self.unsent = len(self._requests)

    def _take(self, response: StreamAudioResponse) -> None:
        if response.HasField("call_ended"):
            self._end(ended_by(response.call_ended) if response.call_ended.code else None)
        elif self._heard:
            self._heard.on_response(response)

    def _end(self, error: Exception | None) -> None:
        self._transport.close()
        heard, self._heard = self._heard, None
        if heard:
            heard.on_end(error)

    def _gone(self) -> Exception:
        return unanswered(self._target, "the connection was closed", worker=self._worker)


def _check_size(size: int) -> None:
    if size > _MESSAGE_BYTES:
        raise ResourceExhaustedError(
            "ANSWER_TOO_LONG",
            "the daemon's message has {size} bytes; at most {limit} are read",
            size=size,
            limit=_MESSAGE_BYTES,
        )
