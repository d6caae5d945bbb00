"""The default state folder of a stand-alone grid."""

from __future__ import annotations

import os
from pathlib import Path

from odind.folders import state_home


def default_state_dir() -> Path:
    """Return the folder in systemd's state folder, or else in the user's."""
    given = os.environ.get("STATE_DIRECTORY")
    if given:
        return Path(given) / "grid"
    return state_home() / "odind/grid"
