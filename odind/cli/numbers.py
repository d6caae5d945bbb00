"""The numbers that options take. Each has bounds, so that none reaches the daemon that cannot be sent."""

from __future__ import annotations

import math
from typing import Final

import click

_UINT32_MAX: Final = 2**32 - 1


class Number(click.FloatRange):
    """A finite number within bounds, if there are any; click's own range admits nan."""

    def convert(self, value: float, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Parse the number."""
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value!r} is not a finite number.", param, ctx)
        return number


COUNT: Final = click.IntRange(0, _UINT32_MAX)
SEQUENCE: Final = click.IntRange(0, 2**64 - 1)
PEER_ID: Final = click.IntRange(1, _UINT32_MAX)
CHANNEL: Final = click.IntRange(0, 63)
RATE_HZ: Final = click.IntRange(8_000, 192_000)
DURATION_S: Final = Number(0, min_open=True)
DELAY_S: Final = Number(0)
SHARE: Final = Number(0, 1)
