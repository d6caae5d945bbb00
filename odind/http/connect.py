"""Every unary and server-streaming call as Connect and gRPC-Web, made from the services' descriptors."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.server import ConnectASGIApplication, Endpoint
from google.protobuf.message_factory import GetMessageClass
from google.rpc import code_pb2
from starlette.datastructures import Headers

from odind.core.base.errors import InvalidArgumentError
from odind.pack.errors import make_status, status_of
from odind.services.calls import Caller, CallFailedError

from .codecs import JsonCodec, ProtobufCodec
from .errors import connect_error, refusal

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from connectrpc.request import RequestContext
    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour, Service

MAX_MESSAGE_BYTES: Final = 4 * 1024 * 1024
"""What gRPC allows by default, too."""
_GRPC_WEB: Final = ("application/grpc-web", "application/grpc-web+proto", "application/grpc-web+json")
_UNARY: Final = ("application/json", "application/proto", *_GRPC_WEB)
_STREAMING: Final = ("application/connect+json", "application/connect+proto", *_GRPC_WEB)


class ConnectApp:
    """The ASGI application of the calls. What cannot be a call is refused with a sentence."""

    def __init__(self, services: Iterable[Service], calls: Calls) -> None:
        self._content_types: dict[str, tuple[str, ...]] = {}
        endpoints: dict[str, Any] = {}
        for service in services:
            for method in service.descriptor.methods:
                if not method.client_streaming:
                    path = f"/{service.descriptor.full_name}/{method.name}"
                    self._content_types[path] = _STREAMING if method.server_streaming else _UNARY
                    endpoints[path] = _endpoint(path, method, service.behaviour(method), calls)
        self._server = _Server(endpoints)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        app: Any = self._refusal(scope) or self._server
        readable = [(name, value) for name, value in scope["headers"] if value.isascii()]
        await app({**scope, "headers": readable}, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        accepted = self._content_types.get(scope["path"])
        if accepted is None or scope["type"] == "websocket":
            return _unknown(scope["path"])
        if scope["method"] != "POST":
            return _not_post(scope["method"])
        content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
        if content_type not in accepted:
            return _wrong_type(content_type, accepted)
        return None


class _Server(ConnectASGIApplication[None]):
    """Connect's server over our endpoints. On loopback nothing is worth compressing."""

    def __init__(self, endpoints: Mapping[str, Any]) -> None:
        super().__init__(
            service=None,
            endpoints=lambda _: endpoints,
            read_max_bytes=MAX_MESSAGE_BYTES,
            compressions=(),
            codecs=(ProtobufCodec(), JsonCodec()),
        )

    @property
    def path(self) -> str:
        """Where it is mounted."""
        return ""


class _HttpCall:
    """A call that came over HTTP; what it writes waits until the answer's reader takes it."""

    caller: Final = Caller("http")
    time_left_s: float | None = None

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Message | None] = asyncio.Queue(1)
        self.failure: CallFailedError | None = None

    async def write(self, message: Message) -> None:
        """Hand over a message, once the one before is taken."""
        await self._waiting.put(message)

    async def run(self, call: Awaitable[None]) -> None:
        """Await the call, and mark its end."""
        try:
            await call
        except CallFailedError as failure:
            self.failure = failure
        await self._waiting.put(None)

    async def take(self) -> Message | None:
        """Return the next message, None when the call has ended."""
        return await self._waiting.get()


def _endpoint(path: str, method: MethodDescriptor, behaviour: Behaviour, calls: Calls) -> Endpoint[Any, Any]:
    if method.server_streaming:
        return Endpoint.server_stream(
            _info(method, StreamType.SERVER_STREAM), _stream(path, behaviour, calls)
        )
    return Endpoint.unary(_info(method, StreamType.UNARY), _unary(path, behaviour, calls))


def _info(method: MethodDescriptor, stream_type: StreamType) -> MethodInfo[Any, Any]:
    return MethodInfo(
        name=method.name,
        service_name=method.containing_service.full_name,
        input=GetMessageClass(method.input_type),
        output=GetMessageClass(method.output_type),
        idempotency_level=IdempotencyLevel.UNKNOWN,
        stream_type=stream_type,
    )


def _unary(
    path: str, behaviour: Behaviour, calls: Calls
) -> Callable[[Any, RequestContext[Any, Any]], Awaitable[Any]]:
    async def answer(request: Any, _context: RequestContext[Any, Any]) -> Any:
        call = _HttpCall()
        try:
            return await calls.run(path, call, behaviour(request, call))
        except CallFailedError as failure:
            raise connect_error(failure.status) from None

    return answer


def _stream(
    path: str, behaviour: Behaviour, calls: Calls
) -> Callable[[Any, RequestContext[Any, Any]], AsyncIterator[Any]]:
    async def answer(request: Any, _context: RequestContext[Any, Any]) -> AsyncIterator[Any]:
        outlet = _HttpCall()
        async with asyncio.TaskGroup() as tasks:
            call = tasks.create_task(outlet.run(calls.run(path, outlet, behaviour(request, outlet))))
            try:
                while (message := await outlet.take()) is not None:
                    yield message
            except GeneratorExit:  # the reader is gone; the group would take it for a failure
                call.cancel()
                return
        if outlet.failure:
            raise connect_error(outlet.failure.status)

    return answer


def _unknown(path: str) -> Response:
    message = f"there is no call {path} over HTTP; streams of both directions need gRPC or a WebSocket"
    status = make_status(code_pb2.UNIMPLEMENTED, "METHOD_UNKNOWN", message, {"path": path})
    return refusal(HTTPStatus.NOT_FOUND, status)


def _not_post(method: str) -> Response:
    error = InvalidArgumentError(
        "HTTP_METHOD_INVALID", "calls are made with POST, not {method}", method=method
    )
    return refusal(HTTPStatus.METHOD_NOT_ALLOWED, status_of(error), allow="POST")


def _wrong_type(content_type: str, accepted: tuple[str, ...]) -> Response:
    error = InvalidArgumentError(
        "CONTENT_TYPE_INVALID",
        "the Content-Type {content_type} is none of {accepted}",
        content_type=content_type or "(none)",
        accepted=", ".join(accepted),
    )
    return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, status_of(error))
