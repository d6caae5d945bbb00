"""The cookie: who can read its file may control the daemon over TCP and HTTP. It is new at every start."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_BYTES: Final = 32
_OWNER_ONLY: Final = 0o600


class Cookie:
    """A new cookie, and the file in the state folder that tells it to whoever may read that."""

    def __init__(self, folder: Path) -> None:
        self.text = secrets.token_urlsafe(_BYTES)
        self.file = folder / "cookie"

    def write(self) -> None:
        """Leave it for its owner to read; raises OSError."""
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.file.with_name(f".cookie.{os.getpid()}")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{self.text}\n")
        draft.replace(self.file)
