"""What peers exchange: bytes, or a JSON value kept as text.

ODIN carries JSON values. Bytes travel as a list of numbers 0 to 255, the form in which the official clients
show bytes too; so a list of that kind is always read as bytes.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from .errors import InvalidArgumentError
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


def to_value(payload: Payload) -> JsonValue:
    """Return the JSON value that stands for the payload on ODIN's side."""
    return list(payload) if isinstance(payload, bytes) else _parse(payload.text)


class PayloadError(ValueError):
    """A value is too large or nested too deep to be a payload. Never repeats the value."""


def from_value(value: JsonValue, limit_bytes: int) -> Payload:
    """Read a JSON value as ODIN's side gave it; an absent one (None) is empty bytes. Raises PayloadError.

    The limit counts as in `check_payload`. A value beyond it is refused before the cost of its conversion.
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


def _least_size(value: JsonValue, enough: int) -> int:
    """Return what the JSON text of a value takes at least, in bytes; stop counting beyond `enough`."""
    size = 0
    pending = [value]
    while pending and size <= enough:
        item = pending.pop()
        if isinstance(item, str):
            size += len(item)
        elif isinstance(item, list):
            size += 2 * len(item)  # an item and what follows it
            pending += item if size <= enough else ()
        elif isinstance(item, dict):
            size += 5 * len(item)  # also two quotation marks and a colon
            pending += (*item, *item.values()) if size <= enough else ()
    return size


def _bytes_of(items: Sequence[JsonValue]) -> bytes | None:
    """Return the bytes that a list stands for, None when an item is anything but an integer 0 to 255."""
    try:
        data = bytes(items)  # type: ignore[arg-type] # which is found out here, five times faster than by item
    except (TypeError, ValueError):
        return None
    return data if bool not in set(map(type, items)) else None


def _json_of(value: JsonValue, limit_bytes: int) -> Json:
    try:
        text = compact(value)
    except RecursionError:
        raise PayloadError("nested too deep") from None
    if len(text.encode()) > limit_bytes:
        raise PayloadError("larger than the limit")
    return Json(text)


def _parse(text: str) -> JsonValue:
    """Return the value of a JSON text, if ODIN's core can carry it."""
    try:
        value: JsonValue = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
        compact(value).encode()  # lone surrogates, as they are or escaped, are no text
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
    raise ValueError("a number in it is not finite or exceeds 64 bits")
