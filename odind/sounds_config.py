"""The settings of players' sounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SoundsConfig:
    """Where players' sounds may come from.

    `folders` are those below which files may be played; without any, that is the folder for file devices.
    """

    folders: tuple[Path, ...] = ()
