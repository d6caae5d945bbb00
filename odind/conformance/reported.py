"""What drivers of HTTP clients report, as those of gRPC clients do: proto names, and defaults filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from google.protobuf.descriptor_pool import Default
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.message_factory import GetMessageClass

from odind.v1 import audio_pb2, rooms_pb2, server_pb2

if TYPE_CHECKING:
    from google.protobuf.message import Message

_RESULTS: Final[dict[str, type[Message]]] = {
    "info": server_pb2.GetInfoResponse,
    "join": rooms_pb2.Connection,
    "get": rooms_pb2.Connection,
    "mark": audio_pb2.MarkReached,
    "flush": audio_pb2.Flushed,
    "status": audio_pb2.QueueStatus,
    "drain": audio_pb2.SendDrained,
}
_ITEMS: Final[dict[str, type[Message]]] = {
    "snapshot": rooms_pb2.Snapshot,
    "event": rooms_pb2.Event,
    "started": audio_pb2.StreamAudioStarted,
}


def as_proto(op: str, arguments: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Return a result or an item with the names of the proto, and without what is unknown.

    Raises ValueError when that is no such message.
    """
    if op == "raw":
        return _filled(GetMessageClass(_method(arguments["method"]).output_type), told)
    result = _RESULTS.get(arguments.get("do", op))
    if result:
        return _filled(result, told)
    return {name: _filled(_ITEMS[name], value) if name in _ITEMS else value for name, value in told.items()}


def _filled(message: type[Message], told: dict[str, Any]) -> dict[str, Any]:
    return MessageToDict(
        ParseDict(told, message(), ignore_unknown_fields=True),
        always_print_fields_with_no_presence=True,
        preserving_proto_field_name=True,
    )


def _method(path: str) -> Any:
    service, _, method = path.partition("/")
    return Default().FindServiceByName(f"odind.v1.{service}").methods_by_name[method]
