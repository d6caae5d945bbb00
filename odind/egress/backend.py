"""Connections to the very addresses that were checked: nobody asks for a host's address a second time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, TypeAlias

import httpcore

from .resolving import MOST_TRIED, permitted_addresses, resolve

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from .guard import Guard

SocketOption: TypeAlias = (
    tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
)


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
        permitted = await permitted_addresses(self._guard, self._resolve, host, port, timeout)
        for address in permitted[:MOST_TRIED]:
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
