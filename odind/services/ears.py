"""Listens for live jobs through the use case of audio calls, so for this process and for workers alike."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError, UnavailableError
from odind.core.voice.lane_config import ReceiveMode
from odind.core.voice.outbox import HeardFrame, HeardTick
from odind.pack.errors import info_of
from odind.v1 import audio_pb2

from .access import Caller
from .calls import CallFailedError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine

    from google.protobuf.message import Message

    from odind.core.access.principal import Principal
    from odind.core.voice.lane_config import Reception

    from .audio import StreamAudio

    Spawn = Callable[[Coroutine[object, object, None]], asyncio.Task[None]]

_FACE: Final = "live"
_HELD: Final = 10
_MODES: Final = {
    ReceiveMode.MIX: audio_pb2.RECEIVE_MODE_MIX,
    ReceiveMode.PER_PEER: audio_pb2.RECEIVE_MODE_PER_PEER,
    ReceiveMode.MIX | ReceiveMode.PER_PEER: audio_pb2.RECEIVE_MODE_MIX_AND_PER_PEER,
}


class AudioEars:
    """Core's ears. All that listen together use the budgets of one caller, whose name is `live`.

    `spawn` runs a call until it is cancelled.
    """

    def __init__(self, stream: StreamAudio, spawn: Spawn) -> None:
        self._stream = stream
        self._spawn = spawn

    async def listen(self, connection_id: str, reception: Reception) -> AsyncGenerator[HeardTick]:
        """Yield what a connection hears; raises what StreamAudio lists."""
        call = _Listening()
        streaming = self._spawn(self._run(call, _config(connection_id, reception)))
        streaming.add_done_callback(call.end)
        try:
            while (tick := await call.heard.get()) is not None:
                yield tick
        finally:
            streaming.cancel()
            await asyncio.wait({streaming})
        if call.failure:
            raise call.failure

    async def _run(self, call: _Listening, config: audio_pb2.StreamAudioConfig) -> None:
        try:
            await self._stream(call.requests(config), call, _anybody)
        except OdindError as error:
            call.failure = error
        except CallFailedError as failed:  # in a worker
            call.failure = UnavailableError(info_of(failed.status).reason, str(failed))


class _Listening:
    """The caller's end of an audio call that listens alone."""

    def __init__(self) -> None:
        self.caller = Caller(_FACE, peer=_FACE, principal=OWNER)
        self.failure: OdindError | None = None
        self.heard: asyncio.Queue[HeardTick | None] = asyncio.Queue(_HELD)

    async def requests(
        self, config: audio_pb2.StreamAudioConfig
    ) -> AsyncIterator[audio_pb2.StreamAudioRequest]:
        """Yield the config, and stay until the call is over."""
        yield audio_pb2.StreamAudioRequest(config=config)
        await asyncio.Event().wait()

    async def write(self, message: Message, /) -> None:
        """Take a response; what is no sound is passed over."""
        assert isinstance(message, audio_pb2.StreamAudioResponse)  # noqa: S101 - for mypy
        if message.WhichOneof("kind") == "frames":
            frames = [_unpack_frame(frame) for frame in message.frames.frames]
            await self.heard.put(HeardTick(0, frames, message.frames.dropped))

    def end(self, _task: object) -> None:
        """Tell the reader that the call is over."""
        if self.heard.full():
            self.heard.get_nowait()
        self.heard.put_nowait(None)


def _config(connection_id: str, reception: Reception) -> audio_pb2.StreamAudioConfig:
    audio_format = reception.format
    return audio_pb2.StreamAudioConfig(
        connection_id=connection_id,
        receive=audio_pb2.AudioFormat(
            sample_rate_hz=audio_format.sample_rate_hz,
            channels=audio_format.channels,
            sample_format=audio_pb2.SAMPLE_FORMAT_S16LE,
        ),
        receive_mode=_MODES[reception.mode],
        own_voice=reception.own_voice,
    )


def _unpack_frame(frame: audio_pb2.AudioFrame) -> HeardFrame:
    return HeardFrame(
        frame.peer_id, frame.user_id, frame.sequence, frame.room_sample, frame.pcm, voice=frame.voice
    )


def _anybody(_by: Principal, _config: audio_pb2.StreamAudioConfig) -> None:
    """Allow the lane: who may start a job on a connection was asked when it was started."""
