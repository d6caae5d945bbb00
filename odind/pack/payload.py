"""Converts between core's payload and the proto's."""

from __future__ import annotations

from odind.core.values.payload import Json, Payload
from odind.v1 import payload_pb2


def pack_payload(payload: Payload) -> payload_pb2.Payload:
    """Return the proto's message for a payload."""
    if isinstance(payload, Json):
        return payload_pb2.Payload(json=payload.text)
    return payload_pb2.Payload(data=payload)


def unpack_payload(payload: payload_pb2.Payload) -> Payload:
    """Return core's payload; an unset one is empty bytes."""
    return Json(payload.json) if payload.WhichOneof("kind") == "json" else payload.data
