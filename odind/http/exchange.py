"""One exchange of a request and its answer: bounds for what comes, a length for what goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectrpc.errors import ConnectError

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.pack.errors import status_of
from odind.pack.messages import MAX_MESSAGE_BYTES, check_size

from .errors import connect_error

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Message, Receive, Send

    from odind.services.turnstile import Turnstile

_ENVELOPE_BYTES: Final = 5
"""What Connect and gRPC-Web put before the message of a stream's request."""


def bounded(receive: Receive) -> Receive:
    """Return a receive that raises ConnectError MESSAGE_TOO_LARGE as soon as the body is too large."""
    size = 0

    async def receive_on() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_MESSAGE_BYTES + _ENVELOPE_BYTES:
            _refuse(size)
        return message

    return receive_on


def gathered(receive: Receive, turnstile: Turnstile) -> Receive:
    """Return a receive that gives the body as one message, which is read when the turnstile lets it.

    Raises ConnectError FIRST_MESSAGE_LATE.
    """
    begun = False

    async def receive_on() -> Message:
        nonlocal begun
        if begun:
            return await receive()
        begun = True
        try:
            return await turnstile.first(lambda: _whole(receive))
        except UnavailableError as error:
            raise connect_error(status_of(error)) from None

    return receive_on


async def body_of(request: Request, turnstile: Turnstile) -> bytes:
    """Return the body of a request that is no RPC; raises InvalidArgumentError REQUEST_MALFORMED."""
    try:
        message = await gathered(bounded(request.receive), turnstile)()
    except ConnectError as error:
        raise InvalidArgumentError("REQUEST_MALFORMED", "{problem}", problem=error.message) from None
    body: bytes = message.get("body", b"")
    return body


async def _whole(receive: Receive) -> Message:
    body = bytearray()
    message = await receive()
    while message["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body"):
            return {"type": "http.request", "body": bytes(body), "more_body": False}
        message = await receive()
    return message


def sized(send: Send) -> Send:
    """Return a send that says in its headers how long an answer of one piece is."""
    start: Message | None = None

    async def send_on(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
            return
        if start is not None:
            length = str(len(message.get("body", b""))).encode()
            extra = () if message.get("more_body") else ((b"content-length", length),)
            await send({**start, "headers": [*start["headers"], *extra]})
            start = None
        await send(message)

    return send_on


def _refuse(size: int) -> None:
    try:
        check_size(size)
    except InvalidArgumentError as error:
        raise connect_error(status_of(error)) from None
