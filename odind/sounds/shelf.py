"""Keeps uploaded sounds as files, each with a record of JSON beside it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import msgspec

from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.core.players.library import Content, StoredSound
from odind.private_files import make_folder, write_private

from .measuring import measured

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .decoders import Decoders
    from .stored import Find

_ID: Final = re.compile(r"a[0-9a-f._-]*[0-9a-f]{64}")
_RECORD: Final = ".json"
_PART: Final = ".part"


class FolderShelf:
    """Implements core's `SoundShelf` in a folder that it makes when a sound comes."""

    def __init__(self, folder: Path, decoders: Decoders) -> None:
        self._folder = folder
        self._decoders = decoders

    def recall(self) -> list[StoredSound]:
        """Return all sounds, oldest first; what no record belongs to was cut short, and is removed."""
        records = {path.stem: path for path in self._folder.glob(f"*{_RECORD}")}
        for path in self._folder.glob("*"):
            if path.suffix != _RECORD and path.name not in records:
                path.unlink(missing_ok=True)
        found = [_read(path) for path in records.values()]
        return sorted(filter(None, found), key=lambda sound: (sound.created_at, sound.sound_id))

    def draft(self) -> FileDraft:
        """Begin a sound."""
        with _writable():
            make_folder(self._folder)
            return FileDraft(self._folder, self._decoders)

    def remove(self, sound_id: str) -> None:
        """Remove a sound, first of all its record."""
        with _writable():
            (self._folder / f"{sound_id}{_RECORD}").unlink(missing_ok=True)
            (self._folder / sound_id).unlink(missing_ok=True)


class FileDraft:
    """A file without a record."""

    def __init__(self, folder: Path, decoders: Decoders) -> None:
        self._folder = folder
        self._decoders = decoders
        self._path = folder / f"{os.urandom(8).hex()}{_PART}"
        self._digest = hashlib.sha256()
        self._size = 0
        self._file = self._path.open("xb")

    async def write(self, data: bytes) -> None:
        """Append bytes."""
        self._digest.update(data)
        self._size += len(data)
        with _writable():
            await asyncio.to_thread(self._file.write, data)

    async def content(self) -> Content:
        """Return what was written."""
        with _writable():
            await asyncio.to_thread(self._synced)
        with self._path.open("rb") as file:
            end = await measured(self._decoders, file.fileno())
        if end.reason:
            raise InvalidArgumentError(
                "SOUND_UNREADABLE", "what was sent cannot be played: {detail}", detail=end.detail
            )
        return Content(self._digest.hexdigest(), self._size, end.length, end.loudness_lufs)

    async def keep(self, sound: StoredSound) -> None:
        """Give the file its name, and then a record."""
        record = self._folder / f"{sound.sound_id}{_RECORD}"
        with _writable():
            self._path.replace(self._folder / sound.sound_id)
            await asyncio.to_thread(write_private, record, msgspec.json.encode(sound))

    def drop(self) -> None:
        """Remove what was not kept."""
        self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _synced(self) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())


def finder(folder: Path) -> Find:
    """Return a function that opens uploaded sounds by their ids. Raises NotFoundError SOUND_NOT_FOUND."""

    def find(sound_id: str) -> int:
        try:
            if _ID.fullmatch(sound_id):
                return os.open(folder / sound_id, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            pass
        raise NotFoundError("SOUND_NOT_FOUND", "there is no sound {sound_id}", sound_id=sound_id)

    return find


def _read(path: Path) -> StoredSound | None:
    """Return the sound of a record, None for one that is damaged."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=StoredSound)
    except (OSError, msgspec.MsgspecError):
        return None


@contextmanager
def _writable() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UnavailableError(
            "LIBRARY_UNWRITABLE",
            "the library of sounds cannot be written: {problem}",
            problem=error.strerror or error,
        ) from None
