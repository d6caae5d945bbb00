"""The use cases of RecordingService, wherever the connections are that record.

A recording is a part of its connection's settings, and so comes back with it; the process that holds the
connection captures it. Its files are completed here.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from odind.core.access.principal import OWNER, sibling_id
from odind.core.errors import OdindError
from odind.core.recordings.capture import Capture, TakeBegan
from odind.core.recordings.events import RecordingChanged, RecordingStarted
from odind.core.recordings.plan import PauseMode
from odind.core.recordings.recording import CaptureState, Quality, Recording
from odind.core.recordings.refusals import recordings_off
from odind.core.rooms.actions import SaveClip
from odind.core.values.paging import page_of
from odind.core.values.utc import utc_text

from .completion import Completion
from .names import folder_name, name_of_next
from .refusals import (
    recording_not_paused,
    recording_over,
    recording_paused,
    ring_invalid,
    too_many_recordings,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterator, Sequence

    from odind.core.access.principal import Principal
    from odind.core.recordings.capture import TakeEnded
    from odind.core.recordings.plan import RecordingPlan
    from odind.core.recordings.ports import Vault
    from odind.core.rooms.entry import Entry
    from odind.core.rooms.ports import Host
    from odind.core.rooms.registry import Registry
    from odind.core.rooms.rooms import Rooms
    from odind.core.rooms.settings import ConnectionSettings
    from odind.core.timing.clock import Clock

    from .shelf import RecordingShelf

    Spawn = Callable[[Coroutine[object, object, None]], object]

MAX_RUNNING: Final = 256
MAX_RING_S: Final = 300
_PAGE_BYTES: Final = 2_048
"""What a recording takes in a page, about."""
_AWAY: Final = "the process that captured it is gone; it continues when its connection is back"


class Recordings:
    """Belongs to the loop. `spawn` runs what takes long until the daemon stops."""

    def __init__(
        self,
        registry: Registry,
        rooms: Rooms,
        shelf: RecordingShelf,
        vault: Vault | None,
        *,
        require_outputs: Callable[[Sequence[str]], None],
        clock: Clock,
        spawn: Spawn,
        max_running: int = MAX_RUNNING,
    ) -> None:
        self.shelf = shelf
        self._registry = registry
        self._vault = vault
        self._require_outputs = require_outputs
        self._clock = clock
        self._spawn = spawn
        self._max_running = max_running
        self._capturing: dict[str, Host] = {}
        self._recalled = False
        self._completion = Completion(registry, rooms, shelf, clock=clock)

    # What callers ask for

    async def start(
        self, connection_id: str, plan: RecordingPlan, by: Principal = OWNER, *, joined: bool = False
    ) -> Recording:
        """Record a connection; raises what RecordingService.StartRecording lists.

        With `joined`, the connection was made for the recording and is left with its end.
        """
        wanted = Capture(by.new_id("r"), "", plan, 0.0, joined=joined)
        return await self._start(connection_id, wanted)

    async def _start(self, connection_id: str, wanted: Capture, after: Capture | None = None) -> Recording:
        async with self._begun(connection_id, wanted, after) as capture:
            await self._registry.change(connection_id, lambda entry: _with(entry, capture))
        return self.shelf.find(capture.recording_id)

    async def save_clip(
        self, connection_id: str, plan: RecordingPlan, last_s: float | None, by: Principal = OWNER
    ) -> Recording:
        """Keep the latest seconds of a connection's ring; raises what RecordingService.SaveClip lists."""
        wanted_s = MAX_RING_S if last_s is None else last_s
        if not 0 < wanted_s <= MAX_RING_S:
            raise ring_invalid(wanted_s, MAX_RING_S)
        async with self._begun(connection_id, Capture(by.new_id("r"), "", plan, 0.0)) as capture:
            saved = await self._registry.perform(connection_id, SaveClip(connection_id, capture, wanted_s))
        started_at = capture.started_at - saved.length_s
        return self.shelf.change(capture.recording_id, None, started_at=started_at)

    async def set_ring(self, connection_id: str, length_s: float) -> None:
        """Keep the last seconds of what a connection hears; raises what SetCaptureRing lists."""
        if not 0 <= length_s <= MAX_RING_S:
            raise ring_invalid(length_s, MAX_RING_S)
        await self._registry.change(
            connection_id, lambda entry: replace(entry.settings, capture_ring_s=length_s)
        )

    @asynccontextmanager
    async def _begun(
        self, connection_id: str, wanted: Capture, after: Capture | None = None
    ) -> AsyncIterator[Capture]:
        """Make the folder and the document of a recording; undo that when the block raises.

        It goes on from that of another daemon where that is `after`.
        """
        plan, recording_id = wanted.plan, wanted.recording_id
        vault, entry = self.require_startable(), self._registry.find(connection_id)
        entry.require_joined()
        self._require_outputs(plan.outputs)
        now = self._clock.now()
        template = name_of_next(plan.name) if after else plan.name
        name = folder_name(template, recording_id, entry.view, utc_text(now))
        folder = await vault.prepare(name)
        recording = Recording(
            recording_id,
            connection_id,
            entry.state.room_id,
            plan,
            folder,
            CaptureState.STARTING,
            now,
            started_at=now,
            joined=wanted.joined,
            paused_at=now if wanted.paused else None,
            name=name,
            continues=after.recording_id if after else "",
            continues_after_s=now - after.started_at if after else 0.0,
        )
        self.shelf.add(recording, RecordingStarted)
        try:
            yield replace(wanted, folder=folder, started_at=now)
        except BaseException:
            self.shelf.forget(recording_id)
            await vault.discard(folder)
            raise

    async def pause(self, recording_id: str, *, paused: bool) -> Recording:
        """Keep nothing from now on, or record again; raises what Pause- and ResumeRecording list."""
        recording = self._require_running(recording_id)
        if (recording.paused_at is not None) is paused:
            raise recording_paused(recording) if paused else recording_not_paused(recording)
        now = self._clock.now()
        omitted_s = recording.omitted_s
        if recording.paused_at is not None and recording.plan.pause_mode is PauseMode.OMIT:
            omitted_s += max(0.0, now - recording.paused_at)
        await self._registry.change(
            recording.connection_id,
            lambda entry: _changed(entry, recording_id, paused=paused, omitted_s=omitted_s),
        )
        return self.shelf.change(
            recording_id,
            RecordingChanged,
            state=CaptureState.PAUSED if paused else CaptureState.ACTIVE,
            paused_at=now if paused else None,
            omitted_s=omitted_s,
        )

    async def stop(self, recording_id: str) -> Recording:
        """End the capture; the files are completed afterwards. Raises what StopRecording lists."""
        self._require_running(recording_id)
        return self.end(recording_id)

    def end(self, recording_id: str, reason: str = "", detail: str = "") -> Recording:
        """End the capture for a reason, unless it is ending already; raises RECORDING_NOT_FOUND."""
        recording = self.shelf.find(recording_id)
        if recording.state.captures:
            self.shelf.change(
                recording_id, RecordingChanged, state=CaptureState.ENDING, reason=reason, detail=detail
            )
            if recording_id in self._capturing:
                self._spawn(self._completion.withdraw(recording))
            else:
                self._conclude(recording_id, reason, detail)
        return self.shelf.find(recording_id)

    async def get(self, recording_id: str) -> Recording:
        """Return a recording; raises RECORDING_NOT_FOUND, STORE_UNAVAILABLE."""
        return await self.shelf.whole(recording_id)

    async def page(
        self,
        page_size: int,
        page_token: str,
        by: Principal = OWNER,
        *,
        room_ids: Sequence[str] = (),
        connection_ids: Sequence[str] = (),
        states: Sequence[CaptureState] = (),
    ) -> tuple[list[Recording], str]:
        """Return a page of what a principal sees, oldest first, and the token of the next page or "".

        Raises InvalidArgumentError PAGE_TOKEN_INVALID, UnavailableError STORE_UNAVAILABLE.
        """
        seen = (
            one
            for one in self.shelf
            if self.is_seen(one, by)
            and (not room_ids or one.room_id in room_ids)
            and (not connection_ids or one.connection_id in connection_ids)
            and (not states or one.state in states)
        )
        page, next_page_token = page_of(seen, page_size, page_token, lambda _: _PAGE_BYTES)
        return await self.shelf.wholes(page), next_page_token

    @staticmethod
    def is_seen(recording: Recording, by: Principal) -> bool:
        """Whether a principal may know of a recording."""
        return by.sees(recording.recording_id, recording.room_id)

    def require_startable(self) -> Vault:
        """Return the vault; raises RECORDINGS_OFF, TOO_MANY_RECORDINGS."""
        if self._vault is None:
            raise recordings_off()
        if sum(1 for _ in self._unfinished()) >= self._max_running:
            raise too_many_recordings(self._max_running)
        return self._vault

    def _require_running(self, recording_id: str) -> Recording:
        recording = self.shelf.find(recording_id)
        if not recording.state.captures:
            raise recording_over(recording)
        return recording

    def _unfinished(self) -> Iterator[Recording]:
        return (one for one in self.shelf if not one.state.over)

    # What hosts tell

    def happened(self, host: Host, event: TakeBegan | TakeEnded) -> None:
        """Learn that a process captures a recording, or does not any more."""
        recording = self.shelf.get(event.recording_id)
        if recording is None or recording.state.over:
            return
        if isinstance(event, TakeBegan):
            self._on_began(host, recording)
        elif event.continues:
            self._on_away(recording)
        else:
            self._capturing.pop(event.recording_id, None)
            self._conclude(event.recording_id, event.reason, event.detail, complete=event.complete)

    def _on_began(self, host: Host, recording: Recording) -> None:
        self._capturing[recording.recording_id] = host
        if recording.state is not CaptureState.ENDING:
            state = CaptureState.ACTIVE if recording.paused_at is None else CaptureState.PAUSED
            self.shelf.change(recording.recording_id, RecordingChanged, state=state, detail="")

    def _on_away(self, recording: Recording) -> None:
        self._capturing.pop(recording.recording_id, None)
        if recording.state is CaptureState.ENDING:
            self._conclude(recording.recording_id)
        else:
            state = CaptureState.STARTING
            self.shelf.change(recording.recording_id, RecordingChanged, state=state, detail=_AWAY)
            self.settle()

    def lost(self, host: Host) -> None:
        """Learn that a process is gone, and with it what it captured."""
        for recording_id in [name for name, holder in self._capturing.items() if holder is host]:
            self._on_away(self.shelf.find(recording_id))

    def settle(self) -> None:
        """Complete what no process captures and whose connection will not come back."""
        for recording in tuple(self._unfinished()) if self._recalled else ():
            captured = recording.recording_id in self._capturing
            if not captured and self._registry.get(recording.connection_id) is None:
                self._conclude(recording.recording_id, "CONNECTION_LEFT", "its connection is over")

    def take_over(self, connection_ids: Collection[str]) -> None:
        """Go on with what another daemon recorded of connections that were taken over from it.

        Its files are where it was, so each recording goes on in another one, once the connection is there.
        """
        for entry in map(self._registry.get, connection_ids):
            if entry:
                before, entry.set = entry.set.recordings, replace(entry.set, recordings=())
                for capture in before:
                    self._spawn(self._continue(entry, capture))

    async def _continue(self, entry: Entry, before: Capture) -> None:
        wanted = replace(before, recording_id=sibling_id(before.recording_id), omitted_s=0.0)
        try:
            await self._registry.present(entry.connection_id)
            await self._start(entry.connection_id, wanted, before)
        except OdindError as error:
            if self._registry.has(entry):
                self.shelf.tell_failed(_failed(entry, wanted, before, error, self._clock.now()))

    def recall(self) -> None:
        """Take over what an earlier daemon recorded, once its connections are recalled."""
        self._recalled = True
        self.shelf.recall()
        running = {one.recording_id for one in self._unfinished() if one.state is not CaptureState.ENDING}
        for entry in self._registry.named(()):
            kept = tuple(one for one in entry.set.recordings if one.recording_id in running)
            entry.set = replace(entry.set, recordings=kept)
            running -= {one.recording_id for one in kept}
            for capture in kept:
                self._on_away(self.shelf.find(capture.recording_id))
        for recording in tuple(self._unfinished()):
            if recording.state is CaptureState.ENDING:
                self._conclude(recording.recording_id, recording.reason, recording.detail)
            elif recording.recording_id in running:
                detail = "the daemon was started again, and its connection does not come back"
                self._conclude(recording.recording_id, "DAEMON_RESTARTED", detail)

    def _conclude(
        self, recording_id: str, reason: str = "", detail: str = "", *, complete: bool = True
    ) -> None:
        if self._vault and not self._registry.stopped.is_set():
            complete_it = partial(self._completion.complete, self._vault, recording_id, reason, detail)
            self._spawn(complete_it(captured_all=complete))


def _failed(entry: Entry, wanted: Capture, before: Capture, error: OdindError, now: float) -> Recording:
    """Return a recording that was to continue another daemon's and could not be begun."""
    return Recording(
        wanted.recording_id,
        entry.connection_id,
        entry.state.room_id,
        wanted.plan,
        "",
        CaptureState.ABORTED,
        now,
        quality=Quality.FAILED,
        reason=error.reason,
        detail=error.message,
        ended_at=now,
        continues=before.recording_id,
        continues_after_s=now - before.started_at,
    )


def _with(entry: Entry, capture: Capture) -> ConnectionSettings:
    settings = entry.settings
    return replace(settings, recordings=(*settings.recordings, capture))


def _changed(entry: Entry, recording_id: str, *, paused: bool, omitted_s: float) -> ConnectionSettings:
    settings = entry.settings
    captures = tuple(
        replace(one, paused=paused, omitted_s=omitted_s) if one.recording_id == recording_id else one
        for one in settings.recordings
    )
    return replace(settings, recordings=captures)
