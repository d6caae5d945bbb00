"""Whose pages and which host names HTTP serves."""

from __future__ import annotations

from odind.core.values.late import dataclass


@dataclass(frozen=True)
class Admittance:
    """Which Host headers are served beside loopback's, and which pages beside our own."""

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
