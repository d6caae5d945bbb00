"""The WebSocket /v1/events: WatchEvents for programs that have a WebSocket anyway; see docs/WEBSOCKET.md.

The query is the request, whatever fields it has; each text message is a response in JSON.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, cast

from google.protobuf.descriptor import FieldDescriptor

from odind.v1 import rooms_pb2

from .codecs import from_json, to_json
from .socket_call import serve_socket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from google.protobuf.message import Message
    from starlette.websockets import WebSocket

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour

    from .socket_call import SocketCall

PATH: Final = "/v1/events"
METHOD: Final = "/odind.v1.RoomService/WatchEvents"
_TRUE: Final = ("1", "true")


class EventSockets:
    """Serves the WebSockets. `watch_events` is RoomService's."""

    def __init__(self, watch_events: Behaviour, calls: Calls) -> None:
        self._watch_events = watch_events
        self._calls = calls

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one WebSocket until its watch is over or its client is gone."""
        await serve_socket(websocket, self._calls, METHOD, self._watch, _written)

    async def _watch(self, call: SocketCall) -> None:
        request = request_of(call.query)
        with call.nothing_expected(), self._calls.turnstile.watch(call.caller.name, request):
            await self._watch_events(request, call)


def request_of(query: Iterable[tuple[str, str]]) -> rooms_pb2.WatchEventsRequest:
    """Return the request that a query spells: `connection_id` for each connection, other fields by name.

    A flag is set by `1` or `true`. Names of no field are skipped. Raises InvalidArgumentError
    MESSAGE_MALFORMED.
    """
    fields = rooms_pb2.WatchEventsRequest.DESCRIPTOR.fields_by_name
    values: dict[str, str | bool | list[str]] = {}
    for name, value in query:
        if f"{name}s" in fields:
            values[f"{name}s"] = [*cast("list[str]", values.get(f"{name}s", [])), value]
        elif name in fields:
            values[name] = value in _TRUE if fields[name].type == FieldDescriptor.TYPE_BOOL else value
    return from_json(json.dumps(values), rooms_pb2.WatchEventsRequest())


def _written(message: Message) -> Iterator[str]:
    yield to_json(message)
