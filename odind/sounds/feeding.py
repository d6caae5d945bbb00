"""Feeds decoders with the bytes of the network: through a socket, or through a file that grows."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING

from odind.core.errors import UnavailableError

from .packets import Input, Order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from .decoded import DecodedSound
    from .decoders import Decoders


class Feeder:
    """Feeds sounds, which last for `most` samples per channel, and must be heard within `first_sound_s`."""

    def __init__(self, decoders: Decoders, *, first_sound_s: float, most: int) -> None:
        self._decoders = decoders
        self._first_sound_s = first_sound_s
        self._most = most

    async def stream(
        self, sound: DecodedSound, pieces: AsyncIterator[bytes], start: int = 0, *, prompt: bool = False
    ) -> None:
        """Decode bytes as they come; `prompt` for those that come no faster than they play.

        Raises UnavailableError SOUND_TOO_SLOW, and what `pieces` does.
        """
        ours, theirs = socket.socketpair()
        with ours:
            ours.setblocking(False)  # noqa: FBT003 - the standard library has no name for it
            with theirs:
                order = Order(Input.PIPE, start, self._most, prompt=prompt)
                sound.attach(await self._decoders.begin(order, [theirs.fileno()]))
            loop = asyncio.get_running_loop()
            with suppress(ConnectionError):  # the decoder has ended
                async for piece in self._prompt(sound, pieces):
                    await loop.sock_sendall(ours, piece)

    async def spool(
        self,
        sound: DecodedSound,
        pieces: AsyncIterator[bytes],
        size: int,
        start: int = 0,
        *,
        track: int = 0,
    ) -> None:
        """Decode a track of so many bytes, kept in a file without a name: a decoder may seek in them.

        Raises what `stream` does.
        """
        growing, grown = socket.socketpair()
        with tempfile.TemporaryFile(buffering=0) as file, grown:
            with growing:
                order = Order(Input.SPOOL, start, self._most, spool_bytes=size, track=track)
                descriptors = [file.fileno(), growing.fileno()]
                sound.attach(await self._decoders.begin(order, descriptors))
            async for piece in self._prompt(sound, pieces):
                await asyncio.to_thread(file.write, piece)

    async def _prompt(self, sound: DecodedSound, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield pieces until the sound needs no more; raise UnavailableError SOUND_TOO_SLOW."""
        now = asyncio.get_running_loop().time
        late = now() + self._first_sound_s
        async for piece in pieces:
            if sound.ended:
                return
            if not sound.begun and now() > late:
                raise UnavailableError(
                    "SOUND_TOO_SLOW",
                    "there was no sound within {seconds} s, though there were bytes",
                    seconds=f"{self._first_sound_s:g}",
                )
            yield piece
