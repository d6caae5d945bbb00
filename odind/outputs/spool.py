"""The spool on disk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from odind.core.errors import UnavailableError
from odind.threads import in_daemon_thread


class FolderSpool:
    """Core's `Spool`: any files of this machine."""

    async def delete(self, file: str) -> None:
        """Delete a file in a thread."""
        await in_daemon_thread(partial(_delete, Path(file)))


def _delete(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise UnavailableError(
            "SPOOL_UNAVAILABLE", "{file} cannot be deleted: {problem}", file=file, problem=error.strerror
        ) from error
