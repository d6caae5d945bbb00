"""A daemon's services and its HTTP face over rooms in memory, and the grid's gateway, called without a wire.

The loop runs only while a call does. Each call finds one connection, whose id stands in its bytes for
`CONNECTION`, and what it joined or opened is left and closed after it.
"""

from __future__ import annotations

import asyncio
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NoReturn

import structlog
from google.protobuf.message_factory import GetMessageClass
from google.rpc.code_pb2 import INTERNAL, UNKNOWN
from starlette.requests import Request

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.rooms.admission import JoinRequest
from odind.grid.gateway.json_rpc import rpc_endpoint
from odind.http.admittance import Admittance
from odind.http.app import make_app
from odind.pack.messages import read_message
from odind.services.access import Caller
from odind.services.calls import CallFailedError, Calls
from odind.services.turnstile import Turnstile
from tests.rpc.bench import HandClock, Inside, open_inside

from .seeds import CONNECTION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

_TURNS: Final = 40
"""Turns of the loop that a call may take; what goes on then is cancelled, as by a caller."""
_KINDS: Final = (
    "application/json",
    "application/proto",
    "application/connect+json",
    "application/grpc-web+proto",
)


def _drop(*_: object) -> NoReturn:
    raise structlog.DropEvent


SILENT: Final = structlog.wrap_logger(None, processors=[_drop])


class Call:
    """A call without a wire."""

    caller = Caller("fuzz")
    time_left_s = None

    async def write(self, message: Message, /) -> None:
        """Check that the answer can be written."""
        message.SerializeToString()
        await asyncio.sleep(0)


def require_refusal(failure: CallFailedError) -> None:
    """Raise the exception behind a failure that is a defect of ours, and no refusal."""
    if failure.status.code in (INTERNAL, UNKNOWN):
        raise failure.__cause__ or failure


class Services:
    """All methods, by number."""

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        return asyncio.new_event_loop()

    @cached_property
    def _inside(self) -> Inside:
        opened = self._loop.create_future()
        self._holding = self._loop.create_task(self._hold(opened))
        inside: Inside = self._loop.run_until_complete(opened)
        return inside

    async def _hold(self, opened: asyncio.Future[Inside]) -> None:
        async with open_inside(HandClock(), Limits(max_connections=8, max_watchers=8)) as inside:
            opened.set_result(inside)
            await asyncio.Event().wait()

    @cached_property
    def _calls(self) -> Calls:
        return Calls(SILENT, Turnstile(Limits(), SystemClock()))

    @cached_property
    def _methods(self) -> list[tuple[Any, MethodDescriptor]]:
        return [
            (service.behaviour(method), method)
            for service in self._inside.services
            for method in service.descriptor.methods
            if method.name not in ("Drain", "Upgrade")  # after which no other call could join
        ]

    @cached_property
    def _app(self) -> Any:
        return make_app(self._inside.services, self._calls, Admittance())

    @cached_property
    def _endpoint(self) -> Any:
        return rpc_endpoint(_Methods(), max_body_bytes=65_536, body_timeout=5)

    def call(self, data: bytes) -> None:
        """Call the method that the first byte names with the other bytes."""
        behaviour, method = self._methods[data[0] % len(self._methods) if data else 0]
        self._run(lambda known: self._request(behaviour, method, data[1:].replace(CONNECTION, known)))

    def post(self, data: bytes) -> None:
        """Post a body: the first byte names the method, the second its content type."""
        head = data[:2].ljust(2, b"\0")
        _, method = self._methods[head[0] % len(self._methods)]
        path = f"/{method.containing_service.full_name}/{method.name}"
        kind = _KINDS[head[1] % len(_KINDS)]
        self._run(lambda known: self._exchange(path, kind, data[2:].replace(CONNECTION, known)))

    def json_rpc(self, data: bytes) -> None:
        """Post a body to the grid's gateway; what it answers is JSON, and no failure of its own."""
        answer = self._loop.run_until_complete(
            self._endpoint(Request(_scope("/", "application/json"), _receive(data)))
        )
        assert answer.status_code < 500, answer.body
        json.loads(answer.body)

    async def _request(self, behaviour: Any, method: MethodDescriptor, data: bytes) -> None:
        kind, call = GetMessageClass(method.input_type), Call()

        async def requests() -> AsyncIterator[Message]:
            for part in data.split(b"\0\0"):
                yield read_message(kind, part)

        async def work() -> Any:
            return await behaviour(requests() if method.client_streaming else read_message(kind, data), call)

        try:
            answer = await self._calls.run(method.name, call, work)
        except CallFailedError as failure:
            require_refusal(failure)
        else:
            if answer is not None:
                answer.SerializeToString()

    async def _exchange(self, path: str, kind: str, body: bytes) -> None:
        async def send(message: Any) -> None:
            assert message.get("status", 200) < 500, message
            await asyncio.sleep(0)

        await self._app(_scope(path, kind), _receive(body), send)

    def _run(self, work: Callable[[bytes], Coroutine[Any, Any, None]]) -> None:
        self._loop.run_until_complete(self._beside_a_connection(self._inside, work))

    async def _beside_a_connection(
        self, inside: Inside, work: Callable[[bytes], Coroutine[Any, Any, None]]
    ) -> None:
        view = await inside.plane.rooms.join(JoinRequest(room_id="room", user_id="me"))
        try:
            await _bounded(work(view.connection_id.encode()))
        finally:
            await _leave_all(inside)


async def _bounded(work: Coroutine[Any, Any, None]) -> None:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        for _ in range(_TURNS):
            if task.done():
                return
            await asyncio.sleep(0)
        task.cancel()


async def _leave_all(inside: Inside) -> None:
    for line in inside.plane.devices.lines():
        await inside.plane.devices.close(line.line_id)
    views, _ = inside.plane.rooms.list_page(0, "")
    for view in views:
        await inside.plane.rooms.leave(view.connection_id)


def _scope(path: str, kind: str) -> dict[str, Any]:
    headers = {b"host": b"localhost", b"content-type": kind.encode(), b"authorization": b"Bearer a.b.c"}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": list(headers.items()),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }


def _receive(body: bytes) -> Any:
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        if message := next(messages, None):
            return message
        return await asyncio.get_running_loop().create_future()

    return receive


class _Methods:
    """A gateway that repeats what it is asked."""

    def check_bearer(self, token: str) -> None:
        """Take every one."""

    async def run(self, call: Any) -> object:
        """Return nothing."""
        del call
        return {}


SERVICES: Final = Services()
