"""What endpoints in the dialect of VideoSDK get of HLS outputs."""

from __future__ import annotations

import json

import pytest

from odind.core.hls.events import HlsPlayable
from odind.core.hls.output import HlsOutput
from odind.core.hls.outputs import HLS
from odind.core.hls.plan import HlsPlan
from odind.core.live.job import JobState
from odind.core.live.shelf import JobShelf
from odind.core.webhooks.endpoint import Dialect
from tests.core.webhooks.fakes import URL, Office, open_office

ROOM = {"meetingId": "lobby", "sessionId": "s1"}
PLAYED = ROOM | {"playbackHlsUrl": "/hls/radio/master.m3u8"}


async def serve(office: Office, end: JobState) -> None:
    """Have an output begin, be away for a while, and end."""
    shelf = JobShelf(HLS, office.scribe)
    output = shelf.add(
        HlsOutput(
            job_id="h1", connection_id="c1", room_id="lobby", session_id="s1", plan=HlsPlan(name="radio")
        )
    )
    shelf.change("h1", state=JobState.ACTIVE)
    shelf.note(output, HlsPlayable(output))
    for state in (JobState.AWAY, JobState.ACTIVE, JobState.ENDING):
        shelf.change("h1", state=state)
    shelf.end("h1", state=end)
    await office.settle()


@pytest.mark.parametrize(("end", "name"), [(JobState.ENDED, "hls-stopped"), (JobState.FAILED, "hls-failed")])
async def test_an_output_is_told_step_by_step_and_nothing_twice(end: JobState, name: str) -> None:
    async with open_office() as office:
        await office.endpoint(dialect=Dialect.VIDEOSDK)
        await serve(office, end)
        bodies = [json.loads(letter.body) for letter in office.carrier.letters[URL]]
    assert [(one["webhookType"], one["data"]) for one in bodies] == [
        ("hls-starting", ROOM),
        ("hls-started", PLAYED),
        ("hls-playable", PLAYED),
        ("hls-stopping", ROOM),
        (name, ROOM),
    ]
