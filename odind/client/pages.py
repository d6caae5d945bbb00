"""Lists that the daemon answers page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Protocol, TypeVar

    import grpc

    from .asking import Ask

    class Paged(Protocol):
        """The request of a list."""

        page_token: str

    class Answered(Protocol):
        """A page of a list."""

        @property
        def next_page_token(self) -> str:
            """What asks for the next page, empty at the last."""

    Request = TypeVar("Request", bound=Paged)
    Page = TypeVar("Page", bound=Answered)

LARGEST: Final = 1_000
"""The most items that the daemon answers at once."""


async def pages(
    ask: Ask, method: grpc.aio.UnaryUnaryMultiCallable[Request, Page], request: Request
) -> AsyncIterator[Page]:
    """Yield all pages of a list; the request gets the token of each next one."""
    while True:
        page = await ask(method, request)
        yield page
        request.page_token = page.next_page_token
        if not request.page_token:
            return
