"""Chat as ODIN Rooms sends it: the bytes of a JSON object with a kind and a payload."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from odind.core.values.json_text import compact

if TYPE_CHECKING:
    from odind.core.values.json_text import JsonValue
    from odind.core.values.payload import Payload

_KIND: Final = "message"


def chat_message(text: str) -> bytes:
    """Return the message that says `text`."""
    return compact({"kind": _KIND, "payload": text}).encode(errors="replace")


def chat_text(message: Payload) -> str:
    """Return what a message says, "" where it is no chat."""
    text = message.decode(errors="replace") if isinstance(message, bytes) else message.text
    if not text.lstrip().startswith("{") or _KIND not in text:
        return ""
    try:
        value: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(value, dict) or value.get("kind") != _KIND:
        return ""
    payload = value.get("payload")
    said = payload.get("text") if isinstance(payload, dict) else payload
    return said.encode(errors="replace").decode() if isinstance(said, str) else ""
