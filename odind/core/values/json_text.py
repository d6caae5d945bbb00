"""JSON as JavaScript's JSON.stringify writes it: no spaces, nothing beyond ASCII escaped."""

from __future__ import annotations

import json
from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]


def compact(value: object) -> str:
    """Return `value` as compact JSON text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
