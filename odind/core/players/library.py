"""The library of uploaded sounds: each is named by its content, and kept until its owner deletes it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from odind.core.errors import InvalidArgumentError, NotFoundError, ResourceExhaustedError
from odind.core.values.late import dataclass
from odind.core.values.paging import page_of

from .source import SourceKind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from odind.core.access.principal import Principal
    from odind.core.timing.clock import Clock

    from .source import SoundSource

MAX_NAME_BYTES: Final = 255
_LETTER: Final = "a"
_OVERHEAD_BYTES: Final = 256
"""What a sound takes in a list besides its name."""


@dataclass(frozen=True)
class SoundLimits:
    """How large one uploaded sound may be, and how large and how many all of them."""

    sound_bytes: int = 67_108_864
    library_bytes: int = 1_073_741_824
    sounds: int = 10_000


@dataclass(frozen=True)
class StoredSound:
    """An uploaded sound. `length` is in samples per channel at 48 kHz, the loudness None for silence."""

    sound_id: str
    name: str
    size_bytes: int
    length: int
    loudness_lufs: float | None
    created_at: float
    number: int = 0


@dataclass(frozen=True)
class Content:
    """What a draft holds: the SHA-256 of its bytes in hex, and what it sounds like."""

    digest: str
    size_bytes: int
    length: int
    loudness_lufs: float | None


class Draft(Protocol):
    """A sound that is being uploaded; it is dropped at the end of its block unless it was kept."""

    async def write(self, data: bytes) -> None:
        """Append bytes. Raises UnavailableError LIBRARY_UNWRITABLE."""

    async def content(self) -> Content:
        """Return what was written; raises InvalidArgumentError SOUND_UNREADABLE for what is no sound."""

    async def keep(self, sound: StoredSound) -> None:
        """Keep it as this sound. Raises UnavailableError LIBRARY_UNWRITABLE."""

    def drop(self) -> None:
        """Remove what was not kept."""


class SoundShelf(Protocol):
    """Where uploaded sounds lie."""

    def recall(self) -> list[StoredSound]:
        """Return all sounds that were kept, oldest first."""

    def draft(self) -> Draft:
        """Begin a sound. Raises UnavailableError LIBRARY_UNWRITABLE."""

    def remove(self, sound_id: str) -> None:
        """Remove a sound; who plays it goes on. Raises UnavailableError LIBRARY_UNWRITABLE."""


class SoundLibrary:
    """The uploaded sounds of the daemon. Used on the loop's thread."""

    def __init__(self, shelf: SoundShelf, limits: SoundLimits, clock: Clock) -> None:
        self._shelf = shelf
        self._limits = limits
        self._clock = clock
        recalled = enumerate(shelf.recall(), 1)
        self._sounds = {sound.sound_id: replace(sound, number=number) for number, sound in recalled}
        self._last_number = len(self._sounds)
        self._bytes = sum(sound.size_bytes for sound in self._sounds.values())

    async def put(self, name: str, pieces: AsyncIterator[bytes], by: Principal) -> StoredSound:
        """Keep a sound; one that is kept already stays as it is, with its first name.

        Raises InvalidArgumentError SOUND_NAME_INVALID, SOUND_UNREADABLE; ResourceExhaustedError
        SOUND_TOO_LARGE, LIBRARY_FULL; UnavailableError LIBRARY_UNWRITABLE.
        """
        _require_name(name)
        if len(self._sounds) >= self._limits.sounds:
            raise _full("sounds", self._limits.sounds)
        with self._drafted() as draft:
            async for piece in self._counted(pieces):
                await draft.write(piece)
            content = await draft.content()
            sound_id = _id_of(content, by)
            if sound_id not in self._sounds:
                self._last_number += 1
                sound = StoredSound(
                    sound_id,
                    name,
                    content.size_bytes,
                    content.length,
                    content.loudness_lufs,
                    self._clock.now(),
                    self._last_number,
                )
                await draft.keep(sound)
                self._sounds[sound_id] = sound
                self._bytes += sound.size_bytes
            return self._sounds[sound_id]

    def list(self, by: Principal, page_size: int, page_token: str) -> tuple[list[StoredSound], str]:
        """Return a page of the sounds that a principal sees, oldest first, and the next page's token."""
        seen = (sound for sound in self._sounds.values() if by.sees(sound.sound_id, None))
        return page_of(seen, page_size, page_token, lambda sound: len(sound.name) + _OVERHEAD_BYTES)

    def find(self, sound_id: str, by: Principal) -> StoredSound:
        """Return a sound; raises NotFoundError SOUND_NOT_FOUND, also for those of others."""
        sound = self._sounds.get(sound_id)
        if sound is None or not by.sees(sound_id, None):
            raise _no_sound(sound_id)
        return sound

    def delete(self, sound_id: str, by: Principal) -> None:
        """Remove a sound. Raises NotFoundError SOUND_NOT_FOUND, UnavailableError LIBRARY_UNWRITABLE."""
        sound = self.find(sound_id, by)
        self._shelf.remove(sound_id)
        del self._sounds[sound_id]
        self._bytes -= sound.size_bytes

    @contextmanager
    def _drafted(self) -> Iterator[Draft]:
        draft = self._shelf.draft()
        try:
            yield draft
        finally:
            draft.drop()

    async def _counted(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield pieces while there is room for them, which counts as taken until their end."""
        taken = 0
        try:
            async for piece in pieces:
                taken += len(piece)
                self._bytes += len(piece)
                if taken > self._limits.sound_bytes:
                    raise ResourceExhaustedError(
                        "SOUND_TOO_LARGE", "a sound may have {most} bytes", most=self._limits.sound_bytes
                    )
                if self._bytes > self._limits.library_bytes:
                    raise _full("bytes", self._limits.library_bytes)
                yield piece
        finally:
            self._bytes -= taken


def require_seen(sources: Iterable[SoundSource], by: Principal) -> None:
    """Raise NotFoundError SOUND_NOT_FOUND where one of them is an uploaded sound of somebody else's."""
    for source in sources:
        if source.kind is SourceKind.SOUND and not by.sees(source.name, None):
            raise _no_sound(source.name)


def _no_sound(sound_id: str) -> NotFoundError:
    return NotFoundError("SOUND_NOT_FOUND", "there is no sound {sound_id}", sound_id=sound_id)


def _id_of(content: Content, by: Principal) -> str:
    return f"{_LETTER}{by.mark}-{content.digest}" if by.mark else f"{_LETTER}{content.digest}"


def _require_name(name: str) -> None:
    size = len(name.encode("utf-8", "surrogatepass"))
    if size > MAX_NAME_BYTES:
        raise InvalidArgumentError(
            "SOUND_NAME_INVALID",
            "the name of a sound is {size} bytes and may have {most}",
            size=size,
            most=MAX_NAME_BYTES,
        )


def _full(what: str, most: int) -> ResourceExhaustedError:
    return ResourceExhaustedError(
        "LIBRARY_FULL",
        "the library of sounds may hold {most} {what}: delete some, or raise the limits in [sounds]",
        most=most,
        what=what,
    )
