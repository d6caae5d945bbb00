"""What /metrics says, and to whom."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families

from odind.clock import SystemClock
from odind.core.sound.format import AudioFormat
from odind.core.voice.lane_config import LaneConfig, SendBuffer
from odind.services.access import CookieAccess
from tests.core.fakes import pcm16, speech
from tests.rpc.bench import PATIENCE

from .scraping import ROOMS, Scraped, open_scraped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def scraped() -> AsyncIterator[Scraped]:
    async with open_scraped() as opened:
        yield opened


async def test_calls_are_counted_by_method_and_code_with_their_durations(scraped: Scraped):
    await scraped.join()
    await scraped.call("LeaveRoom", connectionId="nobody")
    count = "odind_rpc_duration_seconds_count"
    assert await scraped.value(f'{count}{{code="OK",method="/{ROOMS}/JoinRoom"}}') == 1
    assert await scraped.value(f'{count}{{code="NOT_FOUND",method="/{ROOMS}/LeaveRoom"}}') == 1
    buckets = [
        sample.value
        for family in text_string_to_metric_families(await scraped.page())
        for sample in family.samples
        if sample.name == "odind_rpc_duration_seconds_bucket" and sample.labels["code"] == "OK"
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == 1


async def test_a_call_that_runs_is_seen_and_is_counted_once_it_has_ended(scraped: Scraped):
    running = f'odind_rpcs_in_progress{{method="/{ROOMS}/HoldConnections"}}'
    connection_id = await scraped.join()
    headers = {"content-type": "application/connect+json"}
    body = f'{{"connectionIds": ["{connection_id}"]}}'.encode()
    content = b"\0" + len(body).to_bytes(4, "big") + body
    async with scraped.http.stream(
        "POST", f"/{ROOMS}/HoldConnections", content=content, headers=headers
    ) as answer:
        parts = answer.aiter_raw()
        await anext(parts)
        assert await scraped.value(running) == 1
        assert await scraped.value('odind_budget_held{budget="watches"}') == 1
        await scraped.call("LeaveRoom", connectionId=connection_id)
    async with asyncio.timeout(PATIENCE):
        while await scraped.value(running):  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0)


async def test_rooms_peers_joins_and_events_are_told(scraped: Scraped):
    await scraped.join(user_id="anna")
    await scraped.join(user_id="bert")
    before = await scraped.value("odind_log_last_sequence")
    assert await scraped.value('odind_connections{state="joined"}') == 2
    assert await scraped.value("odind_peers") == 2
    assert await scraped.value('odind_joins_total{outcome="JOINED"}') == 2
    assert await scraped.value('odind_budget_held{budget="connections"}') == 2
    await scraped.join(room_id="other")
    assert await scraped.value("odind_log_last_sequence") > before


async def test_sound_is_counted_over_all_connections(scraped: Scraped):
    connection_id = await scraped.join()
    with scraped.inside.host.audio_call() as call:
        lane = call.attach(LaneConfig(connection_id, AudioFormat(), SendBuffer(1_000), None))
        await call.push(lane.number, pcm16(speech(960 * 10)))
        scraped.tick(4)
        assert await scraped.value("odind_streams") == 1
        assert await scraped.value("odind_queued_audio_seconds") == pytest.approx(0.12)
        assert await scraped.value('odind_voice_datagrams_total{direction="sent"}') > 0
        assert await scraped.value("odind_ticks_total") == 4
    sent = await scraped.value('odind_voice_datagrams_total{direction="sent"}')
    await scraped.call("LeaveRoom", connectionId=connection_id)
    assert await scraped.value('odind_voice_datagrams_total{direction="sent"}') == sent


async def test_the_engine_that_understands_speech_tells_what_waits_and_what_it_could_not_take(
    scraped: Scraped,
):
    line = scraped.inside.captions.require_line()
    line.counts.dropped, line.lag_s = 3, 1.5
    assert await scraped.value('odind_captions_utterances_total{outcome="dropped"}') == 3
    assert await scraped.value("odind_captions_lag_seconds") == 1.5
    assert await scraped.value("odind_captions_waiting") == 0


async def test_live_jobs_are_told_by_kind(scraped: Scraped):
    assert await scraped.value('odind_live_jobs{kind="hls"}') == 2
    assert await scraped.value('odind_live_jobs{kind="pushes"}') == 0
    assert await scraped.value('odind_live_dropped_slots_total{kind="hls"}') == 7
    assert await scraped.value("odind_push_failures_total") == 3


async def test_who_listens_to_hls_is_told_by_what_is_answered(scraped: Scraped):
    assert await scraped.value('odind_hls_requests_total{status="200"}') == 5
    assert await scraped.value('odind_hls_requests_total{status="404"}') == 1
    assert await scraped.value("odind_hls_reading") == 4


async def test_health_is_told_by_check(scraped: Scraped):
    await scraped.plane.vitals.look()
    assert await scraped.value("odind_ready") == 1
    scraped.plane.outcomes.reached("it sleeps")
    await scraped.plane.vitals.look()
    assert await scraped.value("odind_ready") == 0
    assert await scraped.value('odind_check_ok{check="gateway"}') == 0
    assert await scraped.value('odind_check_ok{check="ticks"}') == 1


async def test_connections_have_series_by_choice_alone():
    async with open_scraped(connections=True) as scraped:
        connection_id = await scraped.join(room_id="lobby")
        assert f'odind_connection_packets_total{{connection_id="{connection_id}"' in await scraped.page()
    async with open_scraped(connections=False) as scraped:
        connection_id = await scraped.join()
        assert connection_id not in await scraped.page()


async def test_the_page_comes_in_both_forms_that_prometheus_reads(scraped: Scraped):
    plain = await scraped.http.get("/metrics")
    assert plain.headers["content-type"].startswith("text/plain; version=")
    assert list(text_string_to_metric_families(plain.text))
    accept = {"accept": "application/openmetrics-text; version=1.0.0"}
    other = await scraped.http.get("/metrics", headers=accept)
    assert other.headers["content-type"].startswith("application/openmetrics-text")
    assert list(open_metrics(other.text))


async def test_who_asks_too_often_gets_the_same_page():
    async with open_scraped(clock=SystemClock()) as scraped:
        pages = {await scraped.page() for _ in range(20)}
    assert len(pages) < 20


class Cookie:
    """A cookie that everybody can know here."""

    text = "secret"

    def __init__(self, file: Path) -> None:
        self.file = file


async def test_the_page_needs_the_cookie_unless_it_is_open(tmp_path: Path):
    async with open_scraped(access=CookieAccess(Cookie(tmp_path / "cookie"))) as scraped:
        refused = await scraped.http.get("/metrics")
        assert (refused.status_code, refused.json()["code"]) == (403, "permission_denied")
        wrong = await scraped.http.get("/metrics", headers={"authorization": "Bearer wrong"})
        assert wrong.status_code == 403
        answer = await scraped.http.get("/metrics", headers={"authorization": "Bearer secret"})
        assert answer.status_code == 200
