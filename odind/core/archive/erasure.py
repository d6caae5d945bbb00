"""The end of a recording's files: a caller deletes them, or they expire. A tombstone stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER
from odind.core.errors import OdindError
from odind.core.recordings.artifact import ArtifactState
from odind.core.recordings.events import RecordingDeleted
from odind.core.timing.clock import happens_within

from .refusals import recording_running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from odind.core.access.principal import Principal
    from odind.core.recordings.ports import Vault
    from odind.core.recordings.recording import Recording
    from odind.core.timing.clock import Clock

    from .shelf import RecordingShelf
    from .shipping import Shipping

_EXPIRY: Final = "expiry"
"""Who deletes what has expired."""
_RETRY_S: Final = 60.0
_MOST_TOMBSTONES: Final = 10_000


class Erasure:
    """Erases sound here and at outputs, one recording at a time. Belongs to the loop."""

    def __init__(self, shelf: RecordingShelf, shipping: Shipping, vault: Vault | None, clock: Clock) -> None:
        self._shelf = shelf
        self._shipping = shipping
        self._vault = vault
        self._clock = clock
        self._turn = asyncio.Lock()
        self._news = asyncio.Event()
        shelf.observers.append(lambda _: self._news.set())

    async def delete(self, recording_id: str, by: Principal = OWNER) -> Recording:
        """Erase a recording's files everywhere, and return its tombstone; a second time does nothing.

        Raises NotFoundError RECORDING_NOT_FOUND, FailedPreconditionError RECORDING_RUNNING,
        RECORDINGS_UNWRITABLE, UnavailableError STORE_UNAVAILABLE, and the errors of its outputs; another call
        goes on where one failed.
        """
        return await self._delete(recording_id, by.name or "owner")

    async def _delete(self, recording_id: str, by: str) -> Recording:
        async with self._turn:
            recording = await self._shelf.whole(recording_id)
            if recording.deleted_at is not None:
                return recording
            if not recording.state.over:
                raise recording_running(recording)
            return await self._erase(recording, by)

    async def run(self) -> None:
        """Erase what expires, when it does; what could not be erased is tried again a minute later."""
        while True:
            self._news.clear()
            erased_all = await self._erase_expired()
            self._forget_old_tombstones()
            pause_s = self._next_s() if erased_all else _RETRY_S
            await happens_within(self._clock, pause_s, self._news.wait())

    async def _erase(self, recording: Recording, by: str) -> Recording:
        now = self._clock.now()
        await self._shipping.withdraw(recording)
        gone = [
            replace(one, state=ArtifactState.DELETED, changed_at=now, locations=())
            for one in recording.artifacts
        ]
        tombstone = replace(recording.with_artifacts(gone), deleted_at=now, deleted_by=by)
        if self._vault:
            await self._vault.erase(tombstone)
        return self._shelf.change(
            recording.recording_id,
            RecordingDeleted,
            artifacts=tombstone.artifacts,
            deleted_at=now,
            deleted_by=by,
        )

    async def _erase_expired(self) -> bool:
        """Erase what has expired; return whether all of it could be."""
        erased_all = True
        now = self._clock.now()
        for recording_id in [name for at, name in self._expiring() if at <= now]:
            try:
                await self._delete(recording_id, _EXPIRY)
            except OdindError:
                erased_all = False
        return erased_all

    def _next_s(self) -> float | None:
        """Return in how many seconds the next recording expires, None when none does."""
        first, _ = min(self._expiring(), default=(None, ""))
        return None if first is None else max(0.0, first - self._clock.now())

    def _expiring(self) -> Iterator[tuple[float, str]]:
        """Yield when recordings expire, and their ids."""
        for recording in self._shelf:
            if recording.expires_at is not None:
                yield recording.expires_at, recording.recording_id

    def _forget_old_tombstones(self) -> None:
        tombstones = [one.recording_id for one in self._shelf if one.deleted_at is not None]
        for recording_id in tombstones[:-_MOST_TOMBSTONES]:
            self._shelf.forget(recording_id)
