"""The addresses of a host, those alone that may be called."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Final

from .refusals import unresolved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from .guard import Guard

MOST_TRIED: Final = 4
"""How many addresses of a host are tried."""


async def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the machine's resolver orders them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


async def permitted_addresses(
    guard: Guard,
    resolver: Callable[[str, int], Awaitable[Sequence[str]]],
    host: str,
    port: int,
    limit_s: float | None = None,
) -> list[str]:
    """Return the addresses of a host that may be called, found within `limit_s`.

    Raises InvalidArgumentError ADDRESS_REFUSED, UnavailableError HOST_UNRESOLVED.
    """
    try:
        async with asyncio.timeout(limit_s):
            found = await resolver(host, port)
    except (OSError, UnicodeError) as error:  # TimeoutError is an OSError
        raise unresolved(host, error or "no answer in time") from None
    return guard.permitted(host, found)
