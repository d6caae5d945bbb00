"""Listening on a connection: a call that receives alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.v1.audio_pb2 import AudioFrames

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.v1.audio_pb2 import StreamAudioStarted

    from .audio import AudioStream


class Listener:
    """Yields what is heard, one AudioFrames for each tick, until the connection is left."""

    def __init__(self, stream: AudioStream) -> None:
        self._stream = stream

    @property
    def started(self) -> StreamAudioStarted:
        """How the daemon began: formats with defaults filled in, and where the connection's clock stood."""
        return self._stream.started

    async def __aiter__(self) -> AsyncIterator[AudioFrames]:
        async for item in self._stream:
            if isinstance(item, AudioFrames):
                yield item

    async def close(self) -> None:
        """End the call."""
        await self._stream.aclose()
