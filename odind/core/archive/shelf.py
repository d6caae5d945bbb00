"""The documents of all recordings, and the events of their changes."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from odind.core.recordings.events import ArtifactChanged, RecordingChanged, RecordingEnded
from odind.core.recordings.recording import Recording

from .refusals import no_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from odind.core.log.scribe import Scribe
    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.events import RecordingEvent

    Observer = Callable[[Recording], object]

COLLECTION: Final = "recordings"
_EVENT_BYTES: Final = 1_024
"""What a recording takes in the log, about, beside its artifacts."""
_ARTIFACT_BYTES: Final = 256


class RecordingShelf:
    """Keeps recordings, oldest first, and logs what happens to them under the id of their connection.

    Of those to which nothing more happens, summaries are at hand, and `whole` reads the rest from the store.
    `observers` are called after every change, with the recording as it is then. Used on the loop's thread.
    """

    def __init__(self, scribe: Scribe) -> None:
        self._log = scribe.log
        self._shelf = scribe.shelf(COLLECTION, Recording)
        self._archive = scribe.archive(COLLECTION, Recording)
        self.observers: list[Observer] = []

    def __iter__(self) -> Iterator[Recording]:
        return iter(sorted((one for _, one in self._shelf.items()), key=lambda one: one.number))

    async def whole(self, recording_id: str) -> Recording:
        """Return a recording with its artifacts; raises RECORDING_NOT_FOUND, STORE_UNAVAILABLE."""
        (found,) = await self.wholes([self.find(recording_id)])
        return found

    async def wholes(self, recordings: Sequence[Recording]) -> list[Recording]:
        """Return these recordings with their artifacts; raises UnavailableError STORE_UNAVAILABLE."""
        stored = await self._archive.get([one.recording_id for one in recordings if one.summary])
        return [stored.get(one.recording_id, one) for one in recordings]

    def recall(self) -> None:
        """Have only summaries of what an earlier daemon kept whole."""
        for recording in self:
            if recording.settled and not recording.summary:
                self._keep(recording)

    def get(self, recording_id: str) -> Recording | None:
        """Return a recording or its summary, None when there is none."""
        return self._shelf.get(recording_id)

    def find(self, recording_id: str) -> Recording:
        """Return a recording or its summary; raises NotFoundError RECORDING_NOT_FOUND."""
        found = self._shelf.get(recording_id)
        if found is None:
            raise no_recording(recording_id)
        return found

    def add(self, recording: Recording, event: type[RecordingEvent]) -> Recording:
        """Keep a new recording, which gets the next number, and log it."""
        numbers = [one.number for _, one in self._shelf.items()]
        return self._put(replace(recording, number=max(numbers, default=0) + 1), event)

    def change(self, recording_id: str, event: type[RecordingEvent] | None, **changes: Any) -> Recording:
        """Change fields of a recording; log the event, unless it is None. Raises RECORDING_NOT_FOUND.

        Whoever changes a summary gives the artifacts, too.
        """
        known = self.find(recording_id)
        told = partial(RecordingChanged, before=known.state) if event is RecordingChanged else event
        return self._put(replace(known, **{"summary": False, **changes}), told)

    def change_artifact(self, recording_id: str, artifact: Artifact, *, told: bool = True) -> Recording:
        """Replace the artifact of that name; log it if `told`. Raises RECORDING_NOT_FOUND."""
        recording = self._put(self.find(recording_id).with_artifacts([artifact]), None)
        if told:
            self._note(ArtifactChanged(recording, artifact.file))
        return recording

    def tell_failed(self, recording: Recording) -> None:
        """Log that a recording has failed that was never made."""
        self._note(RecordingEnded(recording))

    def forget(self, recording_id: str) -> None:
        """Forget a recording, and its tombstone."""
        self._shelf.delete(recording_id)
        self._archive.delete(recording_id)

    def _put(self, recording: Recording, event: Callable[..., RecordingEvent] | None) -> Recording:
        self._keep(recording)
        if event:
            self._note(event(recording))
        for observer in self.observers:
            observer(recording)
        return recording

    def _keep(self, recording: Recording) -> None:
        at_hand = recording
        if recording.settled:
            self._archive.put(recording.recording_id, recording)
            at_hand = replace(recording, artifacts=(), summary=True)
        self._shelf.put(recording.recording_id, at_hand)

    def _note(self, event: RecordingEvent) -> None:
        recording = event.recording
        size = _EVENT_BYTES + _ARTIFACT_BYTES * len(recording.artifacts)
        self._log.append(recording.connection_id, event, size, room=recording.room_id)
