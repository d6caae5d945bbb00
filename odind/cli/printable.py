"""Text from peers and daemons, made harmless for a terminal and short enough for a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from odind.client import messages

_HEX_BYTES: Final = 32


def printable(text: str) -> str:
    """Return the text with control characters written as escapes, so that no peer can steer a terminal."""
    return "".join(
        character
        if character.isprintable()
        else character.encode("unicode_escape", "backslashreplace").decode()
        for character in text
    )


def printable_payload(payload: messages.Payload) -> str:
    """Return a payload as text: JSON as it is, UTF-8 in quotes, other bytes in hex."""
    if payload.HasField("json"):
        return printable(payload.json)
    text = as_text(payload.data)
    return _hexadecimal(payload.data) if text is None else printable(json.dumps(text, ensure_ascii=False))


def as_text(data: bytes) -> str | None:
    """Return the bytes as text if they are UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _hexadecimal(data: bytes) -> str:
    more = "..." if len(data) > _HEX_BYTES else ""
    return f"0x{data[:_HEX_BYTES].hex()}{more} ({len(data)} bytes)"
