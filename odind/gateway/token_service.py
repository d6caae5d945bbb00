"""A client of the token service of ODIN Rooms, and of others that speak as it does."""

from __future__ import annotations

import asyncio
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import quote

import msgspec

from odind.core.errors import OdindError, PermissionDeniedError, ResourceExhaustedError, UnavailableError
from odind.core.tokens.hosted import invalid_answer
from odind.core.tokens.ports import ServedToken
from odind.core.values.foreign import bounded

from .http import MOST_BYTES, AnswerTooLargeError, detail_of, new_client, post, untrusted

if TYPE_CHECKING:
    from types import TracebackType

    import httpx

    from .http import HttpAnswer

TIMEOUT_S: Final = 10.0
_AT_ONCE: Final = 8
_TOO_MANY_REQUESTS: Final = 429
_DEFAULT_PAUSE_S: Final = 60
_LONGEST_PAUSE_S: Final = 3_600


class _Error(msgspec.Struct):
    code: int = 0
    message: str = ""


class _Data(msgspec.Struct):
    token: str = ""
    domain: str = ""


class _Answer(msgspec.Struct):
    data: _Data | None = None
    error: _Error | None = None


class HttpTokenService:
    """A client for as long as its `async with` block; `url` is that of the service without a path."""

    def __init__(self, url: str, timeout_s: float = TIMEOUT_S) -> None:
        self._url = url.rstrip("/")
        self._timeout_s = timeout_s

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

    async def create(self, api_key: str, secret: str, room_id: str, user_id: str) -> ServedToken:
        """Return a token; see the port."""
        url = f"{self._url}/public/api/v1/projects/{quote(api_key, safe='')}/create-token"
        body = msgspec.json.encode({"roomId": room_id, "userId": user_id, "secret": secret})
        return _served(await self._post(url, body), secret)

    async def _post(self, url: str, body: bytes) -> HttpAnswer:
        import httpx  # noqa: PLC0415 - loading it takes a while

        try:
            async with asyncio.timeout(self._timeout_s):
                return await post(self._http, url, body)
        except (TimeoutError, httpx.TimeoutException):
            raise UnavailableError(
                "TOKEN_SERVICE_TIMEOUT",
                "the token service {url} has not answered within {seconds} s",
                url=self._url,
                seconds=self._timeout_s,
            ) from None
        except AnswerTooLargeError:
            raise invalid_answer(f"it has more than {MOST_BYTES} bytes") from None
        except httpx.HTTPError as error:
            raise untrusted(error) or self._unreachable(error) from None

    def _unreachable(self, error: httpx.HTTPError) -> UnavailableError:
        return UnavailableError(
            "TOKEN_SERVICE_UNREACHABLE",
            "the token service {url} cannot be reached: {detail}",
            url=self._url,
            detail=detail_of(error),
        )


def _served(answer: HttpAnswer, secret: str) -> ServedToken:
    """Return the token of an answer, or raise what it tells instead; the secret is not passed on."""
    if answer.status == _TOO_MANY_REQUESTS:
        raise _busy(answer.headers.get("retry-after", ""))
    try:
        said = msgspec.json.decode(answer.body, type=_Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise invalid_answer(f"status {answer.status}, and no JSON of its form") from None
    if said.error and said.error.code:
        raise _refused(said.error, secret)
    if not said.data or not said.data.token or answer.status >= HTTPStatus.MULTIPLE_CHOICES:
        raise invalid_answer(f"status {answer.status}, and neither a token nor an error")
    return ServedToken(said.data.token, said.data.domain)


def _busy(retry_after: str) -> OdindError:
    asked = retry_after.strip()
    pause = int(asked) if asked.isascii() and asked.isdigit() else _DEFAULT_PAUSE_S
    return ResourceExhaustedError(
        "TOKEN_SERVICE_BUSY",
        "the token service has had too many requests; try again in {retry_after_s} s",
        retry_after_s=min(max(pause, 1), _LONGEST_PAUSE_S),
    )


def _refused(error: _Error, secret: str) -> OdindError:
    return PermissionDeniedError(
        "TOKEN_SERVICE_REFUSED",
        "the token service refuses: {detail} (its code is {code})",
        detail=bounded(error.message.replace(secret, "***")),
        code=error.code,
    )
