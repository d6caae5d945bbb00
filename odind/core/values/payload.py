"""Payloads that peers exchange: bytes, or a JSON value kept as text.

ODIN carries JSON values. Bytes travel as a list of integers from 0 to 255, as in the official clients; a list
of that form is therefore always read as bytes.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from odind.core.errors import InvalidArgumentError

from .json_text import compact
from .portable import portable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .json_text import JsonValue

_LOWEST: Final = -(2**63)
_HIGHEST: Final = 2**64 - 1


@portable
class Json:
    """A JSON text."""

    text: str


Payload: TypeAlias = bytes | Json


def check_payload(payload: Payload, limit_bytes: int, too_large: str) -> Payload:
    """Return `payload` if it is within the limit and, when marked as JSON, is JSON.

    Raises InvalidArgumentError PAYLOAD_NOT_JSON, or with the reason `too_large`.
    """
    size = len(payload) if isinstance(payload, bytes) else len(payload.text.encode("utf-8", "surrogatepass"))
    if size > limit_bytes:
        raise InvalidArgumentError(
            too_large,
            "the payload has {size} bytes; at most {limit} are allowed",
            size=size,
            limit=limit_bytes,
        )
    if isinstance(payload, Json):
        _parse(payload.text)
    return payload


def to_value(payload: Payload) -> JsonValue:
    """Return the JSON value that represents the payload in ODIN."""
    return list(payload) if isinstance(payload, bytes) else _parse(payload.text)


class PayloadError(ValueError):
    """A value is too large or too deeply nested for a payload. The text never contains the value."""


def from_value(value: JsonValue, limit_bytes: int) -> Payload:
    """Convert a JSON value received from ODIN; None (absent) becomes empty bytes. Raises PayloadError.

    The limit applies as in `check_payload`. A value over the limit is refused before it is converted.
    """
    if value is None:
        return b""
    if isinstance(value, list) and len(value) <= limit_bytes:
        data = _bytes_of(value)
        if data is not None:
            return data
    if _least_size(value, limit_bytes) > limit_bytes:
        raise PayloadError("larger than the limit")
    return _json_of(value, limit_bytes)


def size_hint(value: JsonValue, enough: int) -> int:
    """Return about how many bytes a value received from ODIN has, without a look at most of it."""
    if isinstance(value, list) and value and isinstance(value[0], int):
        return len(value)
    return _least_size(value, enough)


def _least_size(value: JsonValue, enough: int) -> int:
    """Return a lower bound, in bytes, of the size of a value's JSON text; stop counting beyond `enough`."""
    size = 0
    pending = [value]
    while pending and size <= enough:
        item = pending.pop()
        if isinstance(item, str):
            size += len(item)
        elif isinstance(item, list):
            size += 2 * len(item)  # an item and its separator
            pending += item if size <= enough else ()
        elif isinstance(item, dict):
            size += 5 * len(item)  # plus two quotation marks and a colon
            pending += (*item, *item.values()) if size <= enough else ()
    return size


def _bytes_of(items: Sequence[JsonValue]) -> bytes | None:
    """Return the bytes that a list represents; None unless every item is an integer from 0 to 255."""
    try:
        data = bytes(items)  # type: ignore[arg-type] # bytes() checks the items, five times faster than a loop
    except (TypeError, ValueError):
        return None
    return data if bool not in set(map(type, items)) else None


def _json_of(value: JsonValue, limit_bytes: int) -> Json:
    try:
        text = compact(value)
    except RecursionError:
        raise PayloadError("nested too deeply") from None
    if len(text.encode()) > limit_bytes:
        raise PayloadError("larger than the limit")
    return Json(text)


def _parse(text: str) -> JsonValue:
    """Return the value of a JSON text; raises PAYLOAD_NOT_JSON if the native runtime cannot carry it."""
    try:
        value: JsonValue = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
        compact(value).encode()  # raises for lone surrogates, raw or escaped
    except (ValueError, RecursionError) as error:
        raise InvalidArgumentError(
            "PAYLOAD_NOT_JSON", "the payload is not JSON: {problem}", problem=error
        ) from None
    return value


def _whole(digits: str) -> int:
    number = int(digits)
    return number if _LOWEST <= number <= _HIGHEST else _refuse(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _refuse(digits)


def _refuse(_number: str) -> NoReturn:
    raise ValueError("numbers must be finite and integers must fit into 64 bits")
