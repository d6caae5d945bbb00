"""AudioService on core's audio streams."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from odind.core.errors import InvalidArgumentError, OdindError
from odind.v1 import audio_pb2, audio_pb2_grpc

from .pack import pack_format, pack_item, unpack_format, unpack_mode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.media import AudioStream
    from odind.core.rooms import Rooms

    Requests = AsyncIterator[audio_pb2.StreamAudioRequest]


class AudioServicer(audio_pb2_grpc.AudioServiceServicer):
    """Reads chunks in one task while the call's own writes what is heard."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def StreamAudio(self, request_iterator: Requests, context: Any) -> None:  # type: ignore[override]
        """Attach a stream for as long as the call lasts."""
        config = await _first_config(request_iterator)
        send = unpack_format(config.send) if config.HasField("send") else None
        receive = unpack_format(config.receive) if config.HasField("receive") else None
        mode = unpack_mode(config.receive_mode)
        with self._rooms.audio(config.connection_id, send, receive, mode) as stream:
            started = audio_pb2.StreamAudioStarted(send=pack_format(send), receive=pack_format(receive))
            await context.write(audio_pb2.StreamAudioResponse(started=started))
            async with asyncio.TaskGroup() as tasks:
                reader = tasks.create_task(_read(request_iterator, stream))
                error = await _write(context, stream)
                reader.cancel()
        if error:
            raise error


async def _first_config(requests: Requests) -> audio_pb2.StreamAudioConfig:
    async for request in requests:
        if request.WhichOneof("kind") == "config":
            return request.config
        break
    raise InvalidArgumentError("CONFIG_EXPECTED", "the first message of an audio stream is its config")


async def _read(requests: Requests, stream: AudioStream) -> None:
    """Take chunks until the caller has said all; a wrong message ends the stream with its error."""
    try:
        async for request in requests:
            await _take(request, stream)
        if stream.speaker:
            stream.speaker.finish()
    except OdindError as error:
        stream.outbox.end(error)


async def _write(context: Any, stream: AudioStream) -> OdindError | None:
    """Write what is heard until the stream ends; return the error that ended it.

    Raised in a task group, it would reach nobody but as part of an exception group.
    """
    try:
        async for item in stream.outbox:
            await context.write(pack_item(item))
    except OdindError as error:
        return error
    return None


async def _take(request: audio_pb2.StreamAudioRequest, stream: AudioStream) -> None:
    match request.WhichOneof("kind"):
        case "chunk" if stream.speaker:
            await stream.speaker.push(request.chunk.pcm)
        case "chunk":
            raise InvalidArgumentError("CHUNK_UNEXPECTED", "the stream's config has no send format")
        case "config":
            raise InvalidArgumentError("CONFIG_REPEATED", "the config comes once, first")
        case _:
            raise InvalidArgumentError("REQUEST_EMPTY", "the message is neither config nor chunk")
