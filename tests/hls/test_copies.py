"""Copies of real packages in a folder and in a bucket of a real S3 server: what is there plays."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import m3u8
import numpy as np
import pytest

from odind.core.hls.copy import CopyState
from odind.core.hls.courier import Courier
from odind.core.live.cues import Cue
from odind.core.outputs.output import Output
from odind.outputs.folder import FolderDestination
from odind.outputs.s3 import S3Destination
from odind.outputs.threaded import ThreadedDestination
from odind.sealing.keys import SealingKeys
from tests.core.fakes import FakeClock
from tests.outputs.s3_server import running_s3

from .test_package import BEGAN, JOB, RATE, SEGMENT_S, Shop, decoded, write

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.core.errors import OdindError
    from odind.hls.package import FolderPackage
    from odind.outputs.threaded import BlockingDestination

TAG = JOB[-8:]


class Copying:
    """A courier between a package and a place. Its clock stands still: all that is tried must succeed."""

    def __init__(self, package: FolderPackage, place: BlockingDestination) -> None:
        self.states: asyncio.Queue[tuple[CopyState, OdindError | None]] = asyncio.Queue()
        output = Output(ThreadedDestination(place, SealingKeys(())), 60.0)
        self.clock = FakeClock()
        self.courier = Courier(
            package, output, "hls/lobby", self.clock, lambda *told: self.states.put_nowait(told)
        )

    async def settled(self) -> CopyState:
        """Look for news; wait until they are there, and return how that went."""
        self.courier.nudge()
        state, error = await self.states.get()
        assert error is None
        return state


@asynccontextmanager
async def copying(package: FolderPackage, place: BlockingDestination) -> AsyncIterator[Copying]:
    async with asyncio.TaskGroup() as tasks:
        made = Copying(package, place)
        running = tasks.create_task(made.courier.run())
        yield made
        running.cancel()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "own")


@pytest.fixture
def nas(tmp_path: Path) -> Path:
    (tmp_path / "nas").mkdir()
    return tmp_path / "nas"


def listed(folder: Path, rendition: str = "aac-48") -> m3u8.M3U8:
    """The playlist of a copy, all of whose files must be there."""
    playlist = m3u8.loads((folder / rendition / "index.m3u8").read_text())
    files = {one.uri for one in playlist.segments} | {one.uri for one in playlist.segment_map if one}
    assert files <= {file.name for file in (folder / rendition).iterdir()}
    return playlist


def loudest(sound: np.ndarray) -> int:
    return int(np.abs(np.fft.rfft(sound[RATE : 2 * RATE])).argmax())


async def test_a_copy_in_a_folder_plays_while_it_is_made_and_from_its_beginning_after_that(
    shop: Shop, nas: Path
) -> None:
    package, there = await shop.open(window_s=0.0, captions=True), nas / "hls/lobby"
    async with copying(package, FolderDestination(nas)) as made:
        await package.begin(BEGAN)
        await write(package, 5.0)
        assert await made.settled() is CopyState.FOLLOWING
        live = listed(there)
        assert (len(live.segments), live.is_endlist, live.part_inf) == (2, False, {})
        package.caption(Cue("lobby", "anna", "hello", BEGAN + 0.5, BEGAN + 1.5))
        await package.finish()
        made.courier.end()
        await made.courier.over.wait()
        await package.close()
    ended = listed(there)
    assert (len(ended.segments), ended.is_endlist, ended.playlist_type) == (3, True, "vod")
    for rendition in ("aac-48", "aac-96"):
        sound = decoded(there / rendition / "index.m3u8")
        assert len(sound) / RATE == pytest.approx(5.0, abs=0.1)
        assert loudest(sound) == 440
    assert "hello" in (there / f"captions/seg-{TAG}-0.vtt").read_text()
    assert (there / "master.m3u8").read_text() == await shop.text("master.m3u8")
    assert not list(there.rglob("*.part"))


async def test_a_copy_of_a_window_has_what_is_listed_and_a_little_more(shop: Shop, nas: Path) -> None:
    package, there = await shop.open(window_s=12.0), nas / "hls/lobby"
    async with copying(package, FolderDestination(nas)) as made:
        await package.begin(BEGAN)
        for _ in range(8):
            await write(package, 3 * SEGMENT_S)
            await made.settled()
            listed(there)
    playlist = listed(there)
    assert playlist.media_sequence > 10
    files = list((there / "aac-96").glob("seg-*"))
    assert len(playlist.segments) <= len(files) <= len(playlist.segments) + 7


async def test_what_an_earlier_daemon_has_left_there_goes_with_the_window(shop: Shop, nas: Path) -> None:
    package, there = await shop.open(window_s=12.0), nas / "hls/lobby"
    async with copying(package, FolderDestination(nas)) as made:
        await package.begin(BEGAN)
        await write(package, 12 * SEGMENT_S)
        await made.settled()
    package = await Shop(shop.folder).open(window_s=12.0)
    async with copying(package, FolderDestination(nas)) as made:
        await package.begin(BEGAN + 60)
        await write(package, 24 * SEGMENT_S)
        await made.settled()
    numbers = sorted(int(file.stem.rpartition("-")[2]) for file in (there / "aac-48").glob("seg-*"))
    assert numbers[0] >= listed(there).media_sequence - 6
    assert len(list((there / "aac-48").glob("init-*"))) == 1


async def test_a_bucket_has_the_same_below_its_prefix(shop: Shop, tmp_path: Path) -> None:
    package = await shop.open(window_s=0.0, captions=True)
    with running_s3(tmp_path / "s3") as server:
        place = S3Destination(server.bucket(prefix="radio"))
        there = server.folder / "takes/radio/hls/lobby"
        async with copying(package, place) as made:
            await package.begin(BEGAN)
            await write(package, 4.0)
            assert await made.settled() is CopyState.FOLLOWING
            assert not listed(there).is_endlist
            await package.finish()
            made.courier.end()
            await made.courier.over.wait()
    assert listed(there).is_endlist
    assert loudest(decoded(there / "aac-96" / "index.m3u8")) == 440
    assert (there / "master.m3u8").read_text() == await shop.text("master.m3u8")


async def test_a_bucket_that_is_away_is_told_and_gets_the_segments_once_it_is_back(
    shop: Shop, tmp_path: Path
) -> None:
    package = await shop.open(window_s=0.0)
    with running_s3(tmp_path / "s3") as server:
        async with copying(package, S3Destination(server.bucket())) as made:
            await package.begin(BEGAN)
            server.kill()
            await write(package, 4.0)
            made.courier.nudge()
            state, error = await made.states.get()
            assert (state, error and error.reason) == (CopyState.BEHIND, "STORAGE_UNAVAILABLE")
            server.start()
            made.clock.advance(1.0)
            assert await made.settled() is CopyState.FOLLOWING
            assert len(listed(server.folder / "takes/hls/lobby").segments) == 2
