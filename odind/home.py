"""The folder for what a user's programs keep: $XDG_STATE_HOME, or .local/state in the home folder."""

from __future__ import annotations

import os
from pathlib import Path

from odind.core.base.errors import InvalidArgumentError


def state_home() -> Path:
    """Return the folder; raises InvalidArgumentError HOME_MISSING for a user who has no home folder."""
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
