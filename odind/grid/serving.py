"""How the grid serves HTTP: on a socket that is bound first, until its block is left."""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING

from .addresses import bound, split_address

if TYPE_CHECKING:
    from asyncio import TaskGroup
    from collections.abc import AsyncIterator

    from odind.asgi import EmbeddedServer


def bind_tcp(address: str) -> socket.socket:
    """Bind a TCP address; raises UnavailableError."""
    host, port = split_address(address)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return bound(lambda: socket.create_server((host, port), family=family), address)


@contextlib.asynccontextmanager
async def serving(server: EmbeddedServer, sock: socket.socket, tasks: TaskGroup) -> AsyncIterator[None]:
    """Serve in a task of the group from the beginning of the block to its end."""
    task = tasks.create_task(server.serve(sockets=[sock]))
    await server.ready.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await task
