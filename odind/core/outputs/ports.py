"""What the outputs wing needs: places that keep files, and the spool, where files wait for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from odind.core.values.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Shipment:
    """A file on this machine, and what it is to be called, with `/` between folders."""

    file: str
    name: str


class Destination(Protocol):
    """A bucket or a folder. Called on the loop's thread, for any number of files at once.

    What fails raises UnavailableError STORAGE_UNAVAILABLE, PermissionDeniedError STORAGE_DENIED, or
    NotFoundError BUCKET_NOT_FOUND or FOLDER_NOT_FOUND: all may pass, or an operator may mend them.
    """

    async def check(self) -> None:
        """Return if files can be kept there at present."""

    async def store(self, shipment: Shipment, told: Callable[[int], None]) -> str:
        """Bring a file there; return its address once the checksum of what is there is that of the file.

        What an earlier attempt has brought is not brought again, also after a crash. `told` is called with
        the number of bytes that are there. Raises AlreadyExistsError OBJECT_EXISTS when another file has the
        name, FailedPreconditionError SPOOLED_FILE_LOST when the file cannot be read; neither passes.
        """

    async def put(self, name: str, data: bytes, kind: str, *, lasting: bool) -> None:
        """Make a small file there, at once as a whole, in place of what has the name.

        `kind` is its media type, and `lasting` whether it never changes; folders have no use for them.
        """

    async def read(self, name: str, offset: int, count: int, *, sealed: bool) -> bytes:
        """Return at most `count` bytes of what a file there holds, none at its end.

        What is `sealed` is opened. Raises NotFoundError OBJECT_NOT_FOUND when nothing has the name,
        FailedPreconditionError SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED.
        """

    async def sign(self, name: str, lifetime_s: int) -> str:
        """Return an address at which everybody may read a file for so long; "" where there are none.

        Raises NotFoundError OBJECT_NOT_FOUND when nothing has the name.
        """

    async def sweep(self, name: str) -> None:
        """Delete what attempts that were given up have left of a file; a file that is complete stays."""

    async def delete(self, name: str) -> None:
        """Delete what has the name; does nothing when nothing has it."""


class Spool(Protocol):
    """The files that are here. Called on the loop's thread; raises UnavailableError SPOOL_UNAVAILABLE."""

    async def delete(self, file: str) -> None:
        """Delete a file; does nothing when it is not there."""

    async def read(self, file: str, offset: int, count: int) -> bytes:
        """Return at most `count` bytes of what a file holds, none at its end; what is sealed is opened.

        Raises NotFoundError FILE_NOT_HERE, FailedPreconditionError SEALING_KEY_UNKNOWN, SEALED_FILE_DAMAGED.
        """
