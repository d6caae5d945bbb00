"""A running StreamAudio call: speaking, listening, or both."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from odind.core.errors import UnavailableError
from odind.v1 import audio_pb2

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import grpc

    AudioCall: TypeAlias = grpc.aio.StreamStreamCall[
        audio_pb2.StreamAudioRequest, audio_pb2.StreamAudioResponse
    ]

S16LE: Final = audio_pb2.SAMPLE_FORMAT_S16LE
F32LE: Final = audio_pb2.SAMPLE_FORMAT_F32LE
MIX: Final = audio_pb2.RECEIVE_MODE_MIX
PER_PEER: Final = audio_pb2.RECEIVE_MODE_PER_PEER
AudioItem: TypeAlias = audio_pb2.AudioFrames | audio_pb2.SendDrained


def bytes_per_sample(audio_format: audio_pb2.AudioFormat) -> int:
    """Bytes of one sample over all channels. A channel count of 0 is the default, 1."""
    size = 4 if audio_format.sample_format == F32LE else 2
    return size * (audio_format.channels or 1)


class AudioStream:
    """One attached stream. One task may send while another reads.

    Iterating yields AudioFrames and, once all that was sent is spoken, SendDrained.
    """

    def __init__(self, call: AudioCall, target: str) -> None:
        self._call = call
        self._target = target
        self._responses = aiter(call)
        self.started = audio_pb2.StreamAudioStarted()

    async def send(self, pcm: bytes | bytearray | memoryview) -> None:
        """Say whole samples in the `send` format, at most 1 MiB. Waits while the daemon has enough.

        Raises what ended the stream if it ended before.
        """
        await self._write(audio_pb2.StreamAudioRequest(chunk=audio_pb2.AudioChunk(pcm=bytes(pcm))))

    async def finish(self) -> None:
        """Say that nothing more will be sent. What waits in the daemon is still spoken."""
        with raised_again(self._target):
            await self._call.done_writing()

    async def drain(self) -> audio_pb2.SendDrained:
        """Finish, and wait until everything is spoken. Frames that arrive meanwhile are dropped."""
        await self.finish()
        async for item in self:
            if isinstance(item, audio_pb2.SendDrained):
                return item
        raise self._ended()

    def __aiter__(self) -> AudioStream:
        return self

    async def __anext__(self) -> AudioItem:
        while True:
            response = await self._read()
            if response.HasField("frames"):
                return response.frames
            if response.HasField("drained"):
                return response.drained

    async def attach(self, config: audio_pb2.StreamAudioConfig) -> None:
        """Send the config and wait until the stream has started."""
        await self._write(audio_pb2.StreamAudioRequest(config=config))
        try:
            self.started = (await self._read()).started
        except StopAsyncIteration:
            raise self._ended() from None

    async def _read(self) -> audio_pb2.StreamAudioResponse:
        with raised_again(self._target):
            return await anext(self._responses)

    async def _write(self, request: audio_pb2.StreamAudioRequest) -> None:
        with raised_again(self._target):
            try:
                await self._call.write(request)
            except asyncio.InvalidStateError:
                if not self._call.done():
                    raise
                await self._call.wait_for_connection()
                raise self._ended() from None

    def _ended(self) -> UnavailableError:
        return UnavailableError("STREAM_ENDED", "the daemon ended the audio stream early")


@asynccontextmanager
async def attached(
    call: AudioCall, config: audio_pb2.StreamAudioConfig, target: str
) -> AsyncIterator[AudioStream]:
    """Attach the call as an audio stream; leaving the context ends it at once, spoken or not."""
    stream = AudioStream(call, target)
    try:
        await stream.attach(config)
        yield stream
    finally:
        call.cancel()
