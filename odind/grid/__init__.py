"""An ODIN-compatible gateway and SFU for development, tests and LAN use, embedded or stand-alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .config import GridConfig, GridLimits, GridTimes, Rate
from .sfu.faulty_path import DatagramFault

if TYPE_CHECKING:
    from .server import Grid
    from .state.keys import load_or_create_access_key

__all__ = [
    "DatagramFault",
    "Grid",
    "GridConfig",
    "GridLimits",
    "GridTimes",
    "Rate",
    "load_or_create_access_key",
]


def __getattr__(name: str) -> object:
    """Import the server on first use: configuring or controlling a grid does not need it."""
    if name == "Grid":
        from .server import Grid  # noqa: PLC0415 - see above

        return Grid
    if name == "load_or_create_access_key":
        from .state.keys import load_or_create_access_key  # noqa: PLC0415 - see above

        return load_or_create_access_key
    raise AttributeError(name)
