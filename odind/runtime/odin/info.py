"""Which runtime this is, without loading it."""

from __future__ import annotations

from importlib.metadata import version
from typing import Final

from odind.core.rooms.ports import RuntimeInfo

RUNTIME: Final = RuntimeInfo("odin-voice", 2, version("odin-voice"))
