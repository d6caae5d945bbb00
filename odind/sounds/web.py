"""Fetches what sounds are made of, through the guard of `egress`, and refuses answers that are no sound."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    import httpx

    from odind.egress import Egress

_TEXT_BYTES: Final = 1_048_576
_PAGES: Final = ("text/html", "application/xhtml+xml")
_SUCCESS: Final = range(200, 300)


class Web:
    """Answers whose bytes may pause for at most `idle_s`."""

    def __init__(self, egress: Egress, idle_s: float) -> None:
        self._egress = egress
        self._idle_s = idle_s

    @asynccontextmanager
    async def answer(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[httpx.Response]:
        """Yield an answer that may be a sound. Raises what `Egress.stream` does, and

        FailedPreconditionError URL_STATUS, InvalidArgumentError SOUND_UNREADABLE.
        """
        async with self._egress.stream(
            "GET", url, headers=headers, idle_s=self._idle_s, redirects=True
        ) as response:
            if response.status_code not in _SUCCESS:
                raise _status(response)
            if content_type(response) in _PAGES:
                raise InvalidArgumentError(
                    "SOUND_UNREADABLE", "the address on {host} leads to a web page", host=response.url.host
                )
            yield response

    async def pieces(self, url: str, byte_range: str = "") -> AsyncIterator[bytes]:
        """Yield the bytes of an answer; raises what `answer` does."""
        async with self.answer(url, {"range": byte_range} if byte_range else {}) as response:
            async for piece in response.aiter_raw():
                yield piece

    async def text(self, url: str) -> str:
        """Return a short text; raises what `answer` does, and FailedPreconditionError PLAYLIST_TOO_LONG."""
        async with self.answer(url, {}) as response:
            return await text_of(response)


def content_type(response: httpx.Response) -> str:
    """Return the type that an answer says it has, without parameters."""
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def is_file(response: httpx.Response) -> bool:
    """Whether an answer says where it ends."""
    return "content-length" in response.headers and "icy-metaint" not in response.headers


async def text_of(response: httpx.Response) -> str:
    """Return a short text; raises FailedPreconditionError PLAYLIST_TOO_LONG."""
    text = bytearray()
    async for piece in response.aiter_raw():
        text += piece
        if len(text) > _TEXT_BYTES:
            raise FailedPreconditionError(
                "PLAYLIST_TOO_LONG", "the playlist is longer than {most} bytes", most=_TEXT_BYTES
            )
    return text.decode(errors="replace")


def _status(response: httpx.Response) -> FailedPreconditionError:
    return FailedPreconditionError(
        "URL_STATUS",
        "the host {host} answers {status} {phrase}",
        host=response.url.host,
        status=response.status_code,
        phrase=response.reason_phrase,
    )
