"""StatisticsService against the official core and a grid."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import InvalidArgumentError, NotFoundError, ResourceExhaustedError
from odind.grid import DatagramFault

from .household import FLOAT, FRAME, PATIENCE, RATE, Household, listening, open_household, say, tone

if TYPE_CHECKING:
    from pathlib import Path

SHORT = timedelta(milliseconds=100)
SECOND = timedelta(seconds=1)


async def test_counters_of_speaker_and_hearer_move_together(household: Household):
    speaker, hearer = await household.join("anna"), await household.join("ben")
    daemon = household.daemon
    before = await daemon.statistics(speaker.connection_id)
    assert (before.voice_sent, len(before.streams), len(before.peers)) == (0, 0, 0)
    async with listening(hearer):
        await household.knows_what_was_asked(hearer, speaker)
        await say(speaker, tone(1))
        await household.knows_what_was_asked(speaker, hearer)
        sent = await daemon.statistics(speaker.connection_id)
        heard = await daemon.statistics(hearer.connection_id)
    assert sent.voice_sent >= 50
    assert sent.link.rtt_ms > 0
    assert sent.link.tx_datagrams > before.link.tx_datagrams + 40
    assert sent.link.tx_bytes > before.link.tx_bytes + sent.voice_sent_bytes
    assert 0 <= sent.link.tx_loss < 0.5
    assert sent.link.congestion_window_bytes > 0
    assert (heard.voice_received, heard.voice_received_bytes) == (
        sent.voice_sent,
        pytest.approx(sent.voice_sent_bytes, rel=0.05),
    )
    (peer,) = heard.peers
    assert (peer.peer_id, peer.sample_rate_hz, peer.channels) == (speaker.view.own_peer_id, RATE, 1)
    assert peer.packets_seen == sent.voice_sent
    assert peer.frames_voice >= 40
    (stream,) = heard.streams
    assert stream.receives
    assert not stream.sends
    assert heard.pace.ticks > before.pace.ticks + 50
    assert heard.malformed == 0


async def test_loss_on_the_way_is_counted(household: Household):
    """Ten of a hundred datagrams are dropped towards the hearer: its jitter buffer misses about as many."""
    speaker, hearer = await household.join("anna"), await household.join("ben")
    household.grid.faults.disturb("ben", DatagramFault(drop=0.1), direction="received")
    async with listening(hearer):
        await household.knows_what_was_asked(hearer, speaker)
        await say(speaker, tone(4))
        await household.knows_what_was_asked(speaker, hearer)
        sent = await household.daemon.statistics(speaker.connection_id)
        heard = await household.daemon.statistics(hearer.connection_id)
    missing = sent.voice_sent - heard.voice_received
    assert 5 <= missing <= 50
    (peer,) = heard.peers
    assert peer.packets_seen == heard.voice_received
    assert peer.frames_concealed + peer.frames_recovered >= missing // 2


async def test_a_stream_that_runs_dry_and_waits_is_seen(household: Household):
    speaker = await household.join("anna")
    async with speaker.audio(send=FLOAT) as stream, asyncio.timeout(PATIENCE):
        watch = household.daemon.watch_statistics(speaker.connection_id, interval=SHORT)
        await stream.write(tone(2).tobytes())
        async for moment in watch:
            (lane,) = moment.connections[0].streams
            if 0 < lane.queued.ToMilliseconds() < 1_500:
                break
        assert lane.sends
        assert lane.spoken_samples > 0
        assert lane.spoken_samples % FRAME == 0
        async for moment in watch:
            (lane,) = moment.connections[0].streams
            if lane.queued.ToMilliseconds() == 0:
                break
        assert lane.spoken_samples == 2 * RATE
        await stream.write(tone(0.5).tobytes())
        async for moment in watch:
            (lane,) = moment.connections[0].streams
            if lane.spoken_samples == 2.5 * RATE:
                break
    watch.close()


async def test_a_watch_of_one_connection_ends_when_it_is_left(household: Household):
    connection, other = await household.join("anna"), await household.join("ben")
    watch = household.daemon.watch_statistics(connection.connection_id, interval=SHORT)
    first = await anext(watch)
    assert [one.connection_id for one in first.connections] == [connection.connection_id]
    await connection.leave()
    async with asyncio.timeout(PATIENCE):
        rest = [moment async for moment in watch]
    assert all(len(moment.connections) <= 1 for moment in rest)
    assert await other.refresh()


async def test_a_watch_of_all_sees_those_to_come_and_ends_with_the_daemon(household: Household):
    watch = household.daemon.watch_statistics(interval=SHORT)
    assert not (await anext(watch)).connections
    connection = await household.join("anna")
    async with asyncio.timeout(PATIENCE):
        async for moment in watch:
            if moment.connections:
                break
    assert moment.connections[0].connection_id == connection.connection_id
    times = [moment.time.ToMicroseconds(), (await anext(watch)).time.ToMicroseconds()]
    assert times[1] - times[0] >= 90_000
    household.plane.stop()
    async with asyncio.timeout(PATIENCE):
        assert len([moment async for moment in watch]) <= 2


async def test_what_cannot_be_watched_is_refused(household: Household):
    daemon = household.daemon
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        await daemon.statistics("c-none")
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        await anext(daemon.watch_statistics("c-none"))
    for interval in (timedelta(milliseconds=99), timedelta(seconds=61), timedelta(0)):
        with pytest.raises(InvalidArgumentError, match="INTERVAL_INVALID"):
            await anext(daemon.watch_statistics(interval=interval))


async def test_watchers_are_limited_and_one_that_ends_makes_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    async with open_household(tmp_path, monkeypatch, max_watchers=1) as household:
        first = household.daemon.watch_statistics(interval=SECOND)
        await anext(first)
        with pytest.raises(ResourceExhaustedError, match="TOO_MANY_WATCHERS"):
            await anext(household.daemon.watch_statistics(interval=SECOND))
        first.close()
        async with asyncio.timeout(PATIENCE):
            while not await can_watch(household):
                continue


async def can_watch(household: Household) -> bool:
    watch = household.daemon.watch_statistics(interval=SECOND)
    try:
        await anext(watch)
    except ResourceExhaustedError:
        return False
    watch.close()
    return True
