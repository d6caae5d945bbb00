"""Opens sounds for players, and decodes them ahead on threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind.core.players.ports import SoundFailure
from odind.core.players.source import SourceKind

from .decoding import DecodedSound
from .failed import FailedSound
from .made import MadeSound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from odind.core.players.ports import Sound
    from odind.core.players.source import SoundSource


class DecodedSounds:
    """Sounds of files below `folders`, tones and silence. Belongs to the loop; implements core's `Sounds`."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = [folder.resolve() for folder in folders]

    def open(self, source: SoundSource, start: int = 0) -> Sound:
        """Begin to open a sound at a position in samples per channel."""
        if source.kind in (SourceKind.TONE, SourceKind.SILENCE):
            return MadeSound(source, start)
        if source.kind is SourceKind.FILE:
            return self._file(source, start)
        return FailedSound(
            SoundFailure("SOURCE_UNSUPPORTED", f"the daemon opens no source of kind {source.kind.value}")
        )

    def loudness(self, source: SoundSource) -> float | None:  # noqa: ARG002 - nothing is measured
        """Return None: no loudness is known."""
        return None

    def _file(self, source: SoundSource, start: int) -> Sound:
        for folder in self._folders:
            path = (folder / source.name).resolve()
            if path.is_relative_to(folder) and path.is_file():
                return DecodedSound(path, start)
        return FailedSound(
            SoundFailure("FILE_NOT_FOUND", "there is no such file below the folders of sounds")
        )
