"""AudioService on core's audio calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import FailedPreconditionError, InvalidArgumentError, OdindError
from odind.pack.audio import pack_hearing, pack_item, unpack_config, unpack_hearing
from odind.v1 import audio_pb2

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.rooms.controls import Controls
    from odind.core.rooms.local import LocalHost
    from odind.core.voice.lane import AudioCall, Lane
    from odind.core.voice.speaker import Speaker

    from .calls import Call

    Requests = AsyncIterator[audio_pb2.StreamAudioRequest]

Write = Callable[[audio_pb2.StreamAudioResponse], Awaitable[None]]
StreamAudio = Callable[["Requests", Write], Awaitable[None]]
"""Serves one audio call: with the lanes of this process, or by relaying it to others."""


class AudioStreamer:
    """AudioService in a process that only holds connections."""

    def __init__(self, stream: StreamAudio) -> None:
        self._stream = stream

    async def StreamAudio(self, request_iterator: Requests, call: Call) -> None:
        """Attach lanes for as long as the call lasts."""
        await self._stream(request_iterator, call.write)

    async def UpdateListening(
        self, request: audio_pb2.UpdateListeningRequest, call: Call
    ) -> audio_pb2.UpdateListeningResponse:
        """Refuse: what the control plane does not know could not be restored."""
        raise FailedPreconditionError("STREAMS_ONLY", "here is StreamAudio alone; ask the daemon itself")


class AudioServicer(AudioStreamer):
    """One use case a method."""

    def __init__(self, controls: Controls, stream: StreamAudio) -> None:
        super().__init__(stream)
        self._controls = controls

    async def UpdateListening(
        self, request: audio_pb2.UpdateListeningRequest, call: Call
    ) -> audio_pb2.UpdateListeningResponse:
        """Change how a connection hears."""
        listening = await self._controls.update_listening(
            request.connection_id,
            deafened=request.deafened if request.HasField("deafened") else None,
            peers=unpack_hearing(request.peers),
        )
        return audio_pb2.UpdateListeningResponse(
            deafened=listening.deafened,
            peers=[pack_hearing(peer_id, hearing) for peer_id, hearing in listening.peers.items()],
        )


async def run_audio(host: LocalHost, requests: Requests, write: Write) -> None:
    """Serve one audio call over any transport: read in one task, write what waits in the caller's.

    Raises what AudioService.StreamAudio lists.
    """
    with host.audio_call() as call:
        _attach(call, await _first_config(requests), host)
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(_read(requests, call, host))
            error = await _write_all(call, write)
            reader.cancel()
        if error:
            raise error


async def _first_config(requests: Requests) -> audio_pb2.StreamAudioConfig:
    async for request in requests:
        if request.WhichOneof("kind") == "config":
            return request.config
        break
    raise config_expected()


def config_expected() -> InvalidArgumentError:
    """Return the error of a call that begins otherwise."""
    return InvalidArgumentError("CONFIG_EXPECTED", "the first message of an audio stream is its config")


def request_empty() -> InvalidArgumentError:
    """Return the error of a message without a kind."""
    return InvalidArgumentError("REQUEST_EMPTY", "the message says nothing, or nothing this daemon knows")


def _attach(call: AudioCall, config: audio_pb2.StreamAudioConfig, host: LocalHost) -> None:
    call.attach(unpack_config(config, host.limits.send_buffer_ms))


async def _read(requests: Requests, call: AudioCall, host: LocalHost) -> None:
    """Take what the caller sends; a wrong message ends the call with its error."""
    try:
        async for request in requests:
            kind = request.WhichOneof("kind")
            if kind == "config":
                _attach(call, request.config, host)
            elif kind == "chunks":
                for part in request.chunks.chunks:
                    _push(call.lane(part.lane), part.chunk)
            else:
                _take(kind or "", request, call)
        call.finish()
    except OdindError as error:
        call.outbox.end(error)


async def _write_all(call: AudioCall, write: Write) -> OdindError | None:
    """Write what waits until the call ends; return the error that ended it.

    Raised in a task group, it would reach nobody but as part of an exception group.
    """
    try:
        async for item in call.outbox:
            await write(pack_item(item))
    except OdindError as error:
        return error
    return None


def _take(kind: str, request: audio_pb2.StreamAudioRequest, call: AudioCall) -> None:
    action = _ACTIONS.get(kind)
    if action is None:
        raise request_empty()
    lane = call.lane(request.lane)
    if not lane.ended:
        action(lane.require_speaker(), request)


def _push(lane: Lane, chunk: audio_pb2.AudioChunk) -> None:
    if not lane.ended:
        lane.require_speaker().push(chunk.pcm, chunk.opus)


_ACTIONS: Final[dict[str, Callable[[Speaker, audio_pb2.StreamAudioRequest], None]]] = {
    "chunk": lambda speaker, request: speaker.push(request.chunk.pcm, request.chunk.opus),
    "mark": lambda speaker, request: speaker.mark(request.mark.name),
    "flush": lambda speaker, _: speaker.flush(),
    "pause": lambda speaker, _: speaker.pause(paused=True),
    "resume": lambda speaker, _: speaker.pause(paused=False),
    "finish": lambda speaker, _: speaker.finish(),
    "get_queue_status": lambda speaker, _: speaker.status(),
    "reverse": lambda speaker, request: speaker.reverse(request.reverse.pcm),
}
"""What each kind of request asks of the lane's speaker."""
