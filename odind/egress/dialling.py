"""Plain and TLS connections to hosts that callers name, for protocols that are not HTTP."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from .guard import Guard
from .refusals import unreachable, untrusted
from .resolving import MOST_TRIED, permitted_addresses, resolve

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

    from .config import EgressConfig

Streams: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_WAITING_BYTES: Final = 65_536
"""How much the system keeps of what a host has not taken yet: who sends learns soon that it takes nothing."""
AT_ONCE: Final = 1
"""The limit of a transport's buffer above which `drain` waits. With 0, TLS of asyncio waits though nothing is
left, and for ever."""


class Dialler:
    """Connects to addresses that it has checked. Belongs to the loop; whoever dials limits the time.

    `resolver` finds the addresses of a host; `trust` says which certificates are good, without it those that
    the system trusts are.
    """

    def __init__(
        self,
        config: EgressConfig,
        *,
        resolver: Callable[[str, int], Awaitable[Sequence[str]]] = resolve,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = Guard(config)
        self._resolve = resolver
        self._trust = trust

    @property
    def trust(self) -> ssl.SSLContext:
        """What says which certificates are good: the system's authorities, read at the first use."""
        if self._trust is None:
            self._trust = ssl.create_default_context()
        return self._trust

    def check_host(self, host: str) -> None:
        """Raise InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED, as far as no look-up is needed for it."""
        self._guard.check_host(host)

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the addresses of a host that may be called.

        Raises InvalidArgumentError ADDRESS_REFUSED, UnavailableError HOST_UNRESOLVED.
        """
        return await permitted_addresses(self._guard, self._resolve, host, port)

    async def socket(self, host: str, port: int) -> socket.socket:
        """Return a socket that is connected to one of the host's addresses.

        Raises what `addresses` does, and UnavailableError HOST_UNREACHABLE.
        """
        problem = ""
        for address in (await self.addresses(host, port))[:MOST_TRIED]:
            try:
                return await _connected(address, port)
            except OSError as error:
                problem = str(error)
        raise unreachable(host, problem)

    @asynccontextmanager
    async def connected(self, host: str, port: int, *, tls: bool = False) -> AsyncIterator[Streams]:
        """Yield streams to a host; with `tls`, its certificate is checked against its name.

        Raises what `socket` does, and FailedPreconditionError CERTIFICATE_UNTRUSTED. A connection that breaks
        raises UnavailableError HOST_UNREACHABLE within the block.
        """
        with told(host):
            sock = await self.socket(host, port)
            try:
                reader, writer = await asyncio.open_connection(
                    sock=sock, ssl=self.trust if tls else None, server_hostname=host if tls else None
                )
            except BaseException:
                sock.close()
                raise
            writer.transport.set_write_buffer_limits(AT_ONCE)
            try:
                yield reader, writer
            finally:
                writer.transport.abort()  # whoever wants an orderly end has drained and closed it


@contextmanager
def told(host: str) -> Iterator[None]:
    """Turn errors of sockets and of TLS into ours."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise untrusted(host, error.verify_message) from None
    except (OSError, EOFError) as error:
        problem = "it closed the connection" if isinstance(error, EOFError) else str(error)
        raise unreachable(host, problem or type(error).__name__) from None


async def _connected(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)  # noqa: FBT003 - its only argument
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _WAITING_BYTES)
        await asyncio.get_running_loop().sock_connect(sock, (address, port))
    except BaseException:
        sock.close()
        raise
    return sock
