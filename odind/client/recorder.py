"""Records what a connection hears, for the length of a block or for a time."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from odind.core.errors import InvalidArgumentError
from odind.core.timing.tasks import together

from .recording import Recording, SoundFile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path
    from types import TracebackType

    from odind.v1.audio_pb2 import AudioFormat

    from .audio import AudioStream

    Listening = Callable[[], AbstractAsyncContextManager[AudioStream]]


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What to record, and into what."""

    path: Path
    audio_format: AudioFormat
    per_peer: bool
    seconds: float | None


@dataclass
class Recorder:
    """A recording to be made: `async with` makes it during the block, `await` until it is over.

    Both yield the Recording. `listen` begins the stream to record.
    """

    _listen: Listening
    _wanted: Recorded
    _block: AbstractAsyncContextManager[Recording] | None = field(default=None, init=False)

    def __await__(self) -> Generator[object, None, Recording]:
        return self._whole().__await__()

    async def __aenter__(self) -> Recording:
        self._block = self._beside()
        return await self._block.__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        if self._block is None:
            return None
        return await self._block.__aexit__(kind, error, traceback)

    async def _whole(self) -> Recording:
        async with self._begun() as (listener, recording):
            await recording.follow(listener)
        return recording

    @asynccontextmanager
    async def _beside(self) -> AsyncIterator[Recording]:
        async with self._begun() as (listener, recording), together() as tasks:
            recording_task = tasks.create_task(recording.follow(listener))
            try:
                yield recording
            finally:
                recording_task.cancel()

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[tuple[AudioStream, Recording]]:
        wanted = self._wanted
        with Recording(
            wanted.path,
            wanted.audio_format,
            SoundFile,
            per_peer=wanted.per_peer,
            seconds=wanted.seconds,
            in_folder=True,
        ) as recording:
            async with self._listen() as listener:
                if wanted.per_peer:
                    _make_folder(wanted.path)
                recording.begin(listener.started.room_sample)
                yield listener, recording


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidArgumentError(
            "AUDIO_FILE_UNWRITABLE",
            "the folder {path} cannot be made: {problem}",
            path=path,
            problem=error.strerror,
        ) from None
