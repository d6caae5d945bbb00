"""What a file must look like once a store has it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, BinaryIO, Final

from odind.core.values.late import dataclass

from .failures import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PART_BYTES: Final = 8 << 20
"""The size of all parts but the last. Stores allow 10,000 of them, which makes 78 GiB."""


@dataclass(frozen=True)
class Fingerprint:
    """The size and the checksums of a file; `parts` are the MD5 of its parts, as stores make them."""

    total_bytes: int
    sha256: bytes
    md5: bytes
    parts: tuple[bytes, ...]

    @property
    def etags(self) -> tuple[str, str]:
        """The two ETags that a store may give it: as a whole, and as what was put together from parts."""
        together = hashlib.md5(b"".join(self.parts), usedforsecurity=False).hexdigest()
        return self.md5.hex(), f"{together}-{len(self.parts)}"


def fingerprint(file: Path) -> Fingerprint:
    """Read a file once; raises FailedPreconditionError SPOOLED_FILE_LOST."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    parts, size = [], 0
    with reading(file), file.open("rb") as source:
        for piece in pieces(source, PART_BYTES):
            sha256.update(piece)
            md5.update(piece)
            parts.append(md5_of(piece))
            size += len(piece)
    return Fingerprint(size, sha256.digest(), md5.digest(), tuple(parts))


def md5_of(piece: bytes) -> bytes:
    """Return the checksum by which stores know a part."""
    return hashlib.md5(piece, usedforsecurity=False).digest()


def pieces(source: BinaryIO, size: int) -> Iterator[bytes]:
    """Yield what a file holds in pieces of this size; the last one may be shorter."""
    while piece := source.read(size):
        yield piece
