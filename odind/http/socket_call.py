"""A call that is one WebSocket: its end is the call's, and who closes it cancels the call."""

from __future__ import annotations

import asyncio
import json
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, NoReturn

from starlette.status import WS_1000_NORMAL_CLOSURE
from starlette.websockets import WebSocketDisconnect

from odind.pack.errors import info_of
from odind.services.access import Caller, bearer_of
from odind.services.calls import CallFailedError
from odind.services.tracing import trace_context
from odind.tls.shown import shown_names

from .errors import wire_code
from .guard import is_foreign_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from google.protobuf.message import Message
    from google.rpc import status_pb2
    from starlette.websockets import WebSocket

    from odind.services.calls import Calls

    Written = Callable[[Message], Iterable[str | bytes]]

PROTOCOL: Final = "odind.v1"
"""The subprotocol that a client may name, and must when it names its credential that way."""
_BEARER: Final = "bearer."
CLOSE_BASE: Final = 4000
"""A socket that an error ends is closed with this plus the number of the error's google.rpc.Code."""


class SocketCall:
    """One socket, which `task` serves. `written` makes messages of a response, `tasks` outlives the call."""

    def __init__(
        self, websocket: WebSocket, task: asyncio.Task[None], tasks: asyncio.TaskGroup, written: Written
    ) -> None:
        bearers = _bearers(websocket)
        self.caller = Caller(
            "websocket",
            local=websocket.client is None,
            bearer=bearers[0] if bearers else "",
            twice=len(bearers) > 1,
            page=is_foreign_page(websocket.headers),
            certificate=shown_names(),
            peer=websocket.client.host if websocket.client else "unix",
            trace=trace_context(websocket.headers),
        )
        self._websocket = websocket
        self._task = task
        self._tasks = tasks
        self._written = written

    @property
    def query(self) -> list[tuple[str, str]]:
        """The names and values in the query of the URL."""
        return self._websocket.query_params.multi_items()

    async def receive(self) -> str | bytes:
        """Return the client's next message. A client that is gone cancels the call, as over gRPC."""
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            await self._gone()
        text: str | None = message.get("text")
        return bytes(message["bytes"]) if text is None else text

    @contextmanager
    def nothing_expected(self) -> Iterator[None]:
        """Skip what the client says meanwhile, and so notice when it goes."""
        skipping = self._tasks.create_task(self._skip())
        try:
            yield
        finally:
            skipping.cancel()

    async def write(self, message: Message) -> None:
        """Send a response."""
        try:
            for part in self._written(message):
                if isinstance(part, str):
                    await self._websocket.send_text(part)
                else:
                    await self._websocket.send_bytes(part)
        except WebSocketDisconnect:
            await self._gone()

    async def fail(self, status: status_pb2.Status) -> None:
        """Tell the client why the call is over, and close."""
        info = info_of(status)
        error = {
            "code": wire_code(status.code).value,
            "reason": info.reason,
            "message": status.message,
            "metadata": dict(info.metadata),
        }
        with suppress(WebSocketDisconnect):
            await self._websocket.send_text(json.dumps({"error": error}))
            await self._websocket.close(CLOSE_BASE + status.code, info.reason)

    async def close(self) -> None:
        """Close after everything has been said and heard."""
        with suppress(WebSocketDisconnect):
            await self._websocket.close(WS_1000_NORMAL_CLOSURE)

    async def _skip(self) -> NoReturn:
        while True:
            await self.receive()

    async def _gone(self) -> NoReturn:
        self._task.cancel()
        await asyncio.get_running_loop().create_future()
        raise AssertionError("the future has no result")


def _bearers(websocket: WebSocket) -> list[str]:
    """Return the credentials: in a header or, as browsers cannot send those, among the subprotocols."""
    offered = (name for name in websocket.scope["subprotocols"] if name.startswith(_BEARER))
    sent = map(bearer_of, websocket.headers.getlist("authorization"))
    return [*(name.removeprefix(_BEARER) for name in offered), *filter(None, sent)]


async def serve_socket(
    websocket: WebSocket,
    calls: Calls,
    method: str,
    work: Callable[[SocketCall], Awaitable[None]],
    written: Written,
) -> None:
    """Serve one WebSocket, which stands for a call of `method`, until that is done or its client is gone."""

    async def converse() -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - it is what runs this
        call = SocketCall(websocket, task, tasks, written)
        try:
            await calls.run(websocket.url.path, call, lambda: work(call), method)
        except CallFailedError as failure:
            await call.fail(failure.status)
        else:
            await call.close()

    await websocket.accept(PROTOCOL if PROTOCOL in websocket.scope["subprotocols"] else None)
    async with asyncio.TaskGroup() as tasks:  # a task of its own, for whoever cancels it
        tasks.create_task(converse())
