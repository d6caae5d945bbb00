"""Refuses numbers out of their range."""

from __future__ import annotations

import math

from odind.core.errors import InvalidArgumentError


def require_within(reason: str, name: str, value: float, low: float, high: float) -> None:
    """Raise InvalidArgumentError with a reason unless a finite value is in its range."""
    if not (math.isfinite(value) and low <= value <= high):
        raise InvalidArgumentError(
            reason,
            "{name} is {value} and must be {low} to {high}",
            name=name,
            value=value,
            low=low,
            high=high,
        )
