"""The folders in which the daemon puts its socket and its files, and in which clients look for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

SYSTEM_RUNTIME: Final = Path("/run/odind")


def runtime_folders() -> list[Path]:
    """Return the folders for the socket: the daemon uses the first, clients search them in this order.

    systemd's, the session's, root's, the state folder; and the one of a daemon that root runs.
    """
    session = os.environ.get("XDG_RUNTIME_DIR")
    folders = [
        *([Path(given)] if (given := os.environ.get("RUNTIME_DIRECTORY")) else []),
        *([Path(session) / "odind"] if session else []),
        *([SYSTEM_RUNTIME] if os.geteuid() == 0 else []),
        state_folder(),
        SYSTEM_RUNTIME,
    ]
    return list(dict.fromkeys(folders))


def state_folder() -> Path:
    """Return the folder for keys and certificates: systemd's, or the user's."""
    if given := os.environ.get("STATE_DIRECTORY"):
        return Path(given)
    home = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local/state"
    return Path(home) / "odind"
