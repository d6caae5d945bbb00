"""What peers exchange: bytes, or a JSON value kept as text.

ODIN carries JSON values. Bytes travel as a list of numbers 0 to 255, the form in which the official clients
show bytes too; so a list of that kind is always read as bytes.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import Any, Final, NoReturn, TypeAlias

from .errors import InvalidArgumentError
from .json_text import compact
from .portable import portable

_BYTE_LIMIT: Final = 256
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


def to_value(payload: Payload) -> Any:
    """Return the JSON value that stands for the payload on ODIN's side."""
    return list(payload) if isinstance(payload, bytes) else _parse(payload.text)


def from_value(value: Any) -> Payload:
    """Read a JSON value as ODIN's side gave it. An absent one (None) is empty bytes.

    So is one that is nested too deep to be written down: no peer can hurt us with what it sends.
    """
    if value is None:
        return b""
    if isinstance(value, list) and all(_is_byte(item) for item in value):
        return bytes(value)
    try:
        return Json(compact(value))
    except RecursionError:
        return b""


def _is_byte(item: Any) -> bool:
    return type(item) is int and 0 <= item < _BYTE_LIMIT


def _parse(text: str) -> Any:
    """Return the value of a JSON text, if ODIN's core can carry it."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_int=_whole, parse_float=_finite)
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
