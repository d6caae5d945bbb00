"""Moments as text. Pure."""

from __future__ import annotations

from typing import Final

import numpy as np

_MARKS: Final = str.maketrans("", "", "-:")


def utc_text(seconds: float) -> str:
    """Return seconds since the epoch as in 20261130T014500Z."""
    return f"{np.datetime64(int(seconds), 's')}Z".translate(_MARKS)
