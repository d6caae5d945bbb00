"""The folder of one output. Every method works in another thread."""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Final

from odind.core.errors import UnavailableError
from odind.core.hls.refusals import no_file

from .playlists import CAPTIONS, INDEX
from .segments import Segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from .renditions import Encoding
    from .segments import Names

_OWNER: Final = "output"
"""The file that says whose folder it is."""


class OutputFolder:
    """Raises UnavailableError HLS_UNWRITABLE when it cannot write."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def take_over(self, job_id: str, folders: Sequence[str]) -> bool:
        """Make the folder that of an output; return whether it was so before. Another's files are erased."""
        return await asyncio.to_thread(self._take_over, job_id, folders)

    async def erase(self, job_id: str) -> None:
        """Erase it if it is that of an output."""
        await asyncio.to_thread(self._erase, job_id)

    async def write(self, files: Mapping[str, bytes], *, append: bool = False) -> None:
        """Write files below it, or add to them. What players may read meanwhile is replaced as a whole."""
        await asyncio.to_thread(self._write, files, append=append)

    async def read(self, file: str, offset: int = 0, count: int = -1) -> bytes:
        """Return what a file holds; raises NotFoundError HLS_FILE_NOT_FOUND."""
        return await asyncio.to_thread(self._read, file, offset, count)

    async def forget(self, names: Names, number: int) -> None:
        """Erase a segment."""
        await asyncio.to_thread(self._forget, {names.segment(number), names.segment(number, "vtt")})

    async def kept(self, encoding: Encoding) -> list[Segment]:
        """Return the segments that an earlier daemon has written."""
        return await asyncio.to_thread(self._kept, encoding)

    def _take_over(self, job_id: str, folders: Sequence[str]) -> bool:
        try:
            if self._owner() == job_id:
                return True
            shutil.rmtree(self.path, ignore_errors=True)
            for folder in folders:
                (self.path / folder).mkdir(parents=True)
            (self.path / _OWNER).write_text(job_id)
        except OSError as error:
            raise unwritable(self.path, error) from error
        return False

    def _erase(self, job_id: str) -> None:
        if self._owner() == job_id:
            shutil.rmtree(self.path, ignore_errors=True)

    def _owner(self) -> str:
        try:
            return (self.path / _OWNER).read_text()
        except OSError:
            return ""

    def _write(self, files: Mapping[str, bytes], *, append: bool) -> None:
        try:
            for name, data in files.items():
                target = self.path / name
                if append:
                    with target.open("ab") as file:
                        file.write(data)
                else:
                    written = target.with_name(f".{target.name}")
                    written.write_bytes(data)
                    written.replace(target)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _read(self, file: str, offset: int, count: int) -> bytes:
        try:
            with (self.path / file).open("rb") as opened:
                opened.seek(offset)
                return opened.read(count)
        except OSError:
            raise no_file(self.path.name, file) from None

    def _forget(self, names: set[str]) -> None:
        for name in names:
            for file in self.path.glob(f"*/{name}"):
                file.unlink(missing_ok=True)

    def _kept(self, encoding: Encoding) -> list[Segment]:
        import m3u8  # noqa: PLC0415 - for those who go on with something

        try:
            playlist = m3u8.loads((self.path / encoding.folder / INDEX).read_text())
        except (OSError, ValueError):
            return []
        take, first, media_s = playlist.discontinuity_sequence or 0, playlist.media_sequence or 0, 0.0
        kept: list[Segment] = []
        for number, listed in enumerate(playlist.segments, first):
            if listed.discontinuity and kept:
                take, media_s = take + 1, 0.0
            size = sum(file.stat().st_size for file in self.path.glob(f"*/{listed.uri}"))
            started_at = listed.current_program_date_time.timestamp()
            kept.append(
                Segment(number, take, media_s, started_at, listed.duration, sizes=[size], complete=True)
            )
            media_s += listed.duration
        return kept


def folders_of(encodings: Sequence[Encoding], *, captions: bool) -> list[str]:
    """Return the folders below that of an output."""
    return [*(encoding.folder for encoding in encodings), *([CAPTIONS] if captions else [])]


def unwritable(path: Path, error: OSError) -> UnavailableError:
    """Return the error of a folder that cannot be written."""
    return UnavailableError(
        "HLS_UNWRITABLE",
        "the folder {folder} cannot be written: {problem}",
        folder=path,
        problem=error.strerror or error,
    )
