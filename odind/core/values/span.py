"""Lengths of time as people write them: `90`, `90s`, `5m`, `2h`."""

from __future__ import annotations

import re
from typing import Final

_SPAN: Final = re.compile(r"([0-9]{1,9})([smh]?)")
_FINE_SPAN: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?)([smh]?)")
_SECONDS: Final = {"": 1, "s": 1, "m": 60, "h": 3_600}


def span_s(text: str) -> int:
    """Return a length of time in seconds, which a bare number is; raises ValueError."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} must be a length of time such as 90s, 5m or 2h")
    return int(match[1]) * _SECONDS[match[2]]


def fine_span_s(text: str) -> float:
    """Return a length of time in seconds, which may have a fraction: `0.5s`; raises ValueError."""
    match = _FINE_SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} must be a length of time such as 0.5s, 90s or 5m")
    return float(match[1]) * _SECONDS[match[2]]
