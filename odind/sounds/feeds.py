"""Bytes that a caller sends while they are played: from the front to the process that holds the connection.

A socket of its own carries each stream, under a random name of Linux's abstract namespace, which needs no
folder. Any user of the machine can dial such a name, so both ends look who the other is.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import struct
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError

from .packets import Input, Order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.core.players.source import SoundSource

    from .decoded import DecodedSound
    from .decoders import Decoders

_CREDENTIALS: Final = struct.Struct("3i")
"""Process, user and group, as unix(7) has them."""
_WAITING: Final = 16


class SocketFeeds:
    """Implements core's `Feeds`."""

    @contextmanager
    def open(self) -> Iterator[SocketFeed]:
        """Have a feed for the length of the block."""
        feed = SocketFeed()
        with feed.listening:
            yield feed


class SocketFeed:
    """Implements core's `Feed`, on the loop. It holds no more than the system's buffer of a socket."""

    def __init__(self) -> None:
        self.name = secrets.token_hex(16)
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.setblocking(False)  # noqa: FBT003 - the standard library has no name for it
        self.listening.bind(_address(self.name))
        self.listening.listen(_WAITING)

    async def send(self, pieces: AsyncIterator[bytes]) -> None:
        """Send bytes to whoever opens the feed, as fast as it takes them; return at their end or at its."""
        loop = asyncio.get_running_loop()
        with await self._taken() as link, suppress(ConnectionError):
            async for piece in pieces:
                await loop.sock_sendall(link, piece)

    async def _taken(self) -> socket.socket:
        """Return the connection of the one that opens the feed; nobody else can open it from then on."""
        while True:
            link, _ = await asyncio.get_running_loop().sock_accept(self.listening)
            if _is_ours(link):
                self.listening.close()
                return link
            link.close()


class FeedOpener:
    """Decodes what feeds bring, at most `most` samples per channel of it."""

    def __init__(self, decoders: Decoders, most: int) -> None:
        self._decoders = decoders
        self._most = most

    async def begin(self, sound: DecodedSound, source: SoundSource, start: int) -> None:
        """Attach a decoder to a sound; raises UnavailableError STREAM_OVER, DECODER_UNAVAILABLE."""
        with _dialled(source.name) as link:
            order = Order(Input.PIPE, start, self._most, prompt=True)
            sound.attach(await self._decoders.begin(order, [link.fileno()]))


@contextmanager
def _dialled(name: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as link:
        link.setblocking(False)  # noqa: FBT003 - a stranger who listens must not keep the loop
        try:
            link.connect(_address(name))
        except OSError:
            raise _over() from None
        if not _is_ours(link):
            raise _over()
        link.setblocking(True)  # noqa: FBT003 - decoders wait for what comes
        yield link


def _address(name: str) -> str:
    return f"\0odind-sound-{name}"


def _is_ours(link: socket.socket) -> bool:
    credentials = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, user, _ = _CREDENTIALS.unpack(credentials)
    return bool(user == os.geteuid())


def _over() -> UnavailableError:
    return UnavailableError(
        "STREAM_OVER", "what a caller streams is there once, and is over; send it again to play it again"
    )
