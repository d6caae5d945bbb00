"""Connections to the very addresses that were checked: nobody asks for a host's address a second time."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

import httpcore

from .refusals import unresolved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from .guard import Guard

SocketOption: TypeAlias = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)

_MOST_TRIED: Final = 4


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the machine's resolver orders them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Connector(Protocol):
    """Connects to an address, as httpcore's back ends do."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to an address; raises httpcore.ConnectError, ConnectTimeout."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host, checks every address, and connects to the first permitted one that takes it.

    httpcore then checks the certificate against the host's name, which it keeps to itself.
    """

    def __init__(
        self,
        guard: Guard,
        resolver: Callable[[str, int], Awaitable[Sequence[str]]] = resolve,
        connector: Connector | None = None,
    ) -> None:
        self._guard = guard
        self._resolve = resolver
        self._connector = connector or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raise InvalidArgumentError ADDRESS_REFUSED, UnavailableError HOST_UNRESOLVED besides httpcore's."""
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        permitted = self._guard.permitted(host, await self._addresses(host, port, timeout))
        for address in permitted[:_MOST_TRIED]:
            try:
                return await self._connector.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError

    async def sleep(self, seconds: float) -> None:
        """Wait between attempts, of which this daemon asks for one alone."""
        await asyncio.sleep(seconds)

    async def _addresses(self, host: str, port: int, limit: float | None) -> Sequence[str]:
        try:
            async with asyncio.timeout(limit):
                return await self._resolve(host, port)
        except (OSError, UnicodeError) as error:  # TimeoutError is an OSError
            raise unresolved(host, error or "no answer in time") from None
