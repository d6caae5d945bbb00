"""What is asked of the process that holds a line."""

from __future__ import annotations

from odind.core.base.portable import portable

from .line import LineSettings, LineShape


@portable
class OpenLine:
    """Open a line under this id, and run its device."""

    line_id: str
    shape: LineShape
    settings: LineSettings


@portable
class UpdateLine:
    """Have a line follow these settings."""

    line_id: str
    settings: LineSettings


@portable
class CloseLine:
    """Close a line, and wait until its device is free."""

    line_id: str


@portable
class ReadLevels:
    """Read the levels of these lines, or of all, since the last reading; `last` forgets the reader."""

    reader: str
    line_ids: tuple[str, ...]
    last: bool = False
