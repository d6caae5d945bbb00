"""An ODIN-compatible gateway and SFU for development, tests and LAN use, embedded or stand-alone."""

from .config import GridConfig, GridLimits, GridTimes, Rate
from .faults import DatagramFault, Faults
from .keys import load_or_create_access_key
from .server import Grid

__all__ = [
    "DatagramFault",
    "Faults",
    "Grid",
    "GridConfig",
    "GridLimits",
    "GridTimes",
    "Rate",
    "load_or_create_access_key",
]
