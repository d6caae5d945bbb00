"""The way of a recording's files to the outputs of its plan, once its capture is over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.outputs.upload import Upload, UploadState
from odind.core.recordings.artifact import ArtifactState

from .names import name_at_outputs
from .refusals import require_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from odind.core.outputs.uploads import Uploads
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.recording import Recording
    from odind.core.timing.clock import Clock

    from .shelf import RecordingShelf

_STATES: Final = {
    UploadState.SPOOLED: ArtifactState.SPOOLED,
    UploadState.UPLOADING: ArtifactState.UPLOADING,
    UploadState.UPLOADED: ArtifactState.UPLOADED,
    UploadState.READY: ArtifactState.READY,
    UploadState.FAILED: ArtifactState.FAILED,
}
_WORST_FIRST: Final = tuple(
    _STATES[state]
    for state in (
        UploadState.FAILED,
        UploadState.UPLOADING,
        UploadState.SPOOLED,
        UploadState.UPLOADED,
        UploadState.READY,
    )
)


class Shipping:
    """Submits files that wait for outputs, and keeps the states of artifacts. Belongs to the loop.

    Files without sound, such as the manifest, stay here as well.
    """

    def __init__(self, shelf: RecordingShelf, uploads: Uploads, clock: Clock) -> None:
        self._shelf = shelf
        self._uploads = uploads
        self._clock = clock
        self._withdrawn: set[str] = set()
        uploads.told = self._on_upload
        shelf.observers.append(self._look)

    def recall(self) -> None:
        """Submit what an earlier daemon had no time for."""
        for recording in tuple(self._shelf):
            self._look(recording)

    def require(self, outputs: Sequence[str]) -> None:
        """Raise NotFoundError OUTPUT_NOT_FOUND, ResourceExhaustedError SPOOL_FULL for outputs of a plan."""
        for name in outputs:
            self._uploads.outputs.find(name)
        if outputs:
            self._uploads.require_space()

    async def retry(self, recording_id: str) -> Recording:
        """Try at once to bring what is not at its outputs.

        Raises RECORDING_NOT_FOUND, RECORDING_DELETED, STORE_UNAVAILABLE.
        """
        require_files(self._shelf.find(recording_id))
        for upload in self._uploads.of(recording_id):
            await self._uploads.retry(upload.key)
        return await self._shelf.whole(recording_id)

    async def withdraw(self, recording: Recording) -> None:
        """Bring nothing of a recording anywhere any more, and delete what is at its outputs.

        Raises the errors of `Destination`; then it is brought on, and a second call goes on deleting. Outputs
        that the settings do not name any more are left as they are.
        """
        self._withdrawn.add(recording.recording_id)
        try:
            for upload in self._uploads.of(recording.recording_id):
                await self._uploads.forget(upload.key)
            for name in self._uploads.outputs.known(recording.plan.outputs):
                destination = self._uploads.outputs.find(name).destination
                for artifact in recording.artifacts:
                    await destination.delete(name_at_outputs(recording, artifact.file))
        finally:
            self._withdrawn.discard(recording.recording_id)

    def _look(self, recording: Recording) -> None:
        gone = recording.deleted_at is not None or recording.recording_id in self._withdrawn
        if recording.state.over and not gone:
            for artifact in recording.artifacts:
                if artifact.state is ArtifactState.SPOOLED:
                    self._ship(recording, artifact)

    def _ship(self, recording: Recording, artifact: Artifact) -> None:
        for name in recording.plan.outputs:
            if not self._uploads.has(recording.recording_id, artifact.file, name):
                self._uploads.submit(self._upload(recording, artifact, name))

    def _upload(self, recording: Recording, artifact: Artifact, output: str) -> Upload:
        return Upload(
            recording.recording_id,
            artifact.file,
            output,
            f"{recording.folder}/{artifact.file}",
            name_at_outputs(recording, artifact.file),
            artifact.size_bytes,
            self._clock.now(),
            keep_local=not artifact.kind.sounds or self._uploads.keep_local(recording.plan.outputs),
        )

    def _on_upload(self, upload: Upload) -> None:
        """Give an artifact the state of the upload that is furthest from its end."""
        recording = self._shelf.get(upload.owner)
        artifact = recording.artifact(upload.artifact) if recording else None
        if recording is None or artifact is None or artifact.state is ArtifactState.DELETED:
            return
        others = (one for one in self._uploads.of(upload.owner) if one.artifact == upload.artifact)
        uploads = (upload, *(one for one in others if one.key != upload.key))
        changed = self._as_of(uploads, artifact)
        told = changed.state is not artifact.state or changed.reason != artifact.reason
        self._shelf.change_artifact(upload.owner, changed, told=told)

    def _as_of(self, uploads: Sequence[Upload], artifact: Artifact) -> Artifact:
        state = min((_STATES[one.state] for one in uploads), key=_WORST_FIRST.index)
        failing = next((one for one in uploads if one.reason), None)
        locations = (*artifact.locations, *(one.location for one in uploads if one.location))
        return replace(
            artifact,
            state=state,
            changed_at=artifact.changed_at if state is artifact.state else self._clock.now(),
            reason=failing.reason if failing else "",
            detail=failing.problem if failing else "",
            stored_bytes=min(one.sent_bytes for one in uploads),
            locations=tuple(dict.fromkeys(locations)),
        )
