"""Messages as JSON documents: names as in the proto, times in RFC 3339, states as lower-case words."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any, cast

from .printable import as_text

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration
    from google.protobuf.message import Message
    from google.protobuf.timestamp_pb2 import Timestamp

    from odind.client import messages


def document(message: Message) -> dict[str, Any]:
    """Return the message as a document. Unset fields are null; unset members of a oneof are left out."""
    return {
        field.name: _field(message, field)
        for field in message.DESCRIPTOR.fields
        if not _is_choice(field) or message.HasField(field.name)
    }


def snapshot_document(snapshot: messages.Snapshot) -> dict[str, Any]:
    """Return the snapshot of a watch as a document with its `kind`."""
    return {"kind": "snapshot", **document(snapshot)}


def event_document(event: messages.Event) -> dict[str, Any]:
    """Return an event as a flat document with its `kind`."""
    kind = event.WhichOneof("kind") or "unknown"
    content = document(event)
    happened = content.pop(kind, {})
    return {"kind": kind, **content, **happened}


def payload_document(payload: messages.Payload) -> dict[str, Any]:
    """Return `{"json": value}`, or `{"data_base64": ...}` with `text` where the bytes are UTF-8."""
    if payload.HasField("json"):
        return {"json": json.loads(payload.json)}
    text = as_text(payload.data)
    return {"data_base64": base64.b64encode(payload.data).decode()} | ({} if text is None else {"text": text})


def _is_choice(field: Any) -> bool:
    """Return whether the field is a member of a oneof; an `optional` field is a oneof of its own."""
    return field.containing_oneof is not None and len(field.containing_oneof.fields) > 1


def _field(message: Message, field: Any) -> Any:
    if field.has_presence and not message.HasField(field.name):
        return None
    value = getattr(message, field.name)
    return [_value(item, field) for item in value] if field.is_repeated else _value(value, field)


def _value(value: Any, field: Any) -> Any:
    if field.enum_type is not None:
        return _word(value, field)
    if field.message_type is None:
        return value
    match field.message_type.full_name:
        case "google.protobuf.Timestamp" | "google.protobuf.Duration":
            return cast("Timestamp | Duration", value).ToJsonString()
        case "odind.v1.Payload":
            return payload_document(value)
    return document(value)


def _word(number: int, field: Any) -> str:
    names = field.enum_type.values_by_number
    prefix = names[0].name.removesuffix("UNSPECIFIED")
    return names[number].name.removeprefix(prefix).lower() if number in names else str(number)
