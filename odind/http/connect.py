"""Every unary and server-streaming call as Connect and gRPC-Web, made from the services' descriptors."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.server import ConnectASGIApplication, Endpoint
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from starlette.datastructures import Headers

from odind.core.errors import InvalidArgumentError
from odind.pack.errors import status_of, unknown_method_status
from odind.services.calls import CallFailedError

from .calls import HttpCall, HttpStream
from .codecs import JsonCodec, ProtobufCodec
from .errors import connect_error, refusal
from .exchange import bounded, gathered, sized

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from connectrpc.request import RequestContext
    from google.protobuf.descriptor import MethodDescriptor
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour, Service

    Method = MethodInfo[Message, Message]
    Context = RequestContext[Message, Message]

AnyEndpoint: TypeAlias = Endpoint[Message, Message]
_UNKNOWN: Final = "calls that stream in both directions need gRPC or a WebSocket"
_GRPC_WEB: Final = ("application/grpc-web", "application/grpc-web+proto", "application/grpc-web+json")
_CONNECT_UNARY: Final = ("application/json", "application/proto")
_UNARY: Final = (*_CONNECT_UNARY, *_GRPC_WEB)
_STREAMING: Final = ("application/connect+json", "application/connect+proto", *_GRPC_WEB)


class ConnectApp:
    """The ASGI application of the calls. What cannot be a call is refused with a sentence."""

    def __init__(self, services: Iterable[Service], calls: Calls) -> None:
        self._content_types: dict[str, tuple[str, ...]] = {}
        endpoints: dict[str, AnyEndpoint] = {}
        for service in services:
            for method in service.descriptor.methods:
                if not method.client_streaming:
                    path = f"/{service.descriptor.full_name}/{method.name}"
                    self._content_types[path] = _STREAMING if method.server_streaming else _UNARY
                    endpoints[path] = _endpoint(path, method, service.behaviour(method), calls)
        self._server = _Server(endpoints)
        self._turnstile = calls.turnstile

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        content_type = _content_type(scope)
        app: ASGIApp = self._refusal(scope, content_type) or cast("ASGIApp", self._server)
        readable = [(name, value) for name, value in scope["headers"] if value.isascii()]
        answer = sized(send) if content_type in _CONNECT_UNARY else send
        await app({**scope, "headers": readable}, gathered(bounded(receive), self._turnstile), answer)

    def _refusal(self, scope: Scope, content_type: str) -> Response | None:
        accepted = self._content_types.get(scope["path"])
        if accepted is None or scope["type"] == "websocket":
            return refusal(HTTPStatus.NOT_FOUND, unknown_method_status(scope["path"], _UNKNOWN))
        if scope["method"] != "POST":
            return _not_post(scope["method"])
        if content_type not in accepted:
            return _wrong_type(content_type, accepted)
        return None


class _Server(ConnectASGIApplication[None]):
    """Connect's server over our endpoints. On loopback nothing is worth compressing."""

    def __init__(self, endpoints: Mapping[str, AnyEndpoint]) -> None:
        super().__init__(
            service=None,
            endpoints=lambda _: cast("dict[str, Any]", endpoints),
            read_max_bytes=None,  # the body is bounded, and large messages are refused with a reason
            compressions=(),
            codecs=(ProtobufCodec(), JsonCodec()),
        )

    @property
    def path(self) -> str:
        """Where it is mounted."""
        return ""


def _endpoint(path: str, method: MethodDescriptor, behaviour: Behaviour, calls: Calls) -> AnyEndpoint:
    if method.server_streaming:
        return Endpoint.server_stream(
            _info(method, StreamType.SERVER_STREAM), _stream(path, behaviour, calls)
        )
    return Endpoint.unary(_info(method, StreamType.UNARY), _unary(path, behaviour, calls))


def _info(method: MethodDescriptor, stream_type: StreamType) -> Method:
    return MethodInfo(
        name=method.name,
        service_name=method.containing_service.full_name,
        input=GetMessageClass(method.input_type),
        output=GetMessageClass(method.output_type),
        idempotency_level=IdempotencyLevel.UNKNOWN,
        stream_type=stream_type,
    )


def _unary(path: str, behaviour: Behaviour, calls: Calls) -> Callable[[Message, Context], Awaitable[Message]]:
    async def answer(request: Message, context: Context) -> Message:
        call = HttpCall(context)

        async def work() -> Message:
            with calls.turnstile.request(call.caller, request.ByteSize()):
                return cast("Message", await behaviour(request, call))

        try:
            return await calls.run(path, call, work)
        except CallFailedError as failure:
            raise connect_error(failure.status) from None

    return answer


def _stream(
    path: str, behaviour: Behaviour, calls: Calls
) -> Callable[[Message, Context], AsyncIterator[Message]]:
    async def answer(request: Message, context: Context) -> AsyncIterator[Message]:
        stream = HttpStream(context)

        async def work() -> None:
            with calls.turnstile.watch(stream.caller.name, request):
                await behaviour(request, stream)

        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(stream.run(calls.run(path, stream, work)))
            try:
                while isinstance(taken := await stream.take(), Message):
                    yield taken
            except GeneratorExit:  # the reader is gone; the group would take it for a failure
                running.cancel()
                return
        if taken:
            raise connect_error(taken.status)

    return answer


def _content_type(scope: Scope) -> str:
    return Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()


def _not_post(method: str) -> Response:
    error = InvalidArgumentError(
        "HTTP_METHOD_INVALID", "calls must be made with POST, not {method}", method=method
    )
    return refusal(HTTPStatus.METHOD_NOT_ALLOWED, status_of(error), allow="POST")


def _wrong_type(content_type: str, accepted: tuple[str, ...]) -> Response:
    error = InvalidArgumentError(
        "CONTENT_TYPE_INVALID",
        "the Content-Type must be one of {accepted}, not {content_type}",
        content_type=content_type or "(none)",
        accepted=", ".join(accepted),
    )
    return refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, status_of(error))
