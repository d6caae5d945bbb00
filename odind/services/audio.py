"""AudioService on core's audio calls."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, OdindError
from odind.pack.audio import pack_hearing, pack_item, unpack_config, unpack_hearing
from odind.v1 import audio_pb2

from .auditing import noting_lanes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.access.principal import Principal
    from odind.core.rooms.controls import Controls
    from odind.core.rooms.local import LocalHost
    from odind.core.voice.call import AudioCall
    from odind.core.voice.speaker import Speaker

    from .calls import Call

    Requests = AsyncIterator[audio_pb2.StreamAudioRequest]
    Require = Callable[[audio_pb2.StreamAudioConfig], None]

LaneCheck = Callable[["Principal", "audio_pb2.StreamAudioConfig"], None]
"""Raises an error unless a principal may have a lane."""
StreamAudio = Callable[["Requests", "Call", LaneCheck], Awaitable[None]]
"""Serves one audio call, with lanes of this process or by relaying it to workers."""


class AudioStreamer:
    """AudioService of a worker, without the control plane: it serves streams alone."""

    def __init__(self, stream: StreamAudio, check: LaneCheck) -> None:
        self._stream = stream
        self._check = check

    async def StreamAudio(self, request_iterator: Requests, call: Call) -> None:
        """Attach lanes for the length of the call."""
        await self._stream(request_iterator, call, noting_lanes(self._check))

    async def UpdateListening(
        self, request: audio_pb2.UpdateListeningRequest, call: Call
    ) -> audio_pb2.UpdateListeningResponse:
        """Refuse: the control plane could not restore settings that it does not know."""
        raise _streams_only()

    async def ResetAudio(
        self, request: audio_pb2.ResetAudioRequest, call: Call
    ) -> audio_pb2.ResetAudioResponse:
        """Refuse, as with settings."""
        raise _streams_only()


class AudioServicer(AudioStreamer):
    """AudioService over the control plane: one use case per method."""

    def __init__(self, controls: Controls, stream: StreamAudio, check: LaneCheck) -> None:
        super().__init__(stream, check)
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

    async def ResetAudio(
        self, request: audio_pb2.ResetAudioRequest, call: Call
    ) -> audio_pb2.ResetAudioResponse:
        """Decode peers anew."""
        await self._controls.reset_audio(request.connection_id, request.peer_ids)
        return audio_pb2.ResetAudioResponse()


async def run_audio(host: LocalHost, requests: Requests, caller: Call, check: LaneCheck) -> None:
    """Serve one audio call over any transport: read in one task, write responses in the caller's task.

    Raises what AudioService.StreamAudio lists.
    """
    require = partial(check, caller.caller.principal)
    with host.audio_call(caller.caller.name, caller.caller.stream_quotas) as call:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(_read(requests, call, host, require))
            error = await _write_all(call, caller)
            reader.cancel()
        if error:
            raise error


async def _read(requests: Requests, call: AudioCall, host: LocalHost, require: Require) -> None:
    """Read requests no faster than the lanes accept them; a message for no lane ends the call."""
    try:
        async for request in requests:
            await _take(request, call, host, require)
        if not call.configured:
            raise config_expected()
        call.finish()
    except OdindError as error:
        call.outbox.end(error)


async def _take(
    request: audio_pb2.StreamAudioRequest, call: AudioCall, host: LocalHost, require: Require
) -> None:
    kind = request.WhichOneof("kind")
    if kind == "config":
        _attach(request, call, host, require)
    elif not call.configured:
        raise config_expected()
    elif kind == "chunk":
        await call.push(request.lane, request.chunk.pcm, request.chunk.opus)
    elif kind == "chunks":
        for part in request.chunks.chunks:
            await call.push(part.lane, part.chunk.pcm, part.chunk.opus)
    elif kind in _ACTIONS:
        action = _ACTIONS[kind]
        call.control(request.lane, lambda speaker: action(speaker, request))
    else:
        raise request_empty()


def _attach(
    request: audio_pb2.StreamAudioRequest, call: AudioCall, host: LocalHost, require: Require
) -> None:
    lane = call.reserve(request.lane)
    try:
        require(request.config)
        call.attach(unpack_config(request.config, host.limits.send_buffer_ms), lane)
    except OdindError as error:
        call.fail(lane, error)


async def _write_all(call: AudioCall, caller: Call) -> OdindError | None:
    """Write queued responses until the call ends; return the error that ended it.

    It is not raised, because the task group would wrap it in an exception group.
    """
    try:
        async for item in call.outbox:
            await caller.write(pack_item(item))
    except OdindError as error:
        return error
    return None


def _streams_only() -> FailedPreconditionError:
    return FailedPreconditionError(
        "STREAMS_ONLY", "this address serves streams alone; call the daemon itself"
    )


def config_expected() -> InvalidArgumentError:
    """Return the error of a call whose first message is no config."""
    return InvalidArgumentError("CONFIG_EXPECTED", "the first message of an audio stream must be a config")


def request_empty() -> InvalidArgumentError:
    """Return the error of a message without a known kind."""
    return InvalidArgumentError("REQUEST_EMPTY", "the message must set a kind that this daemon knows")


_ACTIONS: Final[dict[str, Callable[[Speaker, audio_pb2.StreamAudioRequest], None]]] = {
    "mark": lambda speaker, request: speaker.mark(request.mark.name),
    "flush": lambda speaker, _: speaker.flush(),
    "pause": lambda speaker, _: speaker.pause(paused=True),
    "resume": lambda speaker, _: speaker.pause(paused=False),
    "finish": lambda speaker, _: speaker.finish(),
    "get_queue_status": lambda speaker, _: speaker.status(),
    "answer_barge_in": lambda speaker, request: speaker.answer(confirm=request.answer_barge_in.confirm),
    "set_gain": lambda speaker, request: speaker.set_gain(request.set_gain.gain_db),
    "reverse": lambda speaker, request: speaker.reverse(request.reverse.pcm),
}
"""The action on the lane's speaker for each kind of request."""
