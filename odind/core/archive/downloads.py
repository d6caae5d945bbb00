"""The content of a recording's files, for those who are not on this machine; also while they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from odind.core.errors import FailedPreconditionError, InvalidArgumentError, NotFoundError, OdindError
from odind.core.recordings.refusals import recordings_off
from odind.core.values.late import dataclass

from .names import name_at_outputs
from .refusals import require_files

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.outputs.output import Outputs
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.ports import Vault
    from odind.core.recordings.recording import Recording

    from .shelf import RecordingShelf

_PIECE_BYTES: Final = 1_048_576
"""A piece. Outputs are asked for each by itself: who reads slowly holds no connection to them."""


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

    def __init__(self, shelf: RecordingShelf, outputs: Outputs, vault: Vault | None) -> None:
        self._shelf = shelf
        self._outputs = outputs
        self._vault = vault

    async def with_growing(self, recording: Recording) -> Recording:
        """Return a recording with the files that are being written, as long as they are now."""
        if recording.state.over or self._vault is None:
            return recording
        return recording.with_artifacts(await self._vault.growing(recording))

    async def open(self, recording_id: str, file: str, offset: int = 0, length: int = 0) -> Download:
        """Begin to read a file; a length of 0 is up to its end as it is now.

        Raises NotFoundError RECORDING_NOT_FOUND, ARTIFACT_NOT_FOUND, InvalidArgumentError RANGE_INVALID,
        FailedPreconditionError RECORDINGS_OFF, RECORDING_DELETED, ARTIFACT_STORED_ELSEWHERE,
        UnavailableError STORE_UNAVAILABLE and what
        `Spool.read` and, for what has left this machine, `Destination.read` raise.
        """
        recording = await self.with_growing(await self._shelf.whole(recording_id))
        artifact = recording.artifact(file)
        if self._vault is None:
            raise recordings_off()
        require_files(recording)
        if artifact is None:
            raise no_artifact(recording, file)
        await self._read(recording, file, 0, 1)
        if offset > artifact.size_bytes:
            raise InvalidArgumentError(
                "RANGE_INVALID",
                "offset must be at most the length of the file, {size_bytes}",
                size_bytes=artifact.size_bytes,
            )
        rest = artifact.size_bytes - offset
        wanted = min(length, rest) if length else rest
        return Download(artifact, offset, wanted, self._pieces(recording, file, offset, offset + wanted))

    async def _pieces(self, recording: Recording, file: str, start: int, end: int) -> AsyncIterator[bytes]:
        while start < end:
            piece = await self._read(recording, file, start, min(_PIECE_BYTES, end - start))
            if not piece:
                return
            yield piece
            start += len(piece)

    async def _read(self, recording: Recording, file: str, offset: int, count: int) -> bytes:
        """Read a file from here, or from its outputs, which may have got it a moment ago."""
        try:
            return await self._outputs.spool.read(f"{recording.folder}/{file}", offset, count)
        except NotFoundError:
            artifact = (await self._shelf.whole(recording.recording_id)).artifact(file)
            if artifact is None or not artifact.locations:
                raise
        return await self._read_elsewhere(recording, artifact, offset, count)

    async def _read_elsewhere(
        self, recording: Recording, artifact: Artifact, offset: int, count: int
    ) -> bytes:
        """Read a file from the first output that has it; raise why the first one has not."""
        failure: OdindError | None = None
        name = name_at_outputs(recording, artifact.file)
        for output in self._outputs.known(recording.plan.outputs):
            try:
                destination = self._outputs.named[output].destination
                return await destination.read(name, offset, count, sealed=artifact.encrypted)
            except OdindError as error:
                failure = failure or error
        raise failure or _no_output(artifact)


def no_artifact(recording: Recording, file: str) -> NotFoundError:
    """Return the error of a file that a recording does not have."""
    return NotFoundError(
        "ARTIFACT_NOT_FOUND",
        "recording {recording_id} has no file {file}; it has {files}",
        recording_id=recording.recording_id,
        file=file,
        files=", ".join(one.file for one in recording.artifacts) or "none yet",
    )


def _no_output(artifact: Artifact) -> FailedPreconditionError:
    return FailedPreconditionError(
        "ARTIFACT_STORED_ELSEWHERE",
        "{file} is at outputs that the settings do not name any more: get it from {locations}",
        file=artifact.file,
        locations=" ".join(artifact.locations),
    )
