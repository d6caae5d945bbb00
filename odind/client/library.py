"""The daemon's library of sounds: uploaded once, played often."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError
from odind.v1 import sounds_pb2

from .failures import raised_again
from .pages import LARGEST, pages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from odind.v1.sounds_pb2_grpc import SoundServiceAsyncStub

    from .asking import Ask

_PIECE_BYTES: Final = 262_144


class Library:
    """Uploads, lists and deletes sounds. Each call raises what its RPC's comment in proto/ lists."""

    def __init__(self, stub: SoundServiceAsyncStub, ask: Ask, target: str) -> None:
        self._stub = stub
        self._ask = ask
        self._target = target

    async def put(self, path: str | Path, name: str | None = None) -> sounds_pb2.Sound:
        """Upload a file, called as it is called or by another name.

        Raises InvalidArgumentError AUDIO_FILE_UNREADABLE for a file that cannot be read.
        """
        path = Path(path)
        with _pieces_of(path) as pieces:
            return await self.put_bytes(pieces, path.name if name is None else name)

    async def put_bytes(self, pieces: Iterable[bytes], name: str = "") -> sounds_pb2.Sound:
        """Upload a sound in pieces of at most 1 MiB."""
        with raised_again(self._target):
            return (await self._stub.PutSound(_requests(pieces, name))).sound

    async def get(self, sound_id: str) -> sounds_pb2.Sound:
        """Return what is known of a sound."""
        return (await self._ask(self._stub.GetSound, sounds_pb2.GetSoundRequest(sound_id=sound_id))).sound

    async def list(self) -> list[sounds_pb2.Sound]:
        """Return all sounds, oldest first."""
        found = pages(self._ask, self._stub.ListSounds, sounds_pb2.ListSoundsRequest(page_size=LARGEST))
        return [one async for page in found for one in page.sounds]

    async def delete(self, sound_id: str) -> None:
        """Remove a sound."""
        await self._ask(self._stub.DeleteSound, sounds_pb2.DeleteSoundRequest(sound_id=sound_id))


@contextmanager
def _pieces_of(path: Path) -> Iterator[Iterator[bytes]]:
    try:
        with path.open("rb") as file:
            yield iter(lambda: file.read(_PIECE_BYTES), b"")
    except OSError as error:
        raise InvalidArgumentError(
            "AUDIO_FILE_UNREADABLE",
            "the file {path} cannot be read as sound: {problem}",
            path=path,
            problem=error.strerror or error,
        ) from None


async def _requests(pieces: Iterable[bytes], name: str) -> AsyncIterator[sounds_pb2.PutSoundRequest]:
    yield sounds_pb2.PutSoundRequest(config=sounds_pb2.PutSoundConfig(name=name))
    for piece in pieces:
        yield sounds_pb2.PutSoundRequest(data=piece)
