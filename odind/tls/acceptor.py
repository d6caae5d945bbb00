"""Accepts TCP connections, and has TLS agreed on before a protocol sees them.

The event loop could do this by itself, but shows nobody a connection before its handshake is over, so that
nobody could bound how many have begun one; and it would serve all of them with one context.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from socket import socket

    from .contexts import ServerContexts

    Protocols = Callable[[], asyncio.Protocol]
    HalfOpen = Callable[[str, Callable[[], object]], AbstractContextManager[None]]

_HANDSHAKE_S: Final = 10.0
_BACKLOG: Final = 2_048
_PAUSE_S: Final = 0.1


class Acceptor:
    """Gives every secured connection a protocol made by `make`.

    `half_open` is entered for the length of each handshake, with the address of the peer and what breaks the
    handshake off.
    """

    def __init__(self, contexts: ServerContexts, make: Protocols, half_open: HalfOpen) -> None:
        self._contexts = contexts
        self._make = make
        self._half_open = half_open

    async def run(self, listening: socket, stopping: asyncio.Event) -> None:
        """Accept until `stopping` is set; handshakes under way then go on to their end."""
        listening.listen(_BACKLOG)
        listening.setblocking(False)  # noqa: FBT003 - as the library has it
        async with asyncio.TaskGroup() as handshakes:
            accepting = handshakes.create_task(self._accept(listening, handshakes))
            await stopping.wait()
            accepting.cancel()

    async def _accept(self, listening: socket, handshakes: asyncio.TaskGroup) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(listening)
            except OSError:  # no more descriptors, or the peer is gone again
                await asyncio.sleep(_PAUSE_S)
            else:
                handshakes.create_task(self._secure(connection, address[0]))

    async def _secure(self, connection: socket, peer: str) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - it is what runs this
        try:
            with self._half_open(peer, task.cancel):
                await asyncio.get_running_loop().connect_accepted_socket(
                    self._make, connection, ssl=self._contexts.newest(), ssl_handshake_timeout=_HANDSHAKE_S
                )
        except OSError:  # all that TLS, the network and the time limit raise
            connection.close()
        except BaseException:
            connection.close()
            raise
