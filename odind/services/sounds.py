"""SoundService on core's library of sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.pack.sounds import pack_sound
from odind.v1 import sounds_pb2

from .audio import config_expected, request_empty

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.players.library import SoundLibrary
    from odind.v1 import players_pb2

    from .calls import Call


class SoundServicer:
    """One use case a method."""

    def __init__(self, library: SoundLibrary) -> None:
        self._library = library

    async def PutSound(self, request_iterator: AsyncIterator[sounds_pb2.PutSoundRequest], call: Call) -> None:
        """Keep a sound."""
        first = await anext(request_iterator, None)
        if first is None or not first.HasField("config"):
            raise config_expected()
        by = call.caller.principal
        sound = await self._library.put(first.config.name, pieces_of(request_iterator), by)
        await call.write(sounds_pb2.PutSoundResponse(sound=pack_sound(sound)))

    async def GetSound(self, request: sounds_pb2.GetSoundRequest, call: Call) -> sounds_pb2.GetSoundResponse:
        """Return a sound."""
        sound = self._library.find(request.sound_id, call.caller.principal)
        return sounds_pb2.GetSoundResponse(sound=pack_sound(sound))

    async def ListSounds(
        self, request: sounds_pb2.ListSoundsRequest, call: Call
    ) -> sounds_pb2.ListSoundsResponse:
        """Return a page of sounds."""
        by = call.caller.principal
        sounds, token = self._library.list(by, request.page_size, request.page_token)
        return sounds_pb2.ListSoundsResponse(sounds=map(pack_sound, sounds), next_page_token=token)

    async def DeleteSound(
        self, request: sounds_pb2.DeleteSoundRequest, call: Call
    ) -> sounds_pb2.DeleteSoundResponse:
        """Remove a sound."""
        self._library.delete(request.sound_id, call.caller.principal)
        return sounds_pb2.DeleteSoundResponse()


async def pieces_of(
    requests: AsyncIterator[sounds_pb2.PutSoundRequest] | AsyncIterator[players_pb2.PlayStreamRequest],
) -> AsyncIterator[bytes]:
    """Yield the bytes of a file; raises InvalidArgumentError REQUEST_EMPTY."""
    async for request in requests:
        if not request.HasField("data"):
            raise request_empty()
        yield request.data
