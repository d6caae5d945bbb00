"""The content of a recording's files, for those who are not on this machine; also while they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, NotFoundError
from odind.core.recordings.refusals import recordings_off

from .refusals import require_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.outputs.ports import Spool
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.ports import Vault
    from odind.core.recordings.recording import Recording

    from .shelf import RecordingShelf

_PIECE_BYTES: Final = 256 * 1_024


@dataclass(frozen=True)
class Download:
    """A part of a file: `length` bytes from `offset`; `pieces` are to be read once, in order.

    `artifact.size_bytes` is that of the whole file, which may grow.
    """

    artifact: Artifact
    offset: int
    length: int
    pieces: AsyncIterator[bytes]


class Downloads:
    """Used on the loop's thread."""

    def __init__(self, shelf: RecordingShelf, spool: Spool, vault: Vault | None) -> None:
        self._shelf = shelf
        self._spool = spool
        self._vault = vault

    async def with_growing(self, recording: Recording) -> Recording:
        """Return a recording with the files that are being written, as long as they are now."""
        if recording.state.over or self._vault is None:
            return recording
        return recording.with_artifacts(await self._vault.growing(recording))

    async def open(self, recording_id: str, file: str, offset: int = 0, length: int = 0) -> Download:
        """Begin to read a file; a length of 0 is up to its end as it is now.

        Raises NotFoundError RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, InvalidArgumentError RANGE_INVALID,
        FailedPreconditionError RECORDINGS_OFF, RECORDING_DELETED, ARTIFACT_STORED_ELSEWHERE and what
        `Spool.read` raises.
        """
        recording = await self.with_growing(self._shelf.find(recording_id))
        artifact = recording.artifact(file)
        if self._vault is None:
            raise recordings_off()
        require_files(recording)
        if artifact is None:
            raise _no_artifact(recording, file)
        path = f"{recording.folder}/{file}"
        await self._require_here(path, artifact)
        if offset > artifact.size_bytes:
            raise InvalidArgumentError(
                "RANGE_INVALID",
                "offset must be at most the length of the file, {size_bytes}",
                size_bytes=artifact.size_bytes,
            )
        rest = artifact.size_bytes - offset
        wanted = min(length, rest) if length else rest
        return Download(artifact, offset, wanted, self._pieces(path, offset, offset + wanted))

    async def _require_here(self, path: str, artifact: Artifact) -> None:
        """Raise ARTIFACT_STORED_ELSEWHERE when the file has gone to its outputs."""
        try:
            await self._spool.read(path, 0, 1)
        except NotFoundError:
            if not artifact.locations:
                raise
            raise FailedPreconditionError(
                "ARTIFACT_STORED_ELSEWHERE",
                "{file} is not on this machine any more: get it from {locations}",
                file=artifact.file,
                locations=" ".join(artifact.locations),
            ) from None

    async def _pieces(self, path: str, start: int, end: int) -> AsyncIterator[bytes]:
        while start < end:
            piece = await self._spool.read(path, start, min(_PIECE_BYTES, end - start))
            if not piece:
                return
            yield piece
            start += len(piece)


def _no_artifact(recording: Recording, file: str) -> NotFoundError:
    return NotFoundError(
        "ARTIFACT_NOT_FOUND",
        "recording {recording_id} has no file {file}; it has {files}",
        recording_id=recording.recording_id,
        file=file,
        files=", ".join(one.file for one in recording.artifacts) or "none yet",
    )
