"""The API key that commands call with: in a file or the environment, never on the command line."""

from __future__ import annotations

import stat
from pathlib import Path

from odind.core.errors import InvalidArgumentError


def read_api_key(name: str) -> str:
    """Return the key in a file. Raises InvalidArgumentError KEY_FILE_UNREADABLE, KEY_FILE_OPEN."""
    file = Path(name)
    try:
        mode, text = file.stat().st_mode, file.read_text(errors="replace").strip()
    except OSError as error:
        raise InvalidArgumentError(
            "KEY_FILE_UNREADABLE", "the key cannot be read: {problem}", problem=error
        ) from None
    if stat.S_ISREG(mode) and mode & stat.S_IROTH:
        raise InvalidArgumentError(
            "KEY_FILE_OPEN",
            "every user of this machine may read the key in {file}: run `chmod o-rwx {file}` and rotate it",
            file=file,
        )
    return text
