"""The calls of VideoSDK about what is live: HLS, livestreams and transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from odind.core.live.job import JobState
from odind.core.managed.room import AutoStart
from tests.http.videosdk.api import open_api

if TYPE_CHECKING:
    from pathlib import Path

    from tests.http.videosdk.api import Api

RTMP = {"url": "rtmp://live.example/app", "streamKey": "secret-key"}
STARTS: dict[str, Any] = {
    "/v2/hls": {},
    "/v2/livestreams": {"outputs": [RTMP]},
    "/ai/v1/realtime-transcriptions": {},
}
"""The calls that come in pairs of start and end, and what the first needs beside the room."""


async def room(api: Api) -> str:
    """Create a room, and return its id."""
    made: str = (await api.post("/v2/rooms", {"customRoomId": "lesson"}))["roomId"]
    return made


async def test_a_room_is_broadcast_until_that_is_ended(tmp_path: Path):
    async with open_api(tmp_path) as api:
        room_id = await room(api)
        started = await api.post("/v2/hls/start", {"roomId": room_id, "config": {"mode": "audio"}})
        (job,) = api.inside.managed.outlets.hls.jobs.shelf.running()
        assert (started["id"], started["roomId"], started["end"]) == (job.job_id, room_id, None)
        assert started["playbackHlsUrl"].startswith(f"{api.http.base_url}/hls/~")
        assert started["playbackHlsUrl"].endswith(f"/{job.job_id}/master.m3u8")
        active = (await api.get(f"/v2/hls/{room_id}/active"))["data"]
        assert (active["id"], active["links"]) == (job.job_id, started["links"])
        assert (await api.get("/v2/hls/lesson/active"))["data"]["id"] == job.job_id
        ended = await api.post("/v2/hls/end", {"roomId": room_id})
        assert (ended["id"], ended["status"]) == (job.job_id, JobState.ENDING.value)
        assert await api.refused("GET", f"/v2/hls/{room_id}/active") == (404, "LIVE_JOB_NOT_RUNNING")


async def test_the_address_of_a_broadcast_opens_it_to_everybody_who_has_it(tmp_path: Path):
    async with open_api(tmp_path) as api:
        url = (await api.post("/v2/hls/start", {"roomId": await room(api)}))["playbackHlsUrl"]
        _, _, path = url.partition("/hls/~")
        ticket, name, _ = path.split("/")
        hls = api.inside.managed.outlets.hls
        assert hls.opens(ticket, name)
        assert not hls.opens(ticket, "another")


async def test_a_room_is_pushed_to_all_its_destinations_and_their_keys_are_told_nobody(tmp_path: Path):
    async with open_api(tmp_path) as api:
        body = {"roomId": await room(api), "outputs": [RTMP], "config": {"layout": {"type": "GRID"}}}
        assert await api.post("/v2/livestreams/start", body) == "Livestream started successfully"
        (push,) = api.inside.booth.pushes.jobs.shelf.running()
        assert push.plan.address == RTMP["url"]
        assert RTMP["streamKey"] not in str(push)
        assert await api.post("/v2/livestreams/end", body) == "Livestream stopped successfully"
        assert push.job_id not in running(api)


async def test_where_one_destination_of_several_cannot_be_none_is_pushed_to(tmp_path: Path):
    async with open_api(tmp_path) as api:  # whose pushes are one at a time
        room_id = await room(api)
        both = {"roomId": room_id, "outputs": [RTMP, RTMP]}
        assert await api.refused("POST", "/v2/livestreams/start", json=both) == (429, "TOO_MANY_LIVE_JOBS")
        assert running(api) == []
        bad = {"roomId": room_id, "outputs": [{**RTMP, "url": "gopher://live.example"}]}
        refused = await api.refused("POST", "/v2/livestreams/start", json=bad)
        assert refused == (400, "PUSH_ADDRESS_INVALID")


def running(api: Api) -> list[str]:
    """The pushes that are not being ended."""
    shelf = api.inside.booth.pushes.jobs.shelf
    return [one.job_id for one in shelf.running() if one.state is not JobState.ENDING]


async def test_a_room_is_written_down_and_summarized_as_the_prompt_says(tmp_path: Path):
    async with open_api(tmp_path) as api:
        room_id = await room(api)
        body = {"roomId": room_id, "summary": {"enabled": True, "prompt": "in rhymes"}}
        started = await api.post("/ai/v1/realtime-transcriptions/start", body)
        (job,) = api.inside.live_captions.jobs.shelf.running()
        assert (started["id"], started["status"]) == (job.transcript_id, "running")
        assert started["extension"]["extensionConfig"]["roomId"] == room_id
        assert job.plan.summary_prompt == "in rhymes"
        ended = await api.post("/ai/v1/realtime-transcriptions/end", {"roomId": room_id})
        assert (ended["id"], ended["status"]) == (job.transcript_id, "stopping")


@pytest.mark.parametrize("path", STARTS)
async def test_what_is_live_is_started_once_and_ended_once(path: str, tmp_path: Path):
    async with open_api(tmp_path) as api:
        body = {"roomId": await room(api), **STARTS[path]}
        end = {"roomId": body["roomId"]}
        assert await api.refused("POST", f"{path}/end", json=end) == (404, "LIVE_JOB_NOT_RUNNING")
        hooked = {**body, "webhookUrl": "https://receiver.example"}
        refused = await api.refused("POST", f"{path}/start", json=hooked)
        assert refused == (501, "WEBHOOK_URL_UNIMPLEMENTED")
        await api.post(f"{path}/start", body)
        assert await api.refused("POST", f"{path}/start", json=body) == (409, "LIVE_JOB_RUNNING_ALREADY")
        await api.post(f"{path}/end", end)
        assert await api.refused("POST", f"{path}/end", json=end) == (404, "LIVE_JOB_NOT_RUNNING")


@pytest.mark.parametrize("path", STARTS)
async def test_only_rooms_of_this_api_can_be_live(path: str, tmp_path: Path):
    async with open_api(tmp_path) as api:
        body = {"roomId": "nowhere", **STARTS[path]}
        assert await api.refused("POST", f"{path}/start", json=body) == (404, "MANAGED_ROOM_NOT_FOUND")


@pytest.mark.parametrize("outputs", [[], [{}], [RTMP] * 9, "all", [{"url": "x" * 3_000}]])
async def test_destinations_that_cannot_be_are_refused(outputs: Any, tmp_path: Path):
    async with open_api(tmp_path) as api:
        body = {"roomId": await room(api), "outputs": outputs}
        assert await api.refused("POST", "/v2/livestreams/start", json=body) == (400, "REQUEST_MALFORMED")


@pytest.mark.parametrize(
    ("config", "parts"),
    [
        ({"recording": {}}, {AutoStart.RECORDING}),
        ({"hls": {}}, {AutoStart.HLS}),
        ({"hls": {"config": {"recording": {"enabled": "true"}}}}, {AutoStart.HLS, AutoStart.RECORDING}),
        ({"hls": {"transcription": {"enabled": True}}}, {AutoStart.HLS, AutoStart.CAPTIONS}),
        ({"hls": {"transcription": {"enabled": False, "summary": {"enabled": True}}}}, {AutoStart.HLS}),
        (
            {"recording": {"transcription": {"enabled": True, "summary": {"enabled": True}}}},
            {AutoStart.RECORDING, AutoStart.CAPTIONS, AutoStart.SUMMARY},
        ),
    ],
)
async def test_what_autostart_asks_for_begins_with_sessions(
    config: Any, parts: set[AutoStart], tmp_path: Path
):
    async with open_api(tmp_path) as api:
        made = await api.post("/v2/rooms", {"autoStartConfig": config})
        assert set(api.inside.managed.rooms.find(made["roomId"]).settings.auto_start) == parts
