"""Copies of HLS outputs at buckets and folders: in order, never in the room's way, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.errors import NotFoundError
from odind.core.hls.events import HlsChanged
from odind.core.hls.plan import HlsPlan
from odind.core.live.job import JobState
from odind.core.rooms.bots import Source
from odind.outputs.failures import denied, unavailable
from tests.core.fakes import turns

if TYPE_CHECKING:
    from odind.core.hls.output import HlsOutput

    from .cinema import Cinema

SLOTS_PER_SEGMENT = 50
PLACE = "hls/lobby"
REFUSED = denied("s3://attic", "AccessDenied")


async def hear(cinema: Cinema, segments: int, since: int = 0) -> None:
    """Have so many segments made, after those before them."""
    for tick in range(since * SLOTS_PER_SEGMENT, (since + segments) * SLOTS_PER_SEGMENT):
        await cinema.ears.hear(tick, anna=1)
    await turns(20)


async def pass_time(cinema: Cinema, seconds: float) -> None:
    for _ in range(round(seconds)):
        cinema.daemon.clock.advance(1.0)
        await turns(20)


def copies(cinema: Cinema, output: HlsOutput) -> dict[str, tuple[str, str]]:
    found = cinema.outputs.jobs.get(output.job_id).copies
    return {copy.output: (copy.state.value, copy.reason) for copy in found}


async def test_segments_come_before_the_playlist_that_lists_them_and_the_last_one_ends(
    cinema: Cinema,
) -> None:
    output = await cinema.started(name="lobby", outputs=("attic", "cellar"))
    await hear(cinema, 2)
    assert copies(cinema, output) == {"attic": ("following", ""), "cellar": ("following", "")}
    await cinema.over(output)
    for bucket in (cinema.attic, cinema.cellar):
        assert bucket.made == [
            f"{PLACE}/0.m4s",
            f"{PLACE}/index.m3u8",
            f"{PLACE}/1.m4s",
            f"{PLACE}/index.m3u8",
            f"{PLACE}/index.m3u8",
        ]
        assert bucket.texts[f"{PLACE}/index.m3u8"] == b"0.m4s 1.m4s end"
    assert copies(cinema, output) == {"attic": ("complete", ""), "cellar": ("complete", "")}


async def test_what_leaves_the_window_is_deleted_there_too(cinema: Cinema) -> None:
    output = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 2)
    cinema.package(output).first = 1
    await hear(cinema, 1, since=2)
    assert sorted(cinema.attic.texts) == [f"{PLACE}/{file}" for file in ("1.m4s", "2.m4s", "index.m3u8")]


async def test_an_output_that_refuses_is_told_once_and_gets_what_is_in_the_window_later(
    cinema: Cinema,
) -> None:
    cinema.attic.error = REFUSED
    output = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 3)
    await pass_time(cinema, 5)
    assert copies(cinema, output) == {"attic": ("behind", "STORAGE_DENIED")}
    told = [event.output for _, event in cinema.daemon.told() if isinstance(event, HlsChanged)]
    assert [(one.state, len(one.copies)) for one in told] == [(JobState.ACTIVE, 0), (JobState.ACTIVE, 1)]
    cinema.package(output).first = 2
    cinema.attic.error = None
    await pass_time(cinema, 8)
    assert cinema.attic.made == [f"{PLACE}/2.m4s", f"{PLACE}/index.m3u8"]
    assert copies(cinema, output)["attic"] == ("following", "")


async def test_attempts_get_rarer(cinema: Cinema) -> None:
    cinema.attic.error = REFUSED
    await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 1)
    await pass_time(cinema, 120)
    assert cinema.attic.attempts == 8  # after 1, 2, 4, 8, 16 and 30 s, and 30 s again


async def test_an_output_that_never_answers_stops_neither_the_room_nor_the_end(cinema: Cinema) -> None:
    cinema.attic.hangs = True
    output = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 3)
    assert cinema.package(output).segments == 3
    cinema.outputs.jobs.stop(output.job_id)
    await pass_time(cinema, 25)
    assert cinema.outputs.jobs.get(output.job_id).state is JobState.ENDED
    assert copies(cinema, output) == {"attic": ("behind", "HLS_COPY_STALLS")}
    assert cinema.attic.attempts == 1


async def test_a_copy_goes_on_after_the_end_of_its_output_and_is_given_up_in_time(cinema: Cinema) -> None:
    cinema.attic.error = cinema.cellar.error = unavailable("there", "503")
    output = await cinema.started(name="lobby", outputs=("attic", "cellar"))
    await hear(cinema, 2)
    cinema.outputs.jobs.stop(output.job_id)
    await pass_time(cinema, 25)
    assert cinema.outputs.jobs.get(output.job_id).state is JobState.ENDED
    cinema.attic.error = None
    await pass_time(cinema, 90)
    assert cinema.attic.texts[f"{PLACE}/index.m3u8"] == b"0.m4s 1.m4s end"
    assert copies(cinema, output) == {
        "attic": ("complete", ""),
        "cellar": ("given_up", "STORAGE_UNAVAILABLE"),
    }
    attempts = cinema.cellar.attempts
    await pass_time(cinema, 90)
    assert cinema.cellar.attempts == attempts


async def test_what_is_erased_here_before_it_was_brought_is_given_up(cinema: Cinema) -> None:
    cinema.attic.error = REFUSED
    output = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 1)
    cinema.outputs.jobs.stop(output.job_id)
    await pass_time(cinema, 25)
    cinema.package(output).gone = True
    cinema.attic.error = None
    await pass_time(cinema, 31)
    assert copies(cinema, output) == {"attic": ("given_up", "HLS_FILE_NOT_FOUND")}


async def test_an_output_that_fails_ends_its_copy(cinema: Cinema) -> None:
    output = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 1)
    cinema.package(output).full = True
    await hear(cinema, 1, since=1)
    assert cinema.outputs.jobs.get(output.job_id).state is JobState.FAILED
    assert cinema.attic.texts[f"{PLACE}/index.m3u8"] == b"0.m4s end"
    assert copies(cinema, output) == {"attic": ("complete", "")}


async def test_the_next_of_the_name_takes_the_place_and_the_one_before_brings_no_more(
    cinema: Cinema,
) -> None:
    cinema.attic.error = REFUSED
    before = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 2)
    cinema.outputs.jobs.stop(before.job_id)
    await pass_time(cinema, 25)
    cinema.attic.error = None
    after = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 1)
    await pass_time(cinema, 40)
    assert cinema.attic.texts[f"{PLACE}/index.m3u8"] == b"0.m4s"
    assert copies(cinema, after) == {"attic": ("following", "")}
    assert copies(cinema, before) == {"attic": ("given_up", "HLS_COPY_REPLACED")}


async def test_the_next_daemon_completes_the_copies_of_what_is_over(cinema: Cinema) -> None:
    cinema.attic.error = REFUSED
    output = await cinema.started(name="lobby", outputs=("attic",))
    await hear(cinema, 1)
    cinema.outputs.jobs.stop(output.job_id)
    await pass_time(cinema, 25)
    cinema.attic.error = None
    await cinema.outputs.recall()
    await turns(20)
    assert cinema.attic.texts[f"{PLACE}/index.m3u8"] == b"0.m4s end"
    assert copies(cinema, output) == {"attic": ("complete", "")}


async def test_an_output_that_the_settings_do_not_know_is_refused(cinema: Cinema) -> None:
    source = Source(await cinema.daemon.join())
    with pytest.raises(NotFoundError, match="OUTPUT_NOT_FOUND"):
        await cinema.outputs.start(HlsPlan(outputs=("roof",)), source)
