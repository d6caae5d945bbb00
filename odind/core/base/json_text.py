"""JSON as JavaScript's JSON.stringify writes it: no spaces, nothing beyond ASCII escaped."""

from __future__ import annotations

import json


def compact(value: object) -> str:
    """Return `value` as compact JSON text."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
