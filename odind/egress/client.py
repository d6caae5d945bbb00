"""A client for requests that callers cause: each URL and address is checked, bytes and time are bounded."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, contextmanager
from dataclasses import field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from odind.core.values.late import dataclass

from .guard import Guard
from .refusals import redirects_too_often, too_large, unreachable, untrusted

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    import httpx

    from .backend import Connector
    from .config import EgressConfig

CONNECT_S: Final = 10.0
MOST_REDIRECTS: Final = 3
MOST_BYTES: Final = 65_536
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """What a host answered; the names of headers are found in any case."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)


class Egress:
    """Sends requests to hosts that callers name. Belongs to the loop; leave its block to close connections.

    It uses no proxy and keeps no cookie. `resolver` finds the addresses of a host, `connector` connects to
    one of them; tests bring their own. What it needs is loaded with the first request.
    """

    def __init__(
        self,
        config: EgressConfig,
        *,
        resolver: Callable[[str, int], Awaitable[Sequence[str]]] | None = None,
        connector: Connector | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = Guard(config)
        self._resolver = resolver
        self._connector = connector
        self._trust = trust

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        from .pools import new_client  # noqa: PLC0415 - loading httpx takes a while

        return new_client(
            self._guard, self._resolver, self._connector, self._trust, max_redirects=MOST_REDIRECTS
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_client" in self.__dict__:
            await self._client.aclose()

    def check(self, url: str) -> None:
        """Check a URL without sending anything: its form, and its host where that is an address.

        Raises InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED.
        """
        self._guard.check_url(url)

    async def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] = _NONE,
        timeout_s: float = 15.0,
        most_bytes: int = MOST_BYTES,
        redirects: bool = False,
    ) -> Answer:
        """Return the whole answer, which must be there within `timeout_s`.

        Raises what `stream` does, and FailedPreconditionError ANSWER_TOO_LARGE.
        """
        try:
            async with (
                asyncio.timeout(timeout_s),
                self.stream(
                    method, url, body=body, headers=headers, idle_s=timeout_s, redirects=redirects
                ) as response,
            ):
                return Answer(response.status_code, response.headers, await _read(response, most_bytes))
        except TimeoutError:
            host = urlsplit(url).hostname or ""
            raise unreachable(host, f"no whole answer within {timeout_s:g} s") from None

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] = _NONE,
        idle_s: float = 15.0,
        redirects: bool = False,
    ) -> AsyncIterator[httpx.Response]:
        """Yield an answer whose bytes, `aiter_raw`, may go on for ever, but pause for at most `idle_s`.

        With `redirects`, at most `MOST_REDIRECTS` are followed, each checked like the first URL; without, the
        answer is the redirect. Errors while the bytes are read are raised in the same way.

        Raises InvalidArgumentError URL_REFUSED, ADDRESS_REFUSED; FailedPreconditionError
        CERTIFICATE_UNTRUSTED, TOO_MANY_REDIRECTS; UnavailableError HOST_UNRESOLVED, HOST_UNREACHABLE.
        """
        checked = self._guard.check_url(url)
        with _told(checked.host):
            async with self._client.stream(
                method,
                checked,
                content=body or None,
                headers=headers,
                timeout=(min(idle_s, CONNECT_S), idle_s, idle_s, idle_s),
                follow_redirects=redirects,
            ) as response:
                yield response


@contextmanager
def _told(host: str) -> Iterator[None]:
    """Turn httpx's errors into ours."""
    import httpx  # noqa: PLC0415 - see Egress

    try:
        yield
    except httpx.TooManyRedirects:
        raise redirects_too_often(host, MOST_REDIRECTS) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        detail = str(error) or type(error).__name__
        told = untrusted if "CERTIFICATE_VERIFY_FAILED" in detail else unreachable
        raise told(host, detail) from None


async def _read(response: httpx.Response, most_bytes: int) -> bytes:
    answer = bytearray()
    async for piece in response.aiter_raw():
        answer += piece
        if len(answer) > most_bytes:
            raise too_large(response.url.host, most_bytes)
    return bytes(answer)
