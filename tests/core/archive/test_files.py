"""The files of recordings after their end: on their way to outputs, downloaded, erased."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from odind.core.archive.downloads import Downloads
from odind.core.archive.erasure import Erasure
from odind.core.archive.shelf import RecordingShelf
from odind.core.archive.shipping import Shipping
from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    NotFoundError,
    OdindError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.outputs.output import Output, Outputs
from odind.core.outputs.uploads import Uploads
from odind.core.recordings.artifact import Artifact, ArtifactKind, ArtifactState
from odind.core.recordings.events import ArtifactChanged, RecordingDeleted, RecordingEnded, RecordingStarted
from odind.core.recordings.plan import RecordingPlan
from odind.core.recordings.recording import CaptureState, Recording
from tests.core.fakes import FakeClock, turns
from tests.core.outputs.fakes import FakeBucket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from odind.core.recordings.ports import Finished

AWAY = UnavailableError("STORAGE_UNAVAILABLE", "the bucket does not answer")
SOUND = bytes(range(256)) * 2_000


class FakeDisk:
    """The spool and the vault of this machine, in memory."""

    def __init__(self) -> None:
        self.files = {"/all/talk/mix.flac": SOUND, "/all/talk/manifest.json": b"{}"}
        self.error: OdindError | None = None
        self.tombstones: list[Recording] = []

    async def delete(self, file: str) -> None:
        self.files.pop(file, None)

    async def read(self, file: str, offset: int, count: int) -> bytes:
        if file not in self.files:
            raise NotFoundError("FILE_NOT_HERE", "no such file")
        return self.files[file][offset : offset + count]

    async def prepare(self, name: str) -> str:
        raise NotImplementedError

    async def discard(self, folder: str) -> None:
        raise NotImplementedError

    async def finish(self, recording: Recording, progress: Callable[[float], object]) -> Finished:
        raise NotImplementedError

    async def growing(self, recording: Recording) -> Sequence[Artifact]:
        size = len(self.files.get(f"{recording.folder}/mix.flac.part", b""))
        return [Artifact("mix.flac.part", ArtifactKind.MIX, ArtifactState.PROCESSING, 0.0, size)]

    async def erase(self, tombstone: Recording) -> None:
        if self.error:
            raise self.error
        self.tombstones.append(tombstone)
        self.files.clear()


class Desk:
    """What keeps files, over two buckets and a disk."""

    def __init__(self, store: MemoryStore, buckets: dict[str, FakeBucket], disk: FakeDisk) -> None:
        self.clock = FakeClock()
        self.log = Log(self.clock, 100, 1 << 30, store)
        self.scribe = Scribe(self.log, store, self.clock)
        self.buckets, self.disk = buckets, disk
        self.shelf = RecordingShelf(self.scribe)
        named = {name: Output(bucket, 3_600.0) for name, bucket in buckets.items()}
        self.uploads = Uploads(self.scribe, self.clock, Outputs(named, disk, len(SOUND)))
        self.shipping = Shipping(self.shelf, self.uploads, self.clock)
        self.erasure = Erasure(self.shelf, self.shipping, disk, self.clock)
        self.downloads = Downloads(self.shelf, self.uploads.outputs, disk)

    @property
    def recording(self) -> Recording:
        """The recording; after its end its artifacts are in the store alone."""
        return self.shelf.find("r1")

    async def sound(self) -> Artifact:
        found = (await self.shelf.whole("r1")).artifact("mix.flac")
        assert found
        return found

    def start(self, *outputs: str, expires_after_s: float = 0.0) -> None:
        plan = RecordingPlan(outputs=outputs, expires_after_s=expires_after_s)
        now = self.clock.now()
        state = CaptureState.ACTIVE
        recording = Recording("r1", "c1", "lobby", plan, "/all/talk", state, now, name="talk")
        self.shelf.add(recording, RecordingStarted)

    async def end(self) -> None:
        """Let the recording end, as its completion does."""
        state = ArtifactState.SPOOLED if self.recording.plan.outputs else ArtifactState.READY
        files = {"mix.flac": ArtifactKind.MIX, "manifest.json": ArtifactKind.MANIFEST}
        artifacts = tuple(
            Artifact(file, kind, state, self.clock.now(), len(self.disk.files[f"/all/talk/{file}"]))
            for file, kind in files.items()
        )
        self.shelf.change(
            "r1", RecordingEnded, state=CaptureState.ENDED, ended_at=self.clock.now(), artifacts=artifacts
        )
        await turns()

    async def record(self, *outputs: str, expires_after_s: float = 0.0) -> None:
        self.start(*outputs, expires_after_s=expires_after_s)
        await self.end()

    async def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.advance(1)
            await turns()

    def events(self) -> list[object]:
        return [self.log.entry(number).event for number in range(1, self.log.last + 1)]


@asynccontextmanager
async def open_desk(
    store: MemoryStore | None = None,
    buckets: dict[str, FakeBucket] | None = None,
    disk: FakeDisk | None = None,
) -> AsyncIterator[Desk]:
    both = {"archive": FakeBucket(), "mirror": FakeBucket()}
    desk = Desk(store or MemoryStore(lasting=True), buckets or both, disk or FakeDisk())
    async with desk.scribe, asyncio.TaskGroup() as tasks:
        desk.shipping.recall()
        running = [tasks.create_task(one.run()) for one in (desk.uploads, desk.erasure)]
        yield desk
        for task in running:
            task.cancel()


async def test_without_outputs_the_files_stay_where_they_are():
    async with open_desk() as desk:
        await desk.record()
        assert (await desk.sound()).state is ArtifactState.READY
        assert "/all/talk/mix.flac" in desk.disk.files


async def test_files_go_to_all_outputs_and_the_sound_alone_leaves_this_machine():
    async with open_desk() as desk:
        await desk.record("archive", "mirror")
        for bucket in desk.buckets.values():
            assert bucket.files.keys() == {"talk/mix.flac", "talk/manifest.json"}
        assert desk.disk.files.keys() == {"/all/talk/manifest.json"}
        assert (await desk.sound()).state is ArtifactState.READY
        assert (await desk.sound()).locations == ("fake:talk/mix.flac",)
        told = [event for event in desk.events() if isinstance(event, ArtifactChanged)]
        states = [one.recording.artifact(one.file).state for one in told if one.file == "mix.flac"]  # type: ignore[union-attr]
        assert states[-1] is ArtifactState.READY
        assert states.count(ArtifactState.READY) == 1


async def test_the_state_is_that_of_the_output_which_is_furthest_from_its_end():
    async with open_desk() as desk:
        desk.buckets["mirror"].error = AWAY
        await desk.record("archive", "mirror")
        sound = await desk.sound()
        assert (sound.state, sound.reason) == (ArtifactState.UPLOADING, "STORAGE_UNAVAILABLE")
        assert "/all/talk/mix.flac" in desk.disk.files
        desk.buckets["mirror"].error = None
        await desk.shipping.retry("r1")
        await turns()
        sound = await desk.sound()
        assert (sound.state, sound.reason) == (ArtifactState.READY, "")
        assert "/all/talk/mix.flac" not in desk.disk.files


async def test_a_daemon_that_was_killed_right_after_the_end_ships_with_the_next():
    store, disk = MemoryStore(lasting=True), FakeDisk()
    async with open_desk(store, {"cellar": FakeBucket()}, disk) as desk:
        desk.shelf.observers.clear()  # it is killed before it has submitted anything
        await desk.record("archive")
    async with open_desk(store, disk=disk) as desk:
        await turns()
        assert (await desk.sound()).state is ArtifactState.READY


async def test_an_output_of_no_setting_and_a_full_spool_are_refused_at_the_start():
    async with open_desk() as desk:
        with pytest.raises(NotFoundError, match="OUTPUT_NOT_FOUND") as raised:
            desk.shipping.require(["attic"])
        assert "archive, mirror" in str(raised.value)
        desk.buckets["archive"].hangs = True
        await desk.record("archive")
        with pytest.raises(ResourceExhaustedError, match="SPOOL_FULL"):
            desk.shipping.require(["archive"])
        desk.shipping.require([])


async def test_what_is_deleted_is_gone_everywhere_and_leaves_a_tombstone():
    async with open_desk() as desk:
        desk.buckets["mirror"].hangs = True
        await desk.record("archive", "mirror")
        tombstone = await desk.erasure.delete("r1")
        assert not any(bucket.files for bucket in desk.buckets.values())
        assert not desk.disk.files
        assert not desk.uploads.all()
        assert (tombstone.deleted_by, tombstone.deleted_at) == ("owner", desk.clock.now())
        assert {one.state for one in tombstone.artifacts} == {ArtifactState.DELETED}
        assert isinstance(desk.events()[-1], RecordingDeleted)
        assert await desk.erasure.delete("r1") == tombstone
        assert len(desk.disk.tombstones) == 1
        for call in (desk.shipping.retry("r1"), desk.downloads.open("r1", "mix.flac")):
            with pytest.raises(FailedPreconditionError, match="RECORDING_DELETED"):
                await call


async def test_a_deletion_that_fails_can_be_repeated_and_loses_nothing_before():
    async with open_desk() as desk:
        await desk.record()
        desk.disk.error = FailedPreconditionError("RECORDINGS_UNWRITABLE", "read-only")
        with pytest.raises(FailedPreconditionError, match="RECORDINGS_UNWRITABLE"):
            await desk.erasure.delete("r1")
        assert desk.recording.deleted_at is None
        desk.disk.error = None
        assert (await desk.erasure.delete("r1")).deleted_at


async def test_what_still_runs_is_not_deleted():
    async with open_desk() as desk:
        desk.start()
        with pytest.raises(FailedPreconditionError, match="RECORDING_RUNNING"):
            await desk.erasure.delete("r1")
        with pytest.raises(NotFoundError, match="RECORDING_NOT_FOUND"):
            await desk.erasure.delete("r2")


async def test_it_expires_after_its_end_and_not_before():
    async with open_desk() as desk:
        desk.start(expires_after_s=20)
        await desk.wait(30)
        await desk.end()
        await desk.wait(19)
        assert desk.recording.deleted_at is None
        await desk.wait(2)
        assert (desk.recording.deleted_by, desk.recording.expires_at) == ("expiry", None)


async def test_what_expires_while_its_bucket_is_away_is_erased_when_it_is_back():
    async with open_desk() as desk:
        await desk.record("archive", expires_after_s=20)
        desk.buckets["archive"].error = AWAY
        await desk.wait(40)
        assert desk.recording.deleted_at is None
        desk.buckets["archive"].error = None
        await desk.wait(65)
        assert desk.recording.deleted_at
        assert not desk.buckets["archive"].files


async def test_a_file_is_downloaded_in_whole_and_in_part():
    async with open_desk() as desk:
        await desk.record()
        whole = await desk.downloads.open("r1", "mix.flac")
        assert (whole.length, await joined(whole.pieces)) == (len(SOUND), SOUND)
        part = await desk.downloads.open("r1", "mix.flac", offset=300_000, length=10)
        assert await joined(part.pieces) == SOUND[300_000:300_010]
        rest = await desk.downloads.open("r1", "mix.flac", offset=len(SOUND) - 5, length=100)
        assert await joined(rest.pieces) == SOUND[-5:]
        with pytest.raises(InvalidArgumentError, match="RANGE_INVALID"):
            await desk.downloads.open("r1", "mix.flac", offset=len(SOUND) + 1)
        for name in ("mix.wav", "../talk/mix.flac", ""):
            with pytest.raises(NotFoundError, match="ARTIFACT_NOT_FOUND"):
                await desk.downloads.open("r1", name)


async def test_what_grows_is_downloaded_up_to_where_it_is():
    async with open_desk() as desk:
        desk.start()
        desk.disk.files["/all/talk/mix.flac.part"] = b"some"
        assert [one.size_bytes for one in (await desk.downloads.with_growing(desk.recording)).artifacts] == [
            4
        ]
        download = await desk.downloads.open("r1", "mix.flac.part")
        desk.disk.files["/all/talk/mix.flac.part"] += b" more"
        assert await joined(download.pieces) == b"some"


async def test_what_has_left_comes_from_the_first_output_that_has_it():
    async with open_desk() as desk:
        await desk.record("archive", "mirror")
        desk.buckets["mirror"].content = SOUND
        desk.buckets["archive"].error = AWAY
        whole = await desk.downloads.open("r1", "mix.flac")
        assert await joined(whole.pieces) == SOUND
        part = await desk.downloads.open("r1", "mix.flac", offset=300_000, length=10)
        assert await joined(part.pieces) == SOUND[300_000:300_010]
        desk.buckets["mirror"].files.clear()
        with pytest.raises(UnavailableError, match="STORAGE_UNAVAILABLE"):
            await desk.downloads.open("r1", "mix.flac")
        desk.buckets["archive"].error = None
        desk.buckets["archive"].files.clear()
        with pytest.raises(NotFoundError, match="OBJECT_NOT_FOUND"):
            await desk.downloads.open("r1", "mix.flac")


async def test_a_download_goes_on_when_the_file_leaves_in_its_middle():
    async with open_desk() as desk:
        desk.buckets["archive"].content = desk.disk.files["/all/talk/mix.flac"] = SOUND * 5
        desk.buckets["archive"].hangs = True
        await desk.record("archive")
        download = await desk.downloads.open("r1", "mix.flac")
        first = await anext(download.pieces)
        desk.buckets["archive"].hangs = False
        await desk.shipping.retry("r1")
        await turns()
        assert "/all/talk/mix.flac" not in desk.disk.files
        assert first + await joined(download.pieces) == SOUND * 5


async def test_what_has_left_for_an_output_of_no_setting_is_said_to_be_elsewhere():
    async with open_desk() as desk:
        await desk.record("archive")
        desk.uploads.outputs.named.clear()  # type: ignore[attr-defined]
        with pytest.raises(FailedPreconditionError, match="ARTIFACT_STORED_ELSEWHERE") as raised:
            await desk.downloads.open("r1", "mix.flac")
        assert raised.value.metadata["locations"] == "fake:talk/mix.flac"
        desk.shelf.change("r1", None, artifacts=(replace(await desk.sound(), locations=()),))
        with pytest.raises(NotFoundError, match="FILE_NOT_HERE"):
            await desk.downloads.open("r1", "mix.flac")


async def joined(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


async def test_what_is_over_and_delivered_is_at_hand_as_a_summary_and_the_rest_in_the_store():
    store, disk = MemoryStore(lasting=True), FakeDisk()
    async with open_desk(store, disk=disk) as desk:
        desk.buckets["archive"].hangs = True
        await desk.record("archive", expires_after_s=2_000)
        assert desk.recording.artifacts
        desk.buckets["archive"].hangs = False
        await desk.shipping.retry("r1")
        await turns()
        assert (desk.recording.summary, desk.recording.artifacts) == (True, ())
        assert len((await desk.shelf.whole("r1")).artifacts) == 2
        await desk.scribe.stored()
    async with open_desk(store, disk=disk) as desk:
        assert desk.recording.artifacts == ()
        assert (await desk.shelf.whole("r1")).artifact("manifest.json")
        assert desk.recording.expires_at
        await desk.wait(2_100)
        tombstone = await desk.shelf.whole("r1")
        assert (tombstone.deleted_by, len(tombstone.artifacts)) == ("expiry", 2)
        desk.shelf.forget("r1")
        with pytest.raises(NotFoundError, match="RECORDING_NOT_FOUND"):
            await desk.shelf.whole("r1")


async def test_what_an_earlier_daemon_kept_whole_becomes_a_summary():
    async with open_desk() as desk:
        await desk.record()
        whole = await desk.shelf.whole("r1")
        desk.shelf._shelf.put("r1", whole)
        desk.shelf.recall()
        assert desk.recording.artifacts == ()
        assert await desk.shelf.whole("r1") == whole
