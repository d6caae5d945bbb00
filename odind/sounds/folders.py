"""Opens files below the folders that the settings name, and nothing else.

Each part of a path is opened by itself, within the one before it and without following links, so nobody can
exchange a folder or a file for a link between a check and its use. What is opened must be a plain file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from odind.core.errors import NotFoundError, PermissionDeniedError, UnavailableError
from odind.files.error import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKED_AT: Final = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC
"""Opens nothing yet: to open a FIFO waits, and to open a device may do anything."""


class SoundFolders:
    """Folders of sounds. A path is absolute, or relative to one of them: the first that has it counts."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folder.absolute() for folder in folders)

    def check(self, name: str) -> None:
        """Raise what `open` raises; it blocks on the disk too."""
        os.close(self.open(name))

    def open(self, name: str) -> int:
        """Return the descriptor of a file. It blocks on the disk.

        Raises PermissionDeniedError FILE_NOT_ALLOWED, NotFoundError FILE_NOT_FOUND, UnavailableError
        FILE_UNREADABLE.
        """
        for folder, parts in self._places(name):
            try:
                return _opened(folder, parts, name)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise UnavailableError(
                    "FILE_UNREADABLE", "{name} cannot be read: {detail}", name=name, detail=sentence(error)
                ) from None
        raise NotFoundError(
            "FILE_NOT_FOUND", "there is no file {name} below the folders of sounds", name=name
        )

    def _places(self, name: str) -> list[tuple[Path, tuple[str, ...]]]:
        """Return the folders below which a path may be found, and the parts of its way there."""
        path = PurePosixPath(name)
        if "\0" in name or ".." in path.parts:
            raise _not_allowed(name, "its path must not contain '..' or a null character")
        if not path.is_absolute():
            return [(folder, path.parts) for folder in self._folders]
        places = [
            (folder, path.relative_to(folder).parts)
            for folder in self._folders
            if path.is_relative_to(folder)
        ]
        if not places:
            raise _not_allowed(
                name, "it is not below a folder of sounds, which the setting sounds.folders names"
            )
        return places


def _opened(folder: Path, parts: tuple[str, ...], name: str) -> int:
    """Walk down from a folder, which may itself be reached through links, and open what is there."""
    at = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        for part in parts:
            above, at = at, os.open(part, _LOOKED_AT, dir_fd=at)
            os.close(above)
            if stat.S_ISLNK(os.fstat(at).st_mode):
                raise _not_allowed(name, "links are not followed")
        if not stat.S_ISREG(os.fstat(at).st_mode):
            raise _not_allowed(name, "it is not a plain file")
        return os.open(f"/proc/self/fd/{at}", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.close(at)


def _not_allowed(name: str, problem: str) -> PermissionDeniedError:
    return PermissionDeniedError(
        "FILE_NOT_ALLOWED", "the file {name} must not be played: {problem}", name=name, problem=problem
    )
