"""The calls of a daemon that speak and listen, with the worker that has a connection where there is one."""

from __future__ import annotations

from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import grpc

from odind.core.errors import NotFoundError
from odind.sockets import grpc_target
from odind.v1 import audio_pb2, players_pb2, rooms_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub

from .audio import AudioLanes
from .channel import CHANNEL_OPTIONS
from .controls import Controls
from .rpc_wire import RpcWire
from .socket_wire import SocketWire
from .target import audio_target_of, is_open_to_us

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from contextlib import AbstractAsyncContextManager

    from .audio import AudioStream
    from .wires import Wire


class SoundCalls(Controls):
    """What `Daemon` does with sound. Each raises what its RPC's comment in proto/ lists."""

    def __init__(
        self,
        channel: grpc.aio.Channel,
        target: str,
        call_timeout: float | None = None,
        retries: int = 0,
        credential: str = "",
    ) -> None:
        super().__init__(channel, target, call_timeout, retries)
        self._credential = credential
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
        gain_db: float = 0,
        ducked: bool = False,
        barge_in: players_pb2.BargeIn | None = None,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak on a connection, `ducked` while an announcement plays. Leaving the context ends that at once:

        `drain` before. With `barge_in` the stream gives way to speech, see `AudioStream.barge_in`.
        """
        return self.audio_with(
            audio_pb2.StreamAudioConfig(
                connection_id=connection_id,
                send=audio_format or audio_pb2.AudioFormat(),
                send_buffer=send_buffer,
                gain_db=gain_db,
                ducked=ducked,
                barge_in=barge_in,
            )
        )

    def listen(
        self,
        connection_id: str,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
        frames_per_message: int = 1,
        own_voice: bool = False,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Listen on a connection, to the mix of all peers unless `mode` says otherwise.

        With `own_voice` to what the connection says itself as well, as others hear it.
        """
        return self.audio_with(
            audio_pb2.StreamAudioConfig(
                connection_id=connection_id,
                receive=audio_format or audio_pb2.AudioFormat(),
                receive_mode=mode,
                frames_per_message=frames_per_message,
                own_voice=own_voice,
            )
        )

    @asynccontextmanager
    async def audio_with(self, config: audio_pb2.StreamAudioConfig) -> AsyncIterator[AudioStream]:
        """Speak, listen, or both, with everything that a config can say."""
        async with aclosing(AudioLanes(await self._wire_for(config.connection_id))) as lanes:
            yield await lanes.attach(config)

    @asynccontextmanager
    async def lanes(self) -> AsyncIterator[AudioLanes]:
        """Begin one call for the audio of many connections; leaving the context ends it at once."""
        async with aclosing(AudioLanes(await self._wire())) as lanes:
            yield lanes

    async def _wire_for(self, connection_id: str) -> Wire:
        """Return what carries a call for one connection: with its worker itself where we can."""
        view = await self._view(connection_id)
        if view.audio_target:
            shown = view.audio_ticket or self._credential
            socket = await self._audio_socket(view.audio_socket, shown, worker=True)
            if socket:
                return socket
            if is_open_to_us(view.audio_target):
                return await self._worker_wire(view.audio_target, view.audio_ticket)
        return await self._wire()

    async def _wire(self) -> Wire:
        """Return what carries a call with the daemon itself: its audio socket, or else gRPC."""
        socket = await self._audio_socket(audio_target_of(self.target), self._credential)
        return socket or RpcWire(self._audio.StreamAudio, self.target)

    async def _audio_socket(self, target: str, credential: str, *, worker: bool = False) -> Wire | None:
        """Return an audio socket, connected; None when there is none that we may use."""
        if not is_open_to_us(target):
            return None
        try:
            return await SocketWire.dial(target.removeprefix("unix:"), credential, worker=worker)
        except OSError:
            return None

    async def _worker_wire(self, target: str, ticket: str) -> Wire:
        """Return a call of gRPC to a worker, where keys show a ticket."""
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
        return RpcWire(shown, target, worker=True)

    async def _view(self, connection_id: str) -> rooms_pb2.Connection:
        """Return where a connection's worker is; empty when there are none, or none for us."""
        if not self._spread or not self.target.startswith("unix:"):
            return rooms_pb2.Connection()
        request = rooms_pb2.GetConnectionRequest(connection_id=connection_id)
        try:
            answer = await self._ask(self._rooms.GetConnection, request)
        except NotFoundError:
            return rooms_pb2.Connection()  # the daemon says so once more to the call
        self._spread = bool(answer.connection.audio_target)
        return answer.connection

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
