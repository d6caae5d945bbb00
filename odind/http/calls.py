"""Calls that came by a POST: what Connect's server knows of them, and where streaming ones write."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.services.access import Caller, bearer_of
from odind.services.calls import CallFailedError
from odind.services.tracing import trace_context
from odind.tls.shown import shown_names

from .guard import is_foreign_page

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from connectrpc.request import RequestContext
    from google.protobuf.message import Message

    Context = RequestContext[Message, Message]


class HttpCall:
    """A unary call that came over HTTP."""

    def __init__(self, context: Context) -> None:
        self._context = context
        address = context.client_address
        self.caller = Caller(
            "http",
            local=address is None,
            page=is_foreign_page(context.request_headers),
            bearer=bearer_of(context.request_headers.get("authorization", "")),
            certificate=shown_names(),
            peer=address.rpartition(":")[0] if address else "unix",
            trace=trace_context(context.request_headers),
        )

    async def write(self, message: Message) -> None:
        """Refuse: the answer is what the call returns."""
        raise AssertionError(f"a unary call wrote {message.DESCRIPTOR.name}")


class HttpStream(HttpCall):
    """A call that writes: a message waits until the answer's reader has taken the one before."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting: asyncio.Queue[Message | CallFailedError | None] = asyncio.Queue(1)

    async def write(self, message: Message) -> None:
        """Hand over a message."""
        await self._waiting.put(message)

    async def run(self, call: Awaitable[object]) -> None:
        """Await the call, and hand over how it ended."""
        try:
            await call
        except CallFailedError as failure:
            await self._waiting.put(failure)
        else:
            await self._waiting.put(None)

    async def take(self) -> Message | CallFailedError | None:
        """Return the next message, the failure that ended the call, or None when it has ended well."""
        return await self._waiting.get()
