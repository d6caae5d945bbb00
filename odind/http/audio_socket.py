"""The WebSocket /v1/audio: StreamAudio for programs without gRPC. docs/WEBSOCKET.md is its contract."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NoReturn

from starlette.status import WS_1000_NORMAL_CLOSURE
from starlette.websockets import WebSocketDisconnect

from odind.core.base.errors import InvalidArgumentError
from odind.pack.errors import info_of
from odind.services.calls import Caller, CallFailedError

from .audio_frames import RequestReader, written
from .errors import wire_code

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any

    from google.rpc import status_pb2
    from starlette.websockets import WebSocket

    from odind.services.calls import Calls
    from odind.v1 import audio_pb2

    StreamAudio = Callable[[AsyncIterator[audio_pb2.StreamAudioRequest], Any], Awaitable[None]]

PATH: Final = "/v1/audio"
MAX_MESSAGE_BYTES: Final = 2 * 1024 * 1024
"""A chunk of the largest size in base64, and some more. What is larger closes the socket with 1009."""
CLOSE_BASE: Final = 4000
"""A socket that an error ends is closed with this plus the number of the error's google.rpc.Code."""
_PREFIX_MODES: Final = {"0": False, "1": True}


class AudioSockets:
    """Serves the WebSockets. One that its client closes has spoken its last word: what waits is dropped.

    `stream_audio` is AudioService's; of its context it uses `write` alone.
    """

    def __init__(self, stream_audio: StreamAudio, calls: Calls) -> None:
        self._stream_audio = stream_audio
        self._calls = calls

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one WebSocket until its streams are over or its client is gone."""
        await websocket.accept()
        async with asyncio.TaskGroup() as tasks:
            conversation = _Conversation(websocket)
            conversation.task = tasks.create_task(self._converse(conversation))

    async def _converse(self, conversation: _Conversation) -> None:
        try:
            await self._calls.run(PATH, conversation, conversation.run(self._stream_audio))
        except CallFailedError as failure:
            await conversation.fail(failure.status)
        else:
            await conversation.close()


class _Conversation:
    """One socket. `task` runs it, and is cancelled when the client is gone."""

    task: asyncio.Task[None]
    caller: Final = Caller("websocket")
    time_left_s: float | None = None

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket

    async def run(self, stream_audio: StreamAudio) -> None:
        """Be the client of an audio session."""
        await stream_audio(self._requests(), self)

    async def fail(self, status: status_pb2.Status) -> None:
        """Tell the client why it is over, and close."""
        info = info_of(status)
        error = {
            "code": wire_code(status.code).value,
            "reason": info.reason,
            "message": status.message,
            "metadata": dict(info.metadata),
        }
        with suppress(WebSocketDisconnect):
            await self._websocket.send_text(json.dumps({"error": error}))
            await self._websocket.close(CLOSE_BASE + status.code, info.reason)

    async def close(self) -> None:
        """All is said and heard."""
        with suppress(WebSocketDisconnect):
            await self._websocket.close(WS_1000_NORMAL_CLOSURE)

    async def _requests(self) -> AsyncIterator[audio_pb2.StreamAudioRequest]:
        reader = RequestReader(prefixed=self._prefix_mode())
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                await self._gone()
            text: str | None = message.get("text")
            yield reader.binary(message["bytes"]) if text is None else reader.text(text)

    async def write(self, response: audio_pb2.StreamAudioResponse) -> None:
        """Tell the client a response."""
        try:
            for message in written(response):
                if isinstance(message, str):
                    await self._websocket.send_text(message)
                else:
                    await self._websocket.send_bytes(message)
        except WebSocketDisconnect:
            await self._gone()

    async def _gone(self) -> NoReturn:
        """Nobody is there any more: the call is cancelled, as gRPC does it."""
        self.task.cancel()
        await asyncio.get_running_loop().create_future()
        raise AssertionError("the future has no result")

    def _prefix_mode(self) -> bool:
        mode = self._websocket.query_params.get("prefix", "0")
        if mode not in _PREFIX_MODES:
            raise InvalidArgumentError("PREFIX_INVALID", "prefix={mode} is neither 0 nor 1", mode=mode)
        return _PREFIX_MODES[mode]
