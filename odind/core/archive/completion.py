"""The end of a recording: it leaves its connection's settings, and its files are completed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.errors import OdindError, UnavailableError
from odind.core.recordings.events import RecordingChanged, RecordingEnded
from odind.core.recordings.recording import CaptureState, Quality

if TYPE_CHECKING:
    from odind.core.recordings.ports import Finished, Vault
    from odind.core.recordings.recording import Recording
    from odind.core.rooms.entry import Entry
    from odind.core.rooms.registry import Registry
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.settings import ConnectionSettings
    from odind.core.timing.clock import Clock

    from .shelf import RecordingShelf

_WANTED_ENDS: Final = ("", "MAX_BYTES", "MAX_DURATION", "CONNECTION_LEFT")
"""Reasons after which nothing is missing."""
_STEP: Final = 0.1


class Completion:
    """Ends recordings, each once. Belongs to the loop."""

    def __init__(self, registry: Registry, rooms: Rooms, shelf: RecordingShelf, *, clock: Clock) -> None:
        self._registry = registry
        self._rooms = rooms
        self._shelf = shelf
        self._clock = clock
        self._under_way: set[str] = set()

    async def withdraw(self, recording: Recording) -> None:
        """Take a recording out of its connection's settings, once the connection is there."""
        with suppress(OdindError):  # the connection is over, or its process was lost: others handle that
            await self._registry.present(recording.connection_id)
            await self._registry.change(
                recording.connection_id, lambda entry: _without(entry, recording.recording_id)
            )

    async def complete(
        self, vault: Vault, recording_id: str, reason: str, detail: str, *, captured_all: bool
    ) -> None:
        """Complete the files of a recording that no process captures, and tell what it has come to."""
        if recording_id in self._under_way:
            return
        self._under_way.add(recording_id)
        try:
            known = self._shelf.find(recording_id)
            recording = self._shelf.change(
                recording_id,
                RecordingChanged,
                state=CaptureState.ENDING,
                reason=reason or known.reason,
                detail=detail or known.detail,
            )
            self._drop_capture(recording)
            await self._finish(vault, recording, captured_all=captured_all)
            await self._leave_with(recording)
        finally:
            self._under_way.discard(recording_id)

    async def _finish(self, vault: Vault, recording: Recording, *, captured_all: bool) -> None:
        try:
            finished = await vault.finish(recording, _Progress(self._shelf, recording.recording_id))
        except UnavailableError as error:
            self._shelf.change(
                recording.recording_id,
                RecordingEnded,
                state=CaptureState.ABORTED,
                quality=Quality.FAILED,
                reason=error.reason,
                detail=error.message,
                ended_at=self._clock.now(),
            )
        else:
            self._end(recording, finished, captured_all=captured_all and finished.complete)

    def _end(self, recording: Recording, finished: Finished, *, captured_all: bool) -> None:
        whole = captured_all and recording.reason in _WANTED_ENDS
        sounds = [one for one in finished.artifacts if one.kind.sounds]
        self._shelf.change(
            recording.recording_id,
            RecordingEnded,
            state=CaptureState.ENDED,
            quality=Quality.OK if whole else Quality.DEGRADED,
            reason=recording.reason or ("" if sounds else "NOTHING_HEARD") or ("" if whole else "RECOVERED"),
            detail=recording.detail or ("" if sounds else "nobody who was to be recorded has spoken"),
            ended_at=self._clock.now(),
            samples=finished.samples,
            size_bytes=sum(one.size_bytes for one in finished.artifacts),
            artifacts=finished.artifacts,
            progress=1.0,
        )

    def _drop_capture(self, recording: Recording) -> None:
        """Let a connection forget a recording that its process does not capture any more."""
        entry = self._registry.get(recording.connection_id)
        if entry:
            entry.set = _without(entry, recording.recording_id)
            self._registry.memos.keep(entry)

    async def _leave_with(self, recording: Recording) -> None:
        if recording.joined:
            with suppress(OdindError):
                await self._rooms.leave(recording.connection_id)


class _Progress:
    """Tells how far the completion of a recording is, in steps of a tenth."""

    def __init__(self, shelf: RecordingShelf, recording_id: str) -> None:
        self._shelf = shelf
        self._recording_id = recording_id
        self._told = 0.0

    def __call__(self, share: float) -> None:
        if share - self._told >= _STEP:
            self._told = share
            self._shelf.change(self._recording_id, RecordingChanged, progress=round(share, 2))


def _without(entry: Entry, recording_id: str) -> ConnectionSettings:
    kept = tuple(one for one in entry.set.recordings if one.recording_id != recording_id)
    return replace(entry.set, recordings=kept)
