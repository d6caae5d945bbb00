"""HTTP to services that are not trusted with our memory: no redirects, no proxy, bounded answers."""

from __future__ import annotations

import ssl
from dataclasses import field
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError
from odind.core.values.foreign import bounded
from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

CONNECT_S: Final = 3.0
MOST_BYTES: Final = 65_536


class AnswerTooLargeError(Exception):
    """An answer has more than `MOST_BYTES`."""


@dataclass(frozen=True)
class HttpAnswer:
    """What a service answered; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def new_client(timeout_s: float, at_once: int) -> httpx.AsyncClient:
    """Return a client that keeps up to so many connections; how many there are is the caller's to bound."""
    import httpx  # noqa: PLC0415 - loading it takes a while, and so do the authorities

    return httpx.AsyncClient(
        verify=ssl.create_default_context(),
        timeout=httpx.Timeout(timeout_s, connect=CONNECT_S),
        trust_env=False,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=at_once),
    )


async def post(client: httpx.AsyncClient, url: str, body: bytes, **headers: str) -> HttpAnswer:
    """Send JSON and return the answer as it comes, for what is packed has no bound.

    Raises httpx's errors, AnswerTooLargeError.
    """
    answer = bytearray()
    sent = {"content-type": "application/json", "accept-encoding": "identity", **headers}
    async with client.stream("POST", url, content=body, headers=sent) as response:
        async for piece in response.aiter_raw():
            answer += piece
            if len(answer) > MOST_BYTES:
                raise AnswerTooLargeError
        return HttpAnswer(response.status_code, response.headers, bytes(answer))


def untrusted(error: httpx.HTTPError) -> FailedPreconditionError | None:
    """Return the error of a server whose certificate is not trusted, None for any other failure."""
    detail = detail_of(error)
    if "CERTIFICATE_VERIFY_FAILED" not in detail:
        return None
    return FailedPreconditionError(
        "CERTIFICATE_UNTRUSTED", "the server's certificate is not trusted here: {detail}", detail=detail
    )


def detail_of(error: httpx.HTTPError) -> str:
    """Return what an error says, in one line."""
    return bounded(str(error) or type(error).__name__)
