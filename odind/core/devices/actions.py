"""What is asked of the process that holds a line, and what it answers."""

from __future__ import annotations

from odind.core.rooms.actions import Action
from odind.core.sound.meter import SILENCE_DBFS
from odind.core.values.portable import portable

from .settings import LineSettings, LineShape


@portable
class OpenLine(Action[None]):
    """Open a line under this id, and run its device."""

    line_id: str
    shape: LineShape
    settings: LineSettings


@portable
class UpdateLine(Action[None]):
    """Have a line follow these settings."""

    line_id: str
    settings: LineSettings


@portable
class CloseLine(Action[None]):
    """Close a line, and wait until its device is free."""

    line_id: str


@portable
class LineLevel:
    """How a line runs. Levels are those since the last reading, after gain and before mute."""

    line_id: str
    rms_dbfs: float = SILENCE_DBFS
    peak_dbfs: float = SILENCE_DBFS
    depth_ms: float = 0.0
    delay_ms: float = 0.0
    drift_ppm: float = 0.0
    missed_frames: int = 0
    skipped_frames: int = 0
    faults: int = 0


@portable
class ReadLevels(Action[tuple[LineLevel, ...]]):
    """Read the levels of these lines, or of all, since the last reading; `last` forgets the reader."""

    reader: str
    line_ids: tuple[str, ...]
    last: bool = False
