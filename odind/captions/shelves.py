"""The folder with the files of transcripts: `ID.vtt` and so on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from odind.core.errors import UnavailableError
from odind.private_files import write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class FolderShelves:
    """Keeps files in a folder, which is made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def keep(self, transcript_id: str, files: Mapping[str, str]) -> tuple[str, ...]:
        """Write files of text, by their endings; return their paths. Raises TRANSCRIPTS_UNWRITABLE."""
        try:
            return await asyncio.to_thread(self._write, transcript_id, files)
        except OSError as error:
            raise UnavailableError(
                "TRANSCRIPTS_UNWRITABLE",
                "the files of transcripts cannot be written to {folder}: {problem}",
                folder=self._folder,
                problem=error.strerror or error,
            ) from None

    async def drop(self, transcript_id: str) -> None:
        """Remove the files of a transcript."""
        await asyncio.to_thread(self._remove, transcript_id)

    def _write(self, transcript_id: str, files: Mapping[str, str]) -> tuple[str, ...]:
        paths = {self._folder / f"{transcript_id}.{ending}": text for ending, text in files.items()}
        for path, text in paths.items():
            write_private(path, text.encode(errors="replace"))
        return tuple(map(str, paths))

    def _remove(self, transcript_id: str) -> None:
        for path in self._folder.glob(f"{transcript_id}.*"):
            path.unlink(missing_ok=True)
