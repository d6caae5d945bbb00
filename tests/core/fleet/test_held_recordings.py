"""Recordings in a fleet: another member goes on with each of them in one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.fleet.holdings import Holdings
from odind.core.log.memory import MemoryStore
from odind.core.recordings.capture import TakeBegan
from odind.core.recordings.events import RecordingEnded
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.ports import Finished
from odind.core.recordings.recording import CaptureState
from tests.core.fakes import open_daemon, turns

from .fakes import FakeMirror

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from odind.core.recordings.artifact import Artifact
    from odind.core.recordings.recording import Recording
    from tests.core.fakes import Daemon

GONE = "the member one of the fleet is gone"
PLAN = RecordingPlan(name="meeting")


class FakeVault:
    """Folders that are names alone."""

    async def prepare(self, name: str) -> str:
        return f"/vault/{name}"

    async def discard(self, folder: str) -> None:
        """There is nothing."""

    async def finish(self, _recording: Recording, _progress: Callable[[float], object]) -> Finished:
        return Finished((), 0, complete=True)

    async def growing(self, _recording: Recording) -> Sequence[Artifact]:
        return ()

    async def erase(self, tombstone: Recording) -> None:
        """There is nothing."""


def member(mirror: FakeMirror, vault: FakeVault | None = None) -> AbstractAsyncContextManager[Daemon]:
    return open_daemon(store=MemoryStore(lasting=True), mirror=mirror, vault=vault)


async def recorded(daemon: Daemon) -> Recording:
    """A recording that a process captures."""
    connection_id = await daemon.join()
    made = await daemon.plane.recordings.start(connection_id, PLAN)
    daemon.plane.happened(daemon.host, connection_id, TakeBegan(made.recording_id))
    return daemon.plane.recordings.shelf.find(made.recording_id)


@pytest.mark.parametrize("paused", [False, True])
async def test_a_recording_goes_on_in_another_one_which_says_so(*, paused: bool) -> None:
    mirror = FakeMirror()
    async with member(mirror, FakeVault()) as one, member(FakeMirror(), FakeVault()) as two:
        first = await recorded(one)
        if paused:
            await one.plane.recordings.pause(first.recording_id, paused=True)
        two.clock.advance(90.0)
        Holdings(two.plane).take_over(mirror.left_behind(), GONE)
        await turns(20)
        (second,) = two.plane.recordings.shelf
        assert second.recording_id != first.recording_id
        assert (second.continues, second.continues_after_s) == (first.recording_id, 90.0)
        assert (second.connection_id, second.plan) == (first.connection_id, PLAN)
        assert (first.name, second.name) == ("meeting", f"meeting-{second.recording_id}")
        (capture,) = two.controls.settings(first.connection_id).recordings
        assert (capture.recording_id, capture.folder) == (second.recording_id, second.folder)
        assert (capture.paused, second.paused_at is not None) == (paused, paused)


async def test_a_recording_that_cannot_go_on_says_why() -> None:
    mirror = FakeMirror()
    async with member(mirror, FakeVault()) as one, member(FakeMirror()) as two:
        first = await recorded(one)
        Holdings(two.plane).take_over(mirror.left_behind(), GONE)
        await turns(20)
        assert not list(two.plane.recordings.shelf)
        (told,) = [event for _, event in two.told() if isinstance(event, RecordingEnded)]
        failed = told.recording
        assert (failed.state, failed.reason) == (CaptureState.ABORTED, "RECORDINGS_OFF")
        assert failed.continues == first.recording_id
        assert not two.controls.settings(first.connection_id).recordings
