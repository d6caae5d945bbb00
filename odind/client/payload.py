"""What peers exchange, in Python's terms: bytes, or a JSON value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeAlias

from odind.v1 import payload_pb2


@dataclass(frozen=True)
class Json:
    """A JSON value: None, bool, int, float, str, list or dict, nested at will."""

    value: Any

    @property
    def text(self) -> str:
        """The value as compact JSON. Raises ValueError or TypeError for what JSON cannot say."""
        return json.dumps(self.value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


Payload: TypeAlias = bytes | Json


def write_payload(payload: Payload) -> payload_pb2.Payload:
    """Return the message that carries `payload`."""
    if isinstance(payload, Json):
        return payload_pb2.Payload(json=payload.text)
    return payload_pb2.Payload(data=payload)


def read_payload(message: payload_pb2.Payload) -> Payload:
    """Return what the message carries; one that is not set carries empty bytes."""
    return Json(json.loads(message.json)) if message.HasField("json") else message.data
