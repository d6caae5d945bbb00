"""Opens what is past for those who read it at their own pace: uploads, and files that come in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.players.source import SoundSource, SourceKind

from .house import DecodedSounds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.players.ports import Sound

    from .decoded import DecodedSound
    from .feeding import Feeder
    from .house import Opener

_PIECES: Final = SoundSource(SourceKind.SOUND, "pieces")


class PastSounds(DecodedSounds):
    """Implements the `Sources` of core's captions, on the loop."""

    def __init__(self, uploaded: Opener, feeder: Feeder) -> None:
        super().__init__({SourceKind.SOUND: uploaded})
        self._feeder = feeder

    def decode(self, pieces: AsyncIterator[bytes], size_bytes: int, track: int = 0) -> Sound:
        """Begin to decode a track of a file of so many bytes."""
        return self.opened_by(_Spooled(self._feeder, pieces, size_bytes, track), _PIECES)


class _Spooled:
    """Decodes a track of a file that comes in pieces."""

    def __init__(self, feeder: Feeder, pieces: AsyncIterator[bytes], size_bytes: int, track: int) -> None:
        self._feeder = feeder
        self._pieces = pieces
        self._size_bytes = size_bytes
        self._track = track

    async def begin(self, sound: DecodedSound, source: SoundSource, start: int) -> None:  # noqa: ARG002 - as of all
        """Feed a sound. Raises what `Feeder.spool` and the pieces do."""
        await self._feeder.spool(sound, self._pieces, self._size_bytes, start, track=self._track)
