"""The answers of a call that streams them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import TypeVar

    import grpc

    Request = TypeVar("Request")
    Response = TypeVar("Response")


async def answers_of(
    call: grpc.aio.UnaryStreamCall[Request, Response], target: str
) -> AsyncIterator[Response]:
    """Yield what a call answers; leaving the iteration ends the call."""
    answers = aiter(call)
    try:
        while True:
            with raised_again(target):
                answer = await anext(answers, None)
            if answer is None:
                return
            yield answer
    finally:
        call.cancel()
