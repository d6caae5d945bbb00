"""Uploads: tried for as long as allowed, gone on with after a restart, and nothing is deleted too early."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import (
    AlreadyExistsError,
    NotFoundError,
    OdindError,
    PermissionDeniedError,
    ResourceExhaustedError,
    UnavailableError,
)
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.outputs.output import Output, Outputs
from odind.core.outputs.upload import Upload, UploadState
from odind.core.outputs.uploads import Uploads
from odind.core.values.daemon import SpoolFilling
from tests.core.fakes import FakeClock, turns

from .fakes import FakeBucket

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


AWAY = UnavailableError("STORAGE_UNAVAILABLE", "the bucket does not answer")
DENIED = PermissionDeniedError("STORAGE_DENIED", "the bucket refuses us")
TAKEN = AlreadyExistsError("OBJECT_EXISTS", "another file has the name")
PATIENCE_S = 3_600.0


class FakeSpool:
    """Remembers what was deleted, and what had arrived elsewhere and been written down by then."""

    def __init__(self, store: MemoryStore, bucket: FakeBucket) -> None:
        self.store = store
        self.bucket = bucket
        self.error: OdindError | None = None
        self.deleted: list[str] = []

    async def delete(self, file: str) -> None:
        if self.error:
            raise self.error
        assert file in self.bucket.files.values()
        documents = (await self.store.open()).documents
        assert [one.value.state for one in documents if one.value.file == file] == [UploadState.UPLOADED]  # type: ignore[attr-defined]
        self.deleted.append(file)

    async def read(self, file: str, offset: int, count: int) -> bytes:
        raise NotImplementedError


class Desk:
    """Uploads over one bucket, with everything that they were told."""

    def __init__(self, store: MemoryStore, bucket: FakeBucket, keep_local: bool) -> None:  # noqa: FBT001
        self.clock = FakeClock()
        self.scribe = Scribe(Log(self.clock, 100, 1 << 30, store), store, self.clock)
        self.bucket = bucket
        self.spool = FakeSpool(store, bucket)
        self.told: list[Upload] = []
        named = {name: Output(bucket, PATIENCE_S) for name in ("archive", "mirror")}
        self.keep_local = keep_local
        self.uploads = Uploads(self.scribe, self.clock, Outputs(named, self.spool, 25))
        self.uploads.told = self.told.append

    async def submit(self, artifact: str = "a.ogg", output: str = "archive") -> Upload:
        now = self.clock.now()
        upload = Upload(
            "rec", artifact, output, f"/spool/{artifact}", f"rec/{artifact}", 10, now, self.keep_local
        )
        self.uploads.submit(upload)
        await turns()
        return upload

    async def wait(self, seconds: float) -> None:
        """Let time pass, in steps that give each attempt its turn."""
        for _ in range(int(seconds / 10)):
            self.clock.advance(10)
            await turns()

    @property
    def states(self) -> list[UploadState]:
        """All states of the told, each once in a row."""
        found = [upload.state for upload in self.told]
        return [state for at, state in enumerate(found) if not at or found[at - 1] is not state]


@asynccontextmanager
async def open_desk(
    store: MemoryStore | None = None, bucket: FakeBucket | None = None, *, keep_local: bool = False
) -> AsyncIterator[Desk]:
    desk = Desk(store or MemoryStore(lasting=True), bucket or FakeBucket(), keep_local)
    async with desk.scribe, asyncio.TaskGroup() as tasks:
        running = tasks.create_task(desk.uploads.run())
        yield desk
        running.cancel()


async def test_a_file_goes_to_its_output_and_is_deleted_here_once_that_is_written_down():
    async with open_desk() as desk:
        await desk.submit()
        assert desk.bucket.files == {"rec/a.ogg": "/spool/a.ogg"}
        assert desk.spool.deleted == ["/spool/a.ogg"]
        assert [state.value for state in desk.states] == ["spooled", "uploading", "uploaded", "ready"]
        assert desk.told[-1].location == "fake:rec/a.ogg"
        assert not desk.uploads.all()
        assert desk.uploads.spooled_bytes == 0


async def test_a_file_for_two_outputs_is_deleted_when_both_have_it():
    async with open_desk() as desk:
        desk.bucket.hangs = True
        await desk.submit()
        desk.bucket.hangs = False
        await desk.submit(output="mirror")
        assert desk.bucket.files == {"rec/a.ogg": "/spool/a.ogg"}
        assert not desk.spool.deleted
        await desk.uploads.retry("rec/a.ogg@archive")
        await turns()
        assert desk.spool.deleted == ["/spool/a.ogg"]


async def test_an_output_may_leave_the_copy_here():
    async with open_desk(keep_local=True) as desk:
        await desk.submit()
        assert not desk.spool.deleted
        assert desk.states[-1] is UploadState.READY


async def test_progress_is_told():
    async with open_desk() as desk:
        desk.bucket.hangs = True
        await desk.submit()
        assert desk.uploads.find("rec/a.ogg@archive").sent_bytes == 5
        assert desk.told[-1].sent_bytes == 5


@pytest.mark.parametrize("error", [AWAY, DENIED])
async def test_a_bucket_that_fails_is_tried_again_until_it_works(error: OdindError):
    async with open_desk() as desk:
        desk.bucket.error = error
        await desk.submit()
        await desk.wait(600)
        waiting = desk.uploads.find("rec/a.ogg@archive")
        assert (waiting.state, waiting.reason) == (UploadState.UPLOADING, error.reason)
        assert 5 < waiting.attempts < 20
        assert not desk.spool.deleted
        desk.bucket.error = None
        await desk.wait(300)
        assert (desk.states[-1], desk.told[-1].reason) == (UploadState.READY, "")


async def test_it_is_given_up_in_the_end_and_the_file_stays_and_may_be_tried_again():
    async with open_desk() as desk:
        desk.bucket.error = AWAY
        await desk.submit()
        await desk.wait(PATIENCE_S + 300)
        assert desk.uploads.find("rec/a.ogg@archive").state is UploadState.FAILED
        assert desk.uploads.spooled_bytes == 10
        attempts = desk.bucket.attempts
        await desk.wait(PATIENCE_S)
        assert desk.bucket.attempts == attempts
        assert not desk.spool.deleted
        desk.bucket.error = None
        await desk.uploads.retry("rec/a.ogg@archive")
        await turns()
        assert desk.states[-1] is UploadState.READY


async def test_what_never_passes_is_given_up_at_once():
    async with open_desk() as desk:
        desk.bucket.error = TAKEN
        await desk.submit()
        failed = desk.uploads.find("rec/a.ogg@archive")
        assert (failed.state, failed.reason, failed.attempts) == (UploadState.FAILED, "OBJECT_EXISTS", 1)
        assert not desk.spool.deleted


async def test_an_output_that_is_in_no_setting_is_refused():
    async with open_desk() as desk:
        with pytest.raises(NotFoundError, match="OUTPUT_NOT_FOUND"):
            await desk.submit(output="attic")


async def test_the_next_daemon_goes_on():
    store, bucket = MemoryStore(lasting=True), FakeBucket()
    bucket.hangs = True
    async with open_desk(store, bucket) as desk:
        await desk.submit("a.ogg")
        await desk.submit("b.ogg")
    bucket.hangs = False
    async with open_desk(store, bucket) as desk:
        await turns()
        assert bucket.files.keys() == {"rec/a.ogg", "rec/b.ogg"}
        assert sorted(desk.spool.deleted) == ["/spool/a.ogg", "/spool/b.ogg"]


async def test_a_copy_that_could_not_be_deleted_is_deleted_later_and_not_sent_again():
    store, bucket = MemoryStore(lasting=True), FakeBucket()
    async with open_desk(store, bucket) as desk:
        desk.spool.error = UnavailableError("SPOOL_UNAVAILABLE", "the disk is read-only")
        await desk.submit()
        assert desk.uploads.find("rec/a.ogg@archive").state is UploadState.UPLOADED
    async with open_desk(store, bucket) as desk:
        await turns()
        assert desk.spool.deleted == ["/spool/a.ogg"]
        assert bucket.attempts == 1


async def test_one_output_gets_two_files_at_a_time():
    async with open_desk() as desk:
        desk.bucket.hangs = True
        for number in range(5):
            await desk.submit(f"{number}.ogg")
        assert desk.bucket.most_at_once == 2


async def test_what_is_forgotten_is_sent_no_further():
    async with open_desk() as desk:
        desk.bucket.hangs = True
        await desk.submit()
        await desk.uploads.forget("rec/a.ogg@archive")
        assert desk.bucket.at_once == 0
        assert not desk.uploads.all()
        await desk.uploads.forget("rec/a.ogg@archive")
        with pytest.raises(NotFoundError, match="UPLOAD_NOT_FOUND"):
            desk.uploads.find("rec/a.ogg@archive")


async def test_when_too_much_waits_that_is_an_error_until_it_has_gone():
    async with open_desk() as desk:
        desk.bucket.hangs = True
        for name in ("a.ogg", "b.ogg"):
            await desk.submit(name)
        desk.uploads.require_space()
        await desk.submit("c.ogg")
        with pytest.raises(ResourceExhaustedError, match="SPOOL_FULL"):
            desk.uploads.require_space()
        await desk.uploads.forget("rec/a.ogg@archive")
        desk.uploads.require_space()


async def test_what_was_given_up_leaves_nothing_at_its_output_once_that_is_back():
    store = MemoryStore(lasting=True)
    bucket = FakeBucket()
    async with open_desk(store, bucket) as desk:
        bucket.error = AWAY
        await desk.submit()
        await desk.wait(PATIENCE_S + 600)
        assert desk.uploads.find("rec/a.ogg@archive").state is UploadState.FAILED
        assert not bucket.swept
        await desk.scribe.stored()
    bucket.error = None
    async with open_desk(store, bucket) as desk:
        await turns()
        assert bucket.swept == ["rec/a.ogg"]
        await desk.wait(600)
        assert bucket.swept == ["rec/a.ogg"]
        await desk.uploads.retry("rec/a.ogg@archive")
        await turns()
        assert not desk.uploads.all()


async def test_that_much_waits_is_told_once_and_again_after_less_has_waited():
    async with open_desk() as desk:
        desk.bucket.hangs = True
        for name in ("a.ogg", "b.ogg", "c.ogg"):
            await desk.submit(name)
        await desk.uploads.forget("rec/a.ogg@archive")
        await desk.uploads.forget("rec/b.ogg@archive")
        await desk.submit("d.ogg")
        await desk.scribe.stored()
        with desk.scribe.log.cursor((SpoolFilling,), (), 0, until=desk.scribe.log.last) as cursor:
            told = [entry.event async for entry in cursor]
        assert told == [SpoolFilling(20, 25), SpoolFilling(20, 25)]
