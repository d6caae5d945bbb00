"""The files of this machine that wait for outputs, or stay here."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from odind.core.errors import NotFoundError, UnavailableError
from odind.sealing.file import open_plain
from odind.threads import in_daemon_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.sealing.keys import SealingKeys


class FolderSpool:
    """Core's `Spool`, in threads. `keys` open what is sealed."""

    def __init__(self, keys: SealingKeys) -> None:
        self._keys = keys

    async def delete(self, file: str) -> None:
        """Delete a file."""
        await in_daemon_thread(partial(_delete, Path(file)))

    async def read(self, file: str, offset: int, count: int) -> bytes:
        """Read from a file."""
        return await in_daemon_thread(partial(self._read, Path(file), offset, count))

    def _read(self, file: Path, offset: int, count: int) -> bytes:
        with _told(file), open_plain(file, self._keys) as opened:
            opened.seek(offset)
            return opened.read(count)


def _delete(file: Path) -> None:
    with _told(file):
        file.unlink(missing_ok=True)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Raise NotFoundError FILE_NOT_HERE, UnavailableError SPOOL_UNAVAILABLE for what the system says."""
    try:
        yield
    except FileNotFoundError:
        raise NotFoundError("FILE_NOT_HERE", "{file} is not on this machine", file=file) from None
    except OSError as error:
        raise UnavailableError(
            "SPOOL_UNAVAILABLE", "{file} cannot be used: {problem}", file=file, problem=error.strerror
        ) from error
