"""gRPC handlers of odind's services, made from the descriptors. Every call passes through `Calls`.

A request is parsed inside its call, so that one which cannot be read ends like any other wrong call.
"""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn, cast

import grpc
from google.protobuf.message_factory import GetMessageClass

from odind.pack.errors import unknown_method_status
from odind.pack.messages import malformed, read_message
from odind.services.access import CALLER_KEY, QUOTAS_KEY, Caller, bearer_of
from odind.services.calls import CallFailedError
from odind.services.tracing import trace_context

from .credentials import certificate_names
from .errors import abort

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message

    from odind.services.calls import Calls
    from odind.services.catalog import Behaviour, Service
    from odind.services.turnstile import Turnstile

    Requests = AsyncIterator[bytes]
    Context = grpc.aio.ServicerContext[bytes, Message]
    Handler = grpc.RpcMethodHandler[bytes, Message]
    Answer = Callable[[Requests, Context], Awaitable[None]]
    Work = Callable[[Requests, "GrpcCall"], Awaitable[None]]
    CallerOf = Callable[[Context], Caller]

_UNKNOWN: Final = "the daemon may be older than its caller"


def direct_caller(context: Context) -> Caller:
    """Return who calls on an address of ours: whoever reaches the socket; over TCP, whoever says who it is.

    Connections over TCP are callers of their own; those on a unix socket look the same to gRPC.
    """
    peer, metadata = context.peer(), _metadata(context)
    local = peer.startswith("unix:")
    return Caller(
        "rpc",
        local=local,
        bearer=bearer_of(str(metadata.get("authorization", ""))),
        certificate=() if local else certificate_names(context),
        peer="unix" if local else peer,
        trace=trace_context(metadata),
        twice=_credentials(context) > 1,
    )


def relayed_caller(context: Context) -> Caller:
    """Return whose call the daemon relays, on a socket that is for the daemon alone."""
    metadata = _metadata(context)
    return Caller(
        "worker",
        peer=str(metadata.get(CALLER_KEY, "")),
        trace=trace_context(metadata),
        stream_quotas=json.loads(metadata.get(QUOTAS_KEY, "{}")),
    )


def _credentials(context: Context) -> int:
    return sum(key == "authorization" for key, _ in context.invocation_metadata() or ())


def _metadata(context: Context) -> Mapping[str, str | bytes]:
    """Return the call's metadata, of which each key counts once."""
    return dict(cast("tuple[tuple[str, str | bytes], ...]", context.invocation_metadata()))


class GrpcCall:
    """A call that came over gRPC."""

    def __init__(self, context: Context, caller: Caller) -> None:
        self._context = context
        self.caller = caller

    async def accept(self) -> None:
        """Send the headers of the response, for which callers of a stream wait."""
        await self._context.send_initial_metadata(())

    async def write(self, message: Message) -> None:
        """Send one response. A caller that is gone cancels the call."""
        try:
            await self._context.write(message)
        except grpc.aio.InternalError:  # what gRPC raises until it cancels the call itself
            await _cancelled()


class UnknownMethods(grpc.GenericRpcHandler):  # type: ignore[type-arg] # generic for type checkers alone
    """Answers every call that no other handler knows. Register it last."""

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> Handler | None:
        """Return what ends the call, whether its sides stream or not."""
        status = unknown_method_status(handler_call_details.method, _UNKNOWN)

        async def answer(_requests: object, context: Context) -> None:
            await abort(context, status)

        return grpc.stream_stream_rpc_method_handler(answer)


def service_handler(
    service: Service, calls: Calls, caller_of: CallerOf
) -> grpc.GenericRpcHandler[bytes, Message]:
    """Return what serves one service.

    To gRPC every method streams both ways, which is the same on the wire: so a call is known before its
    request is read, and the request of one that must not be made is never read.
    """
    handlers = {
        method.name: _handler(service, method, calls, caller_of) for method in service.descriptor.methods
    }
    return grpc.method_handlers_generic_handler(service.descriptor.full_name, handlers)


async def _cancelled() -> NoReturn:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - it is what runs this
    task.cancel()
    await asyncio.get_running_loop().create_future()
    raise AssertionError("the future has no result")


def _handler(service: Service, method: MethodDescriptor, calls: Calls, caller_of: CallerOf) -> Handler:
    path = f"/{service.descriptor.full_name}/{method.name}"
    reader = partial(read_message, GetMessageClass(method.input_type))
    work = _work(method, service.behaviour(method), reader, calls.turnstile)

    async def answer(requests: Requests, context: Context) -> None:
        call = GrpcCall(context, caller_of(context))
        try:
            await calls.run(path, call, lambda: work(requests, call))
        except CallFailedError as failure:
            status = failure.status
        else:
            return
        # out here the failure is gone, and with it the request that its traceback held: gRPC keeps its own
        try:
            await abort(context, status)
        except grpc.aio.InternalError:  # gRPC has ended the call itself
            await _cancelled()

    return grpc.stream_stream_rpc_method_handler(
        answer,
        response_serializer=GetMessageClass(method.output_type).SerializeToString,
    )


def _work(
    method: MethodDescriptor, behaviour: Behaviour, reader: Callable[[bytes], Message], turnstile: Turnstile
) -> Work:
    """Return what reads a call's requests, and answers them."""

    async def stream(requests: Requests, call: GrpcCall) -> None:
        await call.accept()
        begun = await turnstile.begun(requests, reader)
        with turnstile.streams.take(call.caller.name):
            await behaviour(begun, call)

    async def watch(requests: Requests, call: GrpcCall) -> None:
        await call.accept()
        request = reader(await _only(requests, method, turnstile))
        with turnstile.watch(call.caller.name, request):
            await behaviour(request, call)

    async def ask(requests: Requests, call: GrpcCall) -> None:
        data = await _only(requests, method, turnstile)
        with turnstile.request(call.caller, len(data)):
            await call.write(cast("Message", await behaviour(reader(data), call)))

    if method.client_streaming:
        return stream
    return watch if method.server_streaming else ask


async def _only(requests: Requests, method: MethodDescriptor, turnstile: Turnstile) -> bytes:
    data = await turnstile.first(lambda: anext(aiter(requests), None))
    if data is not None:
        return data
    raise malformed("protobuf", GetMessageClass(method.input_type), "there is none")
