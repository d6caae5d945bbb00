"""Packages: what other programs read of the playlists and segments that they have."""

from __future__ import annotations

import asyncio
import re
import subprocess
from typing import TYPE_CHECKING, Any

import av
import m3u8
import numpy as np
import pytest

from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.core.hls.output import HlsOutput
from odind.core.hls.plan import HlsPlan
from odind.core.live.cues import Cue
from odind.hls.press import FolderPress
from tests.services.household import speech

from .alike import place

if TYPE_CHECKING:
    from pathlib import Path

    from odind.hls.package import FolderPackage

RATE = 48_000
BEGAN = 1_780_000_000.0
SEGMENT_S = 1.92
PART = 15_360
JOB = "h0123456789abcdef"


def tone(seconds: float, hertz: float = 440.0) -> bytes:
    time = np.arange(round(seconds * RATE)) / RATE
    return (8_000 * np.sin(2 * np.pi * hertz * time)).astype("<i2").tobytes()


class Shop:
    """A press in a folder, and one output of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.press = FolderPress(folder)

    async def open(self, job_id: str = JOB, **plan: Any) -> FolderPackage:
        output = HlsOutput(job_id=job_id, plan=HlsPlan(name="lobby", **plan))
        return await self.press.open(output)

    async def text(self, file: str, wanted: tuple[int, int] | None = None) -> str:
        return (await self.press.show("lobby", file, wanted)).data.decode()

    async def media(self, file: str = "aac-48/index.m3u8") -> m3u8.M3U8:
        return m3u8.loads(await self.text(file))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


async def write(package: FolderPackage, seconds: float, hertz: float = 440.0) -> None:
    await write_sound(package, tone(seconds, hertz))


async def write_sound(package: FolderPackage, sound: bytes) -> None:
    for start in range(0, len(sound), 9_600):
        await package.write(sound[start : start + 9_600])


async def written(package: FolderPackage, seconds: float) -> None:
    await package.begin(BEGAN)
    await write(package, seconds)
    await package.finish()
    await package.close()


def decoded(playlist: Path) -> np.ndarray[Any, Any]:
    with av.open(str(playlist)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


@pytest.mark.parametrize("rendition", ["aac-48", "aac-96", "opus-64"])
async def test_a_finished_output_plays_from_its_beginning_without_an_error(
    shop: Shop, rendition: str
) -> None:
    await written(await shop.open(opus_bit_rate=64_000), 10.0)
    playlist = shop.folder / "lobby" / rendition / "index.m3u8"
    command = ["ffmpeg", "-v", "error", "-xerror", "-i", str(playlist), "-f", "null", "-"]
    ran = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, b"")
    sound = decoded(playlist)
    assert len(sound) / RATE == pytest.approx(10.0, abs=0.1)
    spectrum = np.abs(np.fft.rfft(sound[RATE : 2 * RATE]))
    assert spectrum.argmax() == 440


@pytest.mark.parametrize("rendition", ["aac-48", "aac-96", "opus-64"])
async def test_speech_is_whole_at_all_boundaries_of_parts_and_segments(shop: Shop, rendition: str) -> None:
    said = speech(10.0)
    package = await shop.open(opus_bit_rate=64_000)
    await package.begin(BEGAN)
    await write_sound(package, np.rint(32_767 * said).astype("<i2").tobytes())
    await package.finish()
    await package.close()
    played = decoded(shop.folder / "lobby" / rendition / "index.m3u8")
    late = 2 * RATE - place(played[2 * RATE : 5 * RATE], said)
    wrong = (played[late : late + len(said) - PART] - said[:-PART]) ** 2
    errors = [wrong[at : at + PART].mean() for at in range(PART // 2, len(wrong) - PART, PART)]
    assert late == 0
    assert max(errors) < 0.3 * np.mean(said**2)


async def test_the_playlist_of_a_finished_output_is_for_playing_at_will(shop: Shop) -> None:
    await written(await shop.open(), 10.0)
    media = await shop.media()
    assert (media.is_endlist, media.playlist_type, media.target_duration) == (True, "vod", 2)
    assert [one.duration for one in media.segments] == [*[SEGMENT_S] * 5, pytest.approx(0.4, abs=0.03)]
    assert media.segments[1].current_program_date_time.timestamp() == BEGAN + SEGMENT_S
    assert not media.segments[0].parts


async def test_the_multivariant_playlist_names_what_there_is(shop: Shop) -> None:
    await shop.open(opus_bit_rate=64_000, captions=True)
    master = m3u8.loads(await shop.text("master.m3u8"))
    assert [one.uri for one in master.playlists] == [
        "aac-48/index.m3u8",
        "aac-96/index.m3u8",
        "opus-64/index.m3u8",
    ]
    assert [one.stream_info.codecs for one in master.playlists] == ["mp4a.40.2", "mp4a.40.2", "opus"]
    assert [(one.type, one.uri) for one in master.media] == [("SUBTITLES", "captions/index.m3u8")]


async def test_parts_are_listed_while_they_come_and_make_up_their_segment(shop: Shop) -> None:
    package = await shop.open()
    await package.begin(BEGAN)
    await write(package, 3.0)
    media = await shop.media()
    assert (media.part_inf.part_target, media.server_control.can_block_reload) == (0.32, "YES")
    first, second = media.segments
    assert [part.duration for part in first.parts] == [0.32] * 6
    parts = [(await shop.press.show("lobby", f"aac-48/{part.uri}")).data for part in first.parts]
    segment = await shop.press.show("lobby", f"aac-48/{first.uri}")
    assert b"".join(parts) == segment.data
    assert segment.lasting
    hint = media.preload_hint.uri
    assert hint.endswith(f"-1.{len(second.parts)}.m4s")
    with pytest.raises(NotFoundError, match="HLS_FILE_NOT_FOUND"):
        await shop.press.show("lobby", f"aac-48/{hint}")


async def test_without_low_latency_no_parts_are_listed(shop: Shop) -> None:
    package = await shop.open(low_latency=False)
    await package.begin(BEGAN)
    await write(package, 3.0)
    media = await shop.media()
    assert (len(media.segments), media.segments[0].parts, media.part_inf) == (1, [], {})


async def test_a_playlist_waits_for_the_part_that_is_asked_for(shop: Shop) -> None:
    package = await shop.open()
    await package.begin(BEGAN)
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(shop.text("aac-48/index.m3u8", (0, 1)))
        await write(package, 0.4)
        assert not waiting.done()
        await write(package, 0.5)
        assert "-0.1.m4s" in await waiting
    with pytest.raises(InvalidArgumentError, match="HLS_WAIT_INVALID"):
        await shop.text("aac-48/index.m3u8", (50, 0))


async def test_a_window_keeps_the_latest_and_erases_what_left_it(shop: Shop) -> None:
    package = await shop.open(window_s=12.0)
    await package.begin(BEGAN)
    await write(package, 40.0)
    media = await shop.media()
    listed = [one.uri for one in media.segments if one.uri]
    assert media.media_sequence > 10
    assert SEGMENT_S * len(listed) == pytest.approx(12.0, abs=2 * SEGMENT_S)
    files = {file.name for file in (shop.folder / "lobby" / "aac-48").glob("seg-*")}
    assert len(files) <= len(listed) + 8
    assert not package.size_bytes > 16_000 * 20


async def test_an_event_keeps_everything(shop: Shop) -> None:
    package = await shop.open(window_s=0.0)
    await package.begin(BEGAN)
    await write(package, 25.0)
    media = await shop.media()
    assert (media.playlist_type, media.media_sequence, package.segments) == ("event", 0, 12)


async def test_another_daemon_goes_on_after_a_discontinuity(shop: Shop) -> None:
    package = await shop.open(window_s=0.0, captions=True)
    await package.begin(BEGAN)
    package.caption(Cue("lobby", "anna", "before", BEGAN, BEGAN + 1))
    await write(package, 5.0)
    again = Shop(shop.folder)
    package = await again.open(window_s=0.0, captions=True)
    await package.begin(BEGAN + 60)
    await write(package, 4.0, 880.0)
    await package.finish()
    await package.close()
    media = await again.media()
    assert [one.discontinuity for one in media.segments] == [False, False, True, False, False]
    assert [one.media_sequence for one in media.segments] == [0, 1, 2, 3, 4]
    assert media.segments[2].current_program_date_time.timestamp() == BEGAN + 60
    captions = await again.text(f"captions/seg-{JOB[-8:]}-0.vtt")
    assert "before" in captions
    sound = decoded(shop.folder / "lobby" / "aac-48" / "index.m3u8")
    assert np.abs(np.fft.rfft(sound[-2 * RATE : -RATE])).argmax() == 880


async def test_a_second_timeline_of_one_daemon_begins_after_a_discontinuity(shop: Shop) -> None:
    package = await shop.open()
    await package.begin(BEGAN)
    await write(package, 2.5)
    await package.begin(BEGAN + 100)
    await write(package, 2.5)
    media = await shop.media()
    assert [one.discontinuity for one in media.segments][:3] == [False, False, True]
    assert len({one.init_section.uri for one in media.segments if one.uri}) == 2


async def test_captions_begin_at_their_time_and_stay_until_players_at_the_edge_have_seen_them(
    shop: Shop,
) -> None:
    package = await shop.open(captions=True)
    await package.begin(BEGAN)
    await write(package, 5.0)
    package.caption(Cue("lobby", "anna", "1 < 2\n\n& 3", BEGAN + 0.5, BEGAN + 1.5))
    await write(package, 2.0)
    texts = [await shop.text(f"captions/seg-{JOB[-8:]}-{number}.vtt") for number in range(3)]
    cue = re.compile(r"\n00:00:00.500 --> 00:00:09.[0-9]{3}\n<v anna>1 &lt; 2 &amp; 3</v>\n")
    assert all(map(cue.search, texts))
    assert all(text.startswith("WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n") for text in texts)
    listed = await shop.media("captions/index.m3u8")
    assert [one.uri.endswith(".vtt") for one in listed.segments] == [True] * 3


async def test_another_output_of_the_same_name_replaces_one_that_is_over(shop: Shop) -> None:
    await written(await shop.open(), 5.0)
    await written(await shop.open("h00000000ffffffff"), 3.0)
    media = await shop.media()
    assert [one.uri for one in media.segments] == ["seg-ffffffff-0.m4s", "seg-ffffffff-1.m4s"]
    await shop.press.erase(HlsOutput(job_id=JOB, plan=HlsPlan(name="lobby")))
    assert (await shop.media()).segments
    await shop.press.erase(HlsOutput(job_id="h00000000ffffffff", plan=HlsPlan(name="lobby")))
    with pytest.raises(NotFoundError, match="HLS_FILE_NOT_FOUND"):
        await shop.media()


async def test_an_output_that_was_broken_off_ends_for_players(shop: Shop) -> None:
    package = await shop.open()
    await package.begin(BEGAN)
    await write(package, 5.0)
    await package.close()
    assert (await shop.media()).is_endlist


async def test_a_folder_that_cannot_be_written_has_a_reason(shop: Shop) -> None:
    package = await shop.open()
    await package.begin(BEGAN)
    await asyncio.to_thread((shop.folder / "lobby" / "aac-48").rmdir)
    with pytest.raises(UnavailableError, match="HLS_UNWRITABLE"):
        await write(package, 2.0)


@pytest.mark.parametrize("file", ["../lobby/master.m3u8", "output", "aac-48/../output", "x/index.m3u8", ""])
async def test_nothing_else_is_shown(shop: Shop, file: str) -> None:
    await shop.open()
    with pytest.raises(NotFoundError, match="HLS_FILE_NOT_FOUND"):
        await shop.press.show("lobby", file)
