"""What endpoints get of pushes, in both dialects, and that no webhook has a key."""

from __future__ import annotations

import json
from typing import Any

from odind.core.live.job import JobState
from odind.core.live.shelf import JobShelf
from odind.core.push.address import Codec
from odind.core.push.plan import PushPlan
from odind.core.push.push import PUSHES, Link, Push, PushStarted
from odind.core.webhooks.endpoint import Dialect
from tests.core.webhooks.fakes import URL, Office, open_office

PLAN = PushPlan("rtmp://live.example/app", Codec.AAC)
ROOM = {"meetingId": "lobby", "sessionId": "s1"}


async def go_on(office: Office, end: JobState) -> None:
    """Have a push begin, stream and end."""
    shelf = JobShelf(PUSHES, office.scribe)
    shelf.add(Push(job_id="p1", connection_id="c1", room_id="lobby", session_id="s1", plan=PLAN))
    push = shelf.change("p1", state=JobState.ACTIVE, link=Link.STREAMING)
    shelf.note(push, PushStarted(push))
    if end is JobState.ENDED:
        shelf.change("p1", state=JobState.ENDING)
    shelf.end("p1", state=end)
    await office.settle()


def told(office: Office) -> list[dict[str, Any]]:
    return [json.loads(letter.body) for letter in office.carrier.letters[URL]]


async def test_in_the_dialect_of_videosdk_a_push_is_a_livestream():
    async with open_office() as office:
        await office.endpoint(dialect=Dialect.VIDEOSDK)
        await go_on(office, JobState.ENDED)
        await go_on(office, JobState.FAILED)
        names = ("starting", "started", "stopping", "stopped", "starting", "started", "failed")
        assert told(office) == [{"webhookType": f"livestream-{name}", "data": ROOM} for name in names]


async def test_standard_webhooks_have_every_change_of_a_push():
    async with open_office() as office:
        await office.endpoint(events=("push.*",))
        await go_on(office, JobState.ENDED)
        assert [one["type"] for one in told(office)] == [
            "push.starting",
            "push.changed",
            "push.started",
            "push.stopping",
            "push.stopped",
        ]
        assert told(office)[0]["data"]["push"]["address"] == "rtmp://live.example/app"
