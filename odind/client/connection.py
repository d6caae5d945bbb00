"""A connection of the daemon, as an object to work with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.v1 import audio_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractAsyncContextManager

    from odind.v1 import processing_pb2, rooms_pb2

    from .audio import AudioStream
    from .daemon import Daemon
    from .payload import Payload
    from .watch import EventWatch


class Connection:
    """A connection of the daemon. `view` is how the daemon last described it; `refresh` asks again."""

    def __init__(self, daemon: Daemon, view: rooms_pb2.Connection) -> None:
        self._daemon = daemon
        self.view = view

    @property
    def connection_id(self) -> str:
        """Names the connection in every call."""
        return self.view.connection_id

    async def refresh(self) -> rooms_pb2.Connection:
        """Ask for the connection and its peers as they are now."""
        self.view = (await self._daemon.connection(self.connection_id)).view
        return self.view

    async def leave(self) -> None:
        """End the connection."""
        await self._daemon.leave_room(self.connection_id)

    async def update_user_data(self, user_data: Payload) -> None:
        """Replace our user data."""
        await self._daemon.update_user_data(self.connection_id, user_data)

    async def send_message(self, message: Payload, *, peer_ids: Iterable[int] = ()) -> None:
        """Send a message to all other peers, or to those that are named."""
        await self._daemon.send_message(self.connection_id, message, peer_ids=peer_ids)

    async def processing(self) -> processing_pb2.Processing:
        """Return how our sound is treated."""
        return await self._daemon.processing(self.connection_id)

    async def set_processing(
        self, processing: processing_pb2.Processing | None = None
    ) -> processing_pb2.Processing:
        """Treat our sound as a preset says, and what differs from it; return all settings."""
        return await self._daemon.set_processing(self.connection_id, processing)

    def watch_events(self) -> EventWatch:
        """Watch this connection alone; the watch ends when the connection is left."""
        return self._daemon.watch_events(self.connection_id)

    def audio(
        self,
        *,
        send: audio_pb2.AudioFormat | None = None,
        receive: audio_pb2.AudioFormat | None = None,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak, listen, or both. Leaving the context ends that at once: `drain` before."""
        return self._daemon.audio(self.connection_id, send=send, receive=receive, mode=mode)

    def speak(
        self,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        send_buffer: audio_pb2.SendBuffer | None = None,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Speak on this connection. Leaving the context ends that at once: `drain` before."""
        return self._daemon.speak(self.connection_id, audio_format, send_buffer=send_buffer)

    def listen(
        self,
        audio_format: audio_pb2.AudioFormat | None = None,
        *,
        mode: audio_pb2.ReceiveMode.ValueType = audio_pb2.RECEIVE_MODE_UNSPECIFIED,
    ) -> AbstractAsyncContextManager[AudioStream]:
        """Listen on this connection, to the mix of all peers unless `mode` says otherwise."""
        return self._daemon.listen(self.connection_id, audio_format, mode=mode)
