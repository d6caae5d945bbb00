"""Calls gateways over HTTP, and says what became of it in the daemon's own errors."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import asynccontextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from odind.core.errors import (
    FailedPreconditionError,
    OdindError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.core.timing.slots import Slots
from odind.core.values.foreign import bounded

from .http import MOST_BYTES, AnswerTooLargeError, detail_of, new_client, post, untrusted
from .methods import method_of, params_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import TracebackType

    import httpx

    from odind.core.moderation.ports import GatewayRequest

    from .methods import Method

TIMEOUT_S: Final = 10.0
"""For a whole call, its repetitions included."""
_PAUSES_S: Final = (0.1, 0.4)
"""Before the second and the third attempt."""
_AT_ONCE: Final = 32
"""Calls to one gateway; those to others go past them when it does not answer."""
_METHOD_NOT_FOUND: Final = -32_601


class _Error(msgspec.Struct):
    message: str = "no reason given"
    code: int = 0


class _Answer(msgspec.Struct):
    error: _Error | None = None
    result: Any = msgspec.UNSET


class HttpGatewayClient:
    """A client for as long as its `async with` block. It follows no redirects and uses no proxy."""

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        self._timeout_s = timeout_s
        self._numbers = itertools.count(1)
        self._slots = Slots(_AT_ONCE)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_http" in self.__dict__:
            await self._http.aclose()

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        return new_client(self._timeout_s, _AT_ONCE)

    def method(self, request: GatewayRequest) -> str:
        """Return the name of the gateway's method."""
        return method_of(request).name

    async def ask(self, gateway: str, token: str, request: GatewayRequest) -> None:
        """Have a gateway do something; see the port."""
        method = method_of(request)
        body = {
            "jsonrpc": "2.0",
            "id": next(self._numbers),
            "method": method.name,
            "params": params_of(request),
        }
        async with self._in_time(gateway, method), self._slots.take(gateway):
            answer = await self._post(gateway, token, msgspec.json.encode(body), method)
        failure = _failure(answer, method)
        if failure:
            raise failure

    @asynccontextmanager
    async def _in_time(self, gateway: str, method: Method) -> AsyncIterator[None]:
        import httpx  # noqa: PLC0415 - loading it takes a while

        try:
            async with asyncio.timeout(self._timeout_s):
                yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _unreachable(error) from None
        except (TimeoutError, httpx.TimeoutException):
            raise UnavailableError(
                "GATEWAY_TIMEOUT",
                "{gateway} has not answered {method} within {seconds} s, and may have done it",
                gateway=gateway,
                method=method.name,
                seconds=self._timeout_s,
            ) from None
        except httpx.HTTPError as error:
            raise _unreachable(error) from None

    async def _post(self, gateway: str, token: str, body: bytes, method: Method) -> bytes:
        """Send a call, again after a failure on the way where that is safe: always if nothing was sent."""
        import httpx  # noqa: PLC0415 - see above

        for pause in _PAUSES_S:
            try:
                return await self._attempt(gateway, token, body)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                await asyncio.sleep(pause)
            except httpx.TransportError as error:
                if not method.repeatable or isinstance(error, httpx.TimeoutException):
                    raise
                await asyncio.sleep(pause)
        return await self._attempt(gateway, token, body)

    async def _attempt(self, gateway: str, token: str, body: bytes) -> bytes:
        url = gateway if "://" in gateway else f"https://{gateway}"
        try:
            answer = await post(self._http, url, body, authorization=f"Bearer {token}")
        except AnswerTooLargeError:
            raise _not_a_gateway(f"its answer has more than {MOST_BYTES} bytes") from None
        if not answer.body:
            raise _not_a_gateway(f"it answers {answer.status} and nothing else")
        return answer.body


def _failure(answer: bytes, method: Method) -> OdindError | None:
    """Return the error that an answer tells, None for success. The body alone counts, as to clients."""
    try:
        said = msgspec.json.decode(answer, type=_Answer)
    except msgspec.MsgspecError:
        return _not_a_gateway("its answer is not JSON-RPC")
    if said.error is None:
        return _not_a_gateway("its answer has no result") if said.result is msgspec.UNSET else None
    if said.error.code == _METHOD_NOT_FOUND:
        return FailedPreconditionError(
            "GATEWAY_UNSUPPORTED",
            "the gateway does not know {method}, which ODIN's gateway has since version {since}",
            method=method.name,
            since=method.since,
        )
    return PermissionDeniedError(
        "GATEWAY_REFUSED", "the gateway refuses: {detail}", detail=bounded(said.error.message)
    )


def _unreachable(error: httpx.HTTPError) -> OdindError:
    detail = detail_of(error)
    return untrusted(error) or UnavailableError(
        "GATEWAY_UNREACHABLE", "the gateway cannot be reached: {detail}", detail=detail
    )


def _not_a_gateway(detail: str) -> UnavailableError:
    return UnavailableError(
        "GATEWAY_ANSWER_INVALID", "the answer is not that of an ODIN gateway: {detail}", detail=detail
    )
