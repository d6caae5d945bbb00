"""`GET /v1/events`: WatchEvents as Server-Sent Events, as EventSource and curl read them; see docs/HTTP.md.

The query is the request, as on the WebSocket of the same path. Each message is a response in JSON, and its id
the sequence to go on after, which a client that connects again sends as `Last-Event-ID`.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, cast

from starlette.requests import Request

from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.pack.errors import info_of, status_of
from odind.services.calls import CallFailedError

from .callers import caller_of
from .codecs import to_json
from .errors import http_status, readable, refusal, wire_code
from .event_socket import METHOD, request_of

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from google.protobuf.message import Message
    from google.rpc import status_pb2
    from starlette.types import Receive, Scope, Send

    from odind.services.access import Caller
    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour
    from odind.v1 import rooms_pb2

    from .tickets import Tickets

_BEGUN_S: Final = 0.2
"""A watch that has not failed by then has begun, also where nothing happens."""
_BEAT_S: Final = 15.0
"""How often something is sent, so that nothing on the way takes the connection for dead."""
_BEAT: Final = b": \n\n"
_START: Final = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")],
}


class EventStreams:
    """The ASGI application of the streams. `watch_events` is RoomService's."""

    def __init__(self, watch_events: Behaviour, calls: Calls, tickets: Tickets) -> None:
        self._watch_events = watch_events
        self._calls = calls
        self._tickets = tickets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one stream until its watch is over or its client is gone."""
        request = Request(scope)
        try:
            stream = _Stream(self._caller(request), send)
        except PermissionDeniedError as error:
            await refusal(HTTPStatus.FORBIDDEN, status_of(error))(scope, receive, send)
            return
        call = self._calls.run(request.url.path, stream, lambda: self._watch(request, stream), METHOD)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(stream.run(call, scope, receive))
            duties = (tasks.create_task(_gone(receive, running)), tasks.create_task(stream.beat()))
            await asyncio.wait([running])
            for duty in duties:
                duty.cancel()

    def _caller(self, request: Request) -> Caller:
        """Return who asks, or whose ticket is in the query; raises PermissionDeniedError TICKET_INVALID."""
        ticket = request.query_params.get("ticket")
        return self._tickets.redeem(ticket) if ticket else caller_of(request)

    async def _watch(self, request: Request, stream: _Stream) -> None:
        wanted = _wanted(request)
        with self._calls.turnstile.watch(stream.caller.name, wanted):
            await self._watch_events(wanted, stream)


class _Stream:
    """One stream as a call. It begins with its first message, or when its watch has not failed so far."""

    def __init__(self, caller: Caller, send: Send) -> None:
        self.caller = caller
        self._send = send
        self._begun = False

    async def write(self, message: Message) -> None:
        """Send a response."""
        response = cast("rooms_pb2.WatchEventsResponse", message)
        await self._say(f"{_id_of(response)}data: {to_json(response)}\n\n".encode())

    async def beat(self) -> None:
        """Begin, and send something now and then, until cancelled."""
        await asyncio.sleep(_BEGUN_S)
        while True:
            await self._say(_BEAT)
            await asyncio.sleep(_BEAT_S)

    async def run(self, call: Awaitable[object], scope: Scope, receive: Receive) -> None:
        """Await the call, and tell how it ended."""
        try:
            await call
        except CallFailedError as failure:
            if not self._begun:
                await refusal(http_status(failure.status.code), failure.status)(scope, receive, self._send)
                return
            await self._say(_error(failure.status))
        await self._say(b"", more=False)

    async def _say(self, data: bytes, *, more: bool = True) -> None:
        if not self._begun:
            self._begun = True
            await self._send(_START)
        await self._send({"type": "http.response.body", "body": data, "more_body": more})


async def _gone(receive: Receive, running: asyncio.Task[None]) -> None:
    """Cancel the call once its client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    running.cancel()


def _wanted(request: Request) -> rooms_pb2.WatchEventsRequest:
    """Return the request: its query, and where a client that connects again goes on.

    Raises InvalidArgumentError MESSAGE_MALFORMED, LAST_EVENT_ID_INVALID.
    """
    wanted = request_of(request.query_params.multi_items())
    last = request.headers.get("last-event-id", "")
    if last and not wanted.consumer:
        wanted.ClearField("since")
        wanted.after_sequence = _sequence(last)
        wanted.snapshot_if_expired = True
    return wanted


def _sequence(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 2**64:
        return int(text)
    raise InvalidArgumentError("LAST_EVENT_ID_INVALID", "Last-Event-ID must be the id of an event")


def _id_of(response: rooms_pb2.WatchEventsResponse) -> str:
    """Return the line that says where to go on; none before the end of a snapshot."""
    if response.HasField("event"):
        return f"id: {response.event.sequence}\n"
    if response.HasField("standing"):
        return f"id: {response.standing.sequence}\n"
    return "" if response.snapshot.more else f"id: {response.snapshot.sequence}\n"


def _error(status: status_pb2.Status) -> bytes:
    error = {"code": wire_code(status.code).value, "message": status.message, **readable(info_of(status))}
    return f"event: error\ndata: {json.dumps(error)}\n\n".encode()
