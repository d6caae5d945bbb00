"""Messages as JSON documents: names as in the proto, times in RFC 3339, states as lower-case words."""

from __future__ import annotations

import base64
import json
from functools import partial
from operator import methodcaller
from typing import TYPE_CHECKING

from .printable import as_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from google._upb import _message as upb
    from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
    from google.protobuf.message import Message

    from odind.client import messages
    from odind.core.values.json_text import JsonObject, JsonValue

    Enum = EnumDescriptor | upb.EnumDescriptor
    Field = FieldDescriptor | upb.FieldDescriptor


def document(message: Message) -> JsonObject:
    """Return the message as a document. Unset fields are null; unset members of a oneof are left out.

    Masks of 64 bits, which JavaScript and jq round, stand beside themselves in hexadecimal, as NAME_hex.
    """
    shown: JsonObject = {}
    for field in message.DESCRIPTOR.fields:
        if not _is_choice(field) or message.HasField(field.name):
            shown[field.name] = value = _field(message, field)
            if field.type == field.TYPE_FIXED64:
                shown[f"{field.name}_hex"] = None if value is None else f"{value:#018x}"
    return shown


def snapshot_document(snapshot: messages.Snapshot) -> JsonObject:
    """Return the snapshot of a watch as a document with its `kind`."""
    return {"kind": "snapshot", **document(snapshot)}


def event_document(event: messages.Event) -> JsonObject:
    """Return an event as a flat document with its `kind`."""
    kind, content = event.WhichOneof("kind"), document(event)
    if kind:
        del content[kind]
        content |= document(getattr(event, kind))
    return {"kind": kind or "unknown", **content}


def cipher_word(peer: messages.Peer) -> str:
    """Return a peer's cipher status in words, - while our connection does not encrypt."""
    word = str(document(peer)["cipher_status"]).replace("_", " ")
    return "-" if word == "unspecified" else word


def payload_document(payload: messages.Payload) -> JsonObject:
    """Return `{"json": value}`, or `{"data_base64": ...}` with `text` where the bytes are UTF-8."""
    if payload.HasField("json"):
        return {"json": json.loads(payload.json)}
    document: JsonObject = {"data_base64": base64.b64encode(payload.data).decode()}
    text = as_text(payload.data)
    return document if text is None else {**document, "text": text}


def _is_choice(field: Field) -> bool:
    """Return whether the field is a member of a oneof; an `optional` field is a oneof of its own."""
    return field.containing_oneof is not None and len(field.containing_oneof.fields) > 1


def _field(message: Message, field: Field) -> JsonValue:
    if field.has_presence and not message.HasField(field.name):
        return None
    value = getattr(message, field.name)
    if field.message_type and field.message_type.GetOptions().map_entry:
        return dict(value)
    write = _writer(field)
    return [write(item) for item in value] if field.is_repeated else write(value)


def _writer(field: Field) -> Callable[..., JsonValue]:
    """Return the function that converts a value of the field."""
    if field.enum_type is not None:
        return partial(_word, field.enum_type)
    if field.message_type is None:
        return lambda value: value
    match field.message_type.full_name:
        case "google.protobuf.Timestamp" | "google.protobuf.Duration":
            return methodcaller("ToJsonString")
        case "odind.v1.Payload":
            return payload_document
    return document


def _word(kind: Enum, number: int) -> str:
    names = kind.values_by_number
    prefix = names[0].name.removesuffix("UNSPECIFIED")
    return names[number].name.removeprefix(prefix).lower() if number in names else str(number)
