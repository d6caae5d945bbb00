"""The cookie: who can read its file may control the daemon over TCP and HTTP. It is new at every start."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from .private_files import write_private

if TYPE_CHECKING:
    from pathlib import Path

_BYTES: Final = 32
_LENGTH: Final = len(secrets.token_urlsafe(_BYTES))


class Cookie:
    """A cookie, a new one unless `text` is given, and the file that tells it to whoever may read that."""

    def __init__(self, folder: Path, text: str = "") -> None:
        self.text = text or secrets.token_urlsafe(_BYTES)
        self.file = folder / "cookie"

    def write(self) -> None:
        """Leave it for its owner to read; raises OSError."""
        write_private(self.file, f"{self.text}\n".encode())

    def take_earlier(self) -> bool:
        """Be the cookie that an earlier start left in the file; return whether there is one."""
        try:
            earlier = self.file.read_text("ascii", "replace").strip()
        except OSError:
            return False
        if len(earlier) != _LENGTH:
            return False
        self.text = earlier
        return True
