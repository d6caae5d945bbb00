"""Any RPC of the daemon by its name, with JSON for messages."""

from __future__ import annotations

import importlib
import pkgutil
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from google.protobuf import descriptor_pool, json_format
from google.protobuf.message_factory import GetMessageClass

from odind import v1
from odind.core.errors import InvalidArgumentError, NotFoundError

from .failures import raised_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator
    from types import ModuleType

    import grpc
    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

_PACKAGE: Final = v1.__name__


class Calls:
    """Calls RPCs as `Service/Method`, with or without the package in front."""

    def __init__(self, channel: grpc.aio.Channel, target: str, call_timeout: float | None = None) -> None:
        self._channel = channel
        self._target = target
        self._call_timeout = call_timeout

    async def call(self, name: str, requests: Iterable[str]) -> AsyncIterator[dict[str, Any]]:
        """Send requests, each a JSON text, and yield the answers as JSON values with the proto's names.

        A method that does not take a stream takes one request. Raises NotFoundError METHOD_UNKNOWN,
        InvalidArgumentError REQUEST_INVALID, and what the RPC raises.
        """
        method = find_method(name)
        messages = [_parse(method, text) for text in requests]
        if not method.client_streaming and len(messages) != 1:
            raise InvalidArgumentError("REQUEST_INVALID", "{method} takes one request", method=name)
        with raised_again(self._target):
            async for answer in self._answers(method, messages):
                yield json_format.MessageToDict(
                    answer, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
                )

    def _answers(self, method: MethodDescriptor, messages: list[Any]) -> AsyncIterator[Any]:
        path = f"/{method.containing_service.full_name}/{method.name}"
        write = GetMessageClass(method.input_type).SerializeToString
        read = GetMessageClass(method.output_type).FromString
        if method.client_streaming:
            return aiter(self._channel.stream_stream(path, write, read)(iter(messages)))
        if method.server_streaming:
            return aiter(self._channel.unary_stream(path, write, read)(messages[0]))
        return _once(self._channel.unary_unary(path, write, read)(messages[0], timeout=self._call_timeout))


def methods() -> list[str]:
    """Return the names of all RPCs, as in `RoomService/JoinRoom`."""
    return [
        f"{service.name}/{method.name}"
        for file in _files()
        for service in file.DESCRIPTOR.services_by_name.values()
        for method in service.methods
    ]


def _files() -> Iterator[ModuleType]:
    """Load all protos of the API, and yield their modules."""
    for module in pkgutil.iter_modules(v1.__path__):
        if module.name.endswith("_pb2"):
            yield importlib.import_module(f"{v1.__name__}.{module.name}")


def find_method(name: str) -> MethodDescriptor:
    """Return the RPC of that name. Raises NotFoundError METHOD_UNKNOWN."""
    deque(_files(), maxlen=0)
    service, _, method = name.removeprefix("/").removeprefix(f"{_PACKAGE}.").rpartition("/")
    try:
        found: ServiceDescriptor = descriptor_pool.Default().FindServiceByName(f"{_PACKAGE}.{service}")
        return found.methods_by_name[method]
    except KeyError:
        raise NotFoundError(
            "METHOD_UNKNOWN",
            "there is no method {name}: `odindctl call --list` prints all of them",
            name=name,
        ) from None


def _parse(method: MethodDescriptor, text: str) -> Any:
    try:
        return json_format.Parse(text, GetMessageClass(method.input_type)())
    except (json_format.ParseError, RecursionError) as error:
        raise InvalidArgumentError(
            "REQUEST_INVALID",
            "the request must be a {type} as JSON: {problem}",
            type=method.input_type.full_name,
            problem=error,
        ) from None


async def _once(call: Any) -> AsyncIterator[Any]:
    yield await call
