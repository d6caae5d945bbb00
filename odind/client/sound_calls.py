"""The calls of a daemon that speak and listen, with the worker that has a connection where there is one."""

from __future__ import annotations

from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import grpc

from odind.core.errors import NotFoundError
from odind.sockets import grpc_target
from odind.v1 import audio_pb2, rooms_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub

from .audio import AudioLanes
from .channel import CHANNEL_OPTIONS
from .controls import Controls
from .target import is_open_to_us

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from contextlib import AbstractAsyncContextManager

    from .audio import AudioStream


class SoundCalls(Controls):
    """What `Daemon` does with sound. Each raises what its RPC's comment in proto/ lists."""

    def __init__(
        self, channel: grpc.aio.Channel, target: str, call_timeout: float | None = None, retries: int = 0
    ) -> None:
        super().__init__(channel, target, call_timeout, retries)
        self._rooms = RoomServiceStub(channel)
        self._audio = AudioServiceStub(channel)
        self._workers: dict[str, grpc.aio.Channel] = {}
        self._spread = True  # over worker processes, until we know better

    async def aclose(self) -> None:
        """Close the ways to the daemon's workers."""
        for channel in self._workers.values():
            await channel.close(None)

    def audio(
        self,
        connection_id: str,
        *,
        send: audio_pb2.AudioFormat | None = None,
        receive: audio_pb2.AudioFormat | None = None,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak, listen, or both. Leaving the context ends that at once: `drain` before."""
        return self.audio_with(
            audio_pb2.StreamAudioConfig(
                connection_id=connection_id, send=send, receive=receive, receive_mode=mode
            )
        )

    def speak(
        self,
        connection_id: str,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        send_buffer: audio_pb2.SendBuffer | None = None,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak on a connection. Leaving the context ends that at once: `drain` before."""
        return self.audio_with(
            audio_pb2.StreamAudioConfig(
                connection_id=connection_id,
                send=audio_format or audio_pb2.AudioFormat(),
                send_buffer=send_buffer,
            )
        )

    def listen(
        self,
        connection_id: str,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
        frames_per_message: int = 1,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Listen on a connection, to the mix of all peers unless `mode` says otherwise."""
        return self.audio_with(
            audio_pb2.StreamAudioConfig(
                connection_id=connection_id,
                receive=audio_format or audio_pb2.AudioFormat(),
                receive_mode=mode,
                frames_per_message=frames_per_message,
            )
        )

    @asynccontextmanager
    async def audio_with(self, config: audio_pb2.StreamAudioConfig) -> AsyncIterator[AudioStream]:
        """Speak, listen, or both, with everything that a config can say."""
        async with aclosing(await self._dial(config.connection_id)) as lanes:
            yield await lanes.attach(config)

    def lanes(self) -> AbstractAsyncContextManager[AudioLanes]:
        """Begin one call for the audio of many connections; leaving the context ends it at once."""
        return aclosing(AudioLanes(self._audio.StreamAudio, self.target))

    async def _dial(self, connection_id: str) -> AudioLanes:
        """Begin a call for one connection, with its worker itself where we can."""
        target, ticket = await self._audio_target(connection_id)
        if not target:
            return AudioLanes(self._audio.StreamAudio, self.target)
        channel = self._workers.get(target)
        if channel and channel.get_state() is grpc.ChannelConnectivity.TRANSIENT_FAILURE:
            # it would wait with its next attempt, but there may be a new worker by now
            await self._workers.pop(target).close(None)
            channel = None
        if channel is None:
            options = (*CHANNEL_OPTIONS, ("grpc.use_local_subchannel_pool", 1))
            channel = self._workers[target] = grpc.aio.insecure_channel(grpc_target(target), options=options)
        method = AudioServiceStub(channel).StreamAudio
        shown = partial(method, metadata=[("authorization", f"Bearer {ticket}")]) if ticket else method
        return AudioLanes(shown, target, worker=True)

    async def _audio_target(self, connection_id: str) -> tuple[str, str]:
        """Return the target of the worker that has a connection, and what to show there.

        The target is empty when there is none for us.
        """
        if not self._spread or not self.target.startswith("unix:"):
            return "", ""
        request = rooms_pb2.GetConnectionRequest(connection_id=connection_id)
        try:
            answer = await self._ask(self._rooms.GetConnection, request)
        except NotFoundError:
            return "", ""  # the daemon says so once more to the call
        target = answer.connection.audio_target
        self._spread = bool(target)
        return (target, answer.connection.audio_ticket) if is_open_to_us(target) else ("", "")

    async def update_listening(
        self,
        connection_id: str,
        *,
        deafened: bool | None = None,
        peers: Iterable[audio_pb2.PeerListening] = (),
    ) -> audio_pb2.UpdateListeningResponse:
        """Change how a connection hears all of a room, or single peers; return how it hears now."""
        request = audio_pb2.UpdateListeningRequest(
            connection_id=connection_id, deafened=deafened, peers=peers
        )
        return await self._ask(self._audio.UpdateListening, request)

    async def reset_audio(self, connection_id: str, peer_ids: Iterable[int] = ()) -> None:
        """Decode these peers anew, or all; what of them waits to be heard is dropped."""
        request = audio_pb2.ResetAudioRequest(connection_id=connection_id, peer_ids=peer_ids)
        await self._ask(self._audio.ResetAudio, request)
