"""What peers exchange: bytes, or a JSON value kept as text.

ODIN carries JSON values. Bytes travel as a list of numbers 0 to 255, the form in which the official clients
show bytes too; so a list of that kind is always read as bytes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from .errors import InvalidArgumentError
from .json_text import compact

_BYTE_LIMIT: Final = 256


@dataclass(frozen=True)
class Json:
    """A JSON text."""

    text: str


Payload: TypeAlias = bytes | Json


def check_payload(payload: Payload, limit_bytes: int, too_large: str) -> Payload:
    """Return `payload` if it is JSON where it claims to be and within the limit.

    Raises InvalidArgumentError PAYLOAD_NOT_JSON, or with the reason `too_large`.
    """
    size = len(payload) if isinstance(payload, bytes) else len(payload.text.encode("utf-8", "surrogatepass"))
    if size > limit_bytes:
        raise InvalidArgumentError(
            too_large, "{size} bytes are more than the {limit} allowed", size=size, limit=limit_bytes
        )
    if isinstance(payload, Json):
        _parse(payload.text)
    return payload


def to_value(payload: Payload) -> Any:
    """Return the JSON value that stands for the payload on ODIN's side."""
    return list(payload) if isinstance(payload, bytes) else _parse(payload.text)


def from_value(value: Any) -> Payload:
    """Read a JSON value as ODIN's side gave it. An absent one (None) is empty bytes."""
    if value is None:
        return b""
    if isinstance(value, list) and all(_is_byte(item) for item in value):
        return bytes(value)
    return Json(compact(value))


def _is_byte(item: Any) -> bool:
    return type(item) is int and 0 <= item < _BYTE_LIMIT


def _parse(text: str) -> Any:
    try:
        text.encode()
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidArgumentError(
            "PAYLOAD_NOT_JSON", "the payload is not JSON: {problem}", problem=error
        ) from None


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
