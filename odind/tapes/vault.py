"""The folders of recordings below one root, for the control plane."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import av.error

from odind.core.errors import AlreadyExistsError, FailedPreconditionError, OdindError, UnavailableError
from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.sealing.file import is_sealed, size_of
from odind.threads import in_daemon_thread

from .erasing import erase
from .finishing import KINDS, Finishing
from .folder import parts_in
from .safe import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from odind.core.recordings.ports import Finished
    from odind.core.recordings.recording import Recording
    from odind.core.timing.clock import Clock

    from .safe import Safe


class FolderVault:
    """Below `root`, which is made when it is first needed. A thread completes one recording at a time."""

    def __init__(self, root: Path, clock: Clock, safe: Safe = OPEN) -> None:
        self._root = root
        self._clock = clock
        self._safe = safe
        self._turn = asyncio.Lock()

    async def prepare(self, name: str) -> str:
        """Make the folder of a new recording."""
        folder = (self._root / name).absolute()
        try:
            folder.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
            if folder.exists():
                raise AlreadyExistsError(
                    "RECORDING_NAME_TAKEN", "there is a recording named {name} already", name=name
                )
            folder.mkdir(mode=0o750)
        except OSError as error:
            raise FailedPreconditionError(
                "RECORDINGS_UNWRITABLE",
                "the folder {folder} cannot be made: {problem}",
                folder=folder,
                problem=error.strerror,
            ) from None
        return str(folder)

    async def discard(self, folder: str) -> None:
        """Remove a folder that is empty."""
        with suppress(OSError):
            Path(folder).rmdir()  # noqa: ASYNC240 - of a folder that was made just now

    async def finish(self, recording: Recording, progress: Callable[[float], object]) -> Finished:
        """Complete a recording."""
        loop = asyncio.get_running_loop()

        def told(share: float) -> None:
            loop.call_soon_threadsafe(progress, share)

        finishing = Finishing(recording, self._clock.now(), told, self._safe)
        async with self._turn:
            try:
                return await in_daemon_thread(finishing.run)
            except (OSError, av.error.FFmpegError, ValueError, LookupError, OdindError) as error:
                raise UnavailableError(
                    "RECORDING_INCOMPLETE",
                    "the files cannot be completed and remain as they were written: {problem}",
                    problem=error,
                ) from error

    async def growing(self, recording: Recording) -> Sequence[Artifact]:
        """Look at the parts of the takes."""
        return await in_daemon_thread(partial(_growing, recording, self._clock.now()))

    async def erase(self, tombstone: Recording) -> None:
        """Write the manifest anew, and delete everything else."""
        try:
            await in_daemon_thread(partial(erase, Path(tombstone.folder), tombstone))
        except OSError as error:
            raise UnavailableError(
                "RECORDINGS_UNWRITABLE",
                "the folder {folder} cannot be erased: {problem}",
                folder=tombstone.folder,
                problem=error.strerror,
            ) from None


def _growing(recording: Recording, now: float) -> list[Artifact]:
    kind = KINDS.get(recording.plan.layout, ArtifactKind.TRACK)
    found = []
    for part in parts_in(Path(recording.folder)):
        with suppress(FileNotFoundError):  # it was completed just now
            state, sealed = ArtifactState.PROCESSING, is_sealed(part.path)
            found.append(Artifact(part.path.name, kind, state, now, size_of(part.path), encrypted=sealed))
    return found
