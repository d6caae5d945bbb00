"""The folders in which the daemon puts its socket and its files, and in which clients look for them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from odind.core.errors import InvalidArgumentError

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
        *_state_folder_if_any(),
        SYSTEM_RUNTIME,
    ]
    return list(dict.fromkeys(folders))


def state_folder() -> Path:
    """Return the folder for keys and certificates: systemd's, or the user's.

    Raises InvalidArgumentError HOME_MISSING for a user who has no home folder.
    """
    if given := os.environ.get("STATE_DIRECTORY"):
        return Path(given)
    return state_home() / "odind"


def state_home() -> Path:
    """Return the folder for what a user's programs keep; raises InvalidArgumentError HOME_MISSING."""
    if given := os.environ.get("XDG_STATE_HOME"):
        return Path(given)
    try:
        return Path.home() / ".local/state"
    except RuntimeError:
        raise InvalidArgumentError(
            "HOME_MISSING",
            "user {user} has no home folder: name a state folder with --state, or set HOME",
            user=os.getuid(),
        ) from None


def _state_folder_if_any() -> list[Path]:
    try:
        return [state_folder()]
    except InvalidArgumentError:
        return []
