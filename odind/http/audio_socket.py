"""The WebSocket /v1/audio: StreamAudio for programs without gRPC. docs/WEBSOCKET.md is its contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from odind.core.errors import InvalidArgumentError

from .audio_frames import RequestReader, written
from .socket_call import serve_socket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.websockets import WebSocket

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour
    from odind.v1 import audio_pb2

    from .socket_call import SocketCall, Written

PATH: Final = "/v1/audio"
METHOD: Final = "/odind.v1.AudioService/StreamAudio"
_PREFIX_MODES: Final = {"0": False, "1": True}


class AudioSockets:
    """Serves the WebSockets. One that its client closes has spoken its last word: what waits is dropped.

    `stream_audio` is AudioService's.
    """

    def __init__(self, stream_audio: Behaviour, calls: Calls) -> None:
        self._stream_audio = stream_audio
        self._calls = calls

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one WebSocket until its streams are over or its client is gone."""
        await serve_socket(websocket, self._calls, METHOD, self._stream, cast("Written", written))

    async def _stream(self, call: SocketCall) -> None:
        begun = await self._calls.turnstile.begun(_requests(call), lambda request: request)
        with self._calls.turnstile.streams.take(call.caller.name):
            await self._stream_audio(begun, call)


async def _requests(call: SocketCall) -> AsyncIterator[audio_pb2.StreamAudioRequest]:
    reader = RequestReader(prefixed=_prefix_mode(call))
    while True:
        message = await call.receive()
        yield reader.text(message) if isinstance(message, str) else reader.binary(message)


def _prefix_mode(call: SocketCall) -> bool:
    mode = dict(call.query).get("prefix", "0")
    if mode not in _PREFIX_MODES:
        raise InvalidArgumentError("PREFIX_INVALID", "prefix must be 0 or 1, not {mode}", mode=mode)
    return _PREFIX_MODES[mode]
