"""A shelf of sounds in memory, which takes everything for a sound but bytes that begin with a zero."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError
from odind.core.players.library import Content

if TYPE_CHECKING:
    from odind.core.errors import OdindError
    from odind.core.players.library import StoredSound


class FakeShelf:
    """Implements `SoundShelf`."""

    def __init__(self) -> None:
        self.kept: dict[str, StoredSound] = {}
        self.drafts = 0
        self.failure: OdindError | None = None
        """What every change raises."""

    def recall(self) -> list[StoredSound]:
        return list(self.kept.values())

    def draft(self) -> FakeDraft:
        self._check()
        self.drafts += 1
        return FakeDraft(self)

    def remove(self, sound_id: str) -> None:
        self._check()
        del self.kept[sound_id]

    def _check(self) -> None:
        if self.failure:
            raise self.failure


class FakeDraft:
    """Implements `Draft`."""

    def __init__(self, shelf: FakeShelf) -> None:
        self._shelf = shelf
        self._data = b""

    async def write(self, data: bytes) -> None:
        self._data += data

    async def content(self) -> Content:
        if self._data.startswith(b"\0"):
            raise InvalidArgumentError("SOUND_UNREADABLE", "it is no sound: {detail}", detail="zero")
        return Content(hashlib.sha256(self._data).hexdigest(), len(self._data), 48_000, -20.0)

    async def keep(self, sound: StoredSound) -> None:
        self._shelf.kept[sound.sound_id] = sound

    def drop(self) -> None:
        self._shelf.drafts -= 1
