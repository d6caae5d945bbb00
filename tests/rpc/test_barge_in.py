"""A player and streams that give way to the voice of a peer, and are told what to do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from odind.v1 import audio_pb2, players_pb2

from .bench import MONO, Bench, chunk_of, mark_of, open_bench, until
from .test_audio_streams import FRAME, answers, noise, request
from .test_player_service_errors import TONE, enqueue

if TYPE_CHECKING:
    from pathlib import Path

SILENCE = players_pb2.PlayerItem(source=players_pb2.SoundSource(silence=timedelta(seconds=1)))
INTERRUPTED, PLAYING = players_pb2.PLAYER_LANE_STATE_INTERRUPTED, players_pb2.PLAYER_LANE_STATE_PLAYING
RULE = players_pb2.BargeIn(
    user_ids=["other"], after=timedelta(milliseconds=100), deadline=timedelta(seconds=60), duck_db=6.0
)


async def music(bench: Bench, connection_id: str) -> players_pb2.PlayerLaneStatus:
    request = players_pb2.GetPlayerRequest(connection_id=connection_id)
    return (await bench.ask_players.GetPlayer(request)).player.lanes[0]


async def tick(bench: Bench, count: int) -> None:
    """Run ticks, and let what is said in each arrive before the next."""
    for _ in range(count):
        bench.tick()
        await asyncio.sleep(0)


async def give_way(bench: Bench, connection_id: str) -> players_pb2.PlayerLaneStatus:
    request = players_pb2.UpdatePlayerRequest(
        connection_id=connection_id,
        settings=players_pb2.PlayerLaneSettings(barge_in=RULE),
        update_mask=FieldMask(paths=["barge_in"]),
    )
    return (await bench.ask_players.UpdatePlayer(request)).lane


async def test_a_voice_interrupts_music_on_a_connection_to_which_nobody_listens(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        here, there = await bench.join_id(), await bench.join_id("other")
        assert (await give_way(bench, here)).settings.barge_in == RULE
        await enqueue(bench, TONE, connection_id=here)
        bench.tick(10)
        assert (await music(bench, here)).state == PLAYING
        await enqueue(bench, TONE, connection_id=there)
        await tick(bench, 3)
        assert (await music(bench, here)).state == PLAYING
        await tick(bench, 20)
        assert (await music(bench, here)).state == INTERRUPTED
        assert (await music(bench, there)).state == PLAYING
        answer = players_pb2.AnswerBargeInRequest(connection_id=here, confirm=True)
        lane = (await bench.ask_players.AnswerBargeIn(answer)).lane
        assert not lane.items
        assert lane.settings.barge_in == RULE


STREAM_RULE = players_pb2.BargeIn(after=timedelta(milliseconds=100), deadline=timedelta(seconds=1))


async def interrupted(bench: Bench) -> Any:
    """A stream that has just given way, on a connection to which nobody listens."""
    here, there = await bench.join_id(), await bench.join_id("other")
    talker = await bench.attached(here, send=MONO, barge_in=STREAM_RULE)
    other = await bench.attached(there, send=MONO)
    await talker.write(chunk_of(noise(80 * FRAME)))
    await talker.write(mark_of("end"))
    await until(lambda: bench.speaker(here).queued_ms)
    await tick(bench, 10)
    await other.write(chunk_of(noise(40 * FRAME, seed=2)))
    await until(lambda: bench.speaker(there).queued_ms)
    await tick(bench, 20)
    return talker


async def of_kind(call: Any, kind: str) -> Any:
    """The next answer of a kind."""
    while (answer := (await answers(call, 1))[0]).WhichOneof("kind") != kind:
        pass
    return getattr(answer, kind)


@pytest.mark.parametrize("door", [False, True], ids=["grpc", "door"])
async def test_a_stream_gives_way_to_a_voice_and_goes_on_at_its_sample(bench: Bench) -> None:
    talker = await interrupted(bench)
    began = await of_kind(talker, "barge_in_started")
    assert (began.user_id, began.queued_samples) == ("other", 80 * FRAME - began.spoken_samples)
    assert began.spoken_samples < 20 * FRAME
    await talker.write(request(answer_barge_in=audio_pb2.AnswerBargeIn(confirm=False)))
    async with bench.ticking():
        ended = await of_kind(talker, "barge_in_ended")
        assert ended.outcome == players_pb2.BARGE_IN_OUTCOME_REJECTED
        assert (ended.by_deadline, ended.spoken_samples) == (False, began.spoken_samples)
        assert (await of_kind(talker, "mark_reached")).position == 80 * FRAME


async def voice_of(listener: Any, frames: int) -> list[np.ndarray]:
    """So many whole frames that were no silence, but for those in which a sound falls into it."""
    voiced: list[np.ndarray] = []
    while len(voiced) < frames:
        heard = await listener.read()
        for frame in heard.frames.frames:
            pcm = np.frombuffer(frame.pcm, "<i2")
            if pcm[FRAME // 2 :].any():
                voiced.append(pcm)
    return voiced


@pytest.mark.parametrize("door", [False, True], ids=["grpc", "door"])
async def test_a_confirmed_interruption_of_a_stream_drops_what_waits(bench: Bench) -> None:
    talker = await interrupted(bench)
    began = await of_kind(talker, "barge_in_started")
    await talker.write(request(answer_barge_in=audio_pb2.AnswerBargeIn(confirm=True)))
    ended = await of_kind(talker, "barge_in_ended")
    assert ended.outcome == players_pb2.BARGE_IN_OUTCOME_CONFIRMED
    assert ended.dropped_samples == began.queued_samples
    assert (await of_kind(talker, "mark_reached")).flushed


async def test_a_stream_is_as_loud_as_its_caller_wishes(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        here, there = await bench.join_id(), await bench.join_id("other")
        talker = await bench.attached(here, send=MONO, gain_db=-20.0)
        listener = await bench.attached(there, receive=MONO, receive_mode=audio_pb2.RECEIVE_MODE_PER_PEER)
        await talker.write(chunk_of(np.full(100 * FRAME, 10_000, "<i2").tobytes()))
        async with bench.ticking():
            before = await voice_of(listener, 5)
            await talker.write(request(set_gain=audio_pb2.SetGain(gain_db=-6.0)))
            after = await voice_of(listener, 45)
        assert before[-1][-1] == pytest.approx(1_000, abs=1)
        assert after[-1][-1] == pytest.approx(5_012, abs=2)


async def test_a_stream_that_wishes_so_is_lower_while_something_is_announced(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        here, there = await bench.join_id(), await bench.join_id("other")
        talker = await bench.attached(here, send=MONO, ducked=True)
        listener = await bench.attached(there, receive=MONO, receive_mode=audio_pb2.RECEIVE_MODE_PER_PEER)
        await talker.write(chunk_of(np.full(150 * FRAME, 10_000, "<i2").tobytes()))
        await enqueue(bench, SILENCE, connection_id=here, lane=players_pb2.PLAYER_LANE_ANNOUNCEMENT)
        async with bench.ticking():
            levels = [int(pcm[-1]) for pcm in await voice_of(listener, 140)]
        assert min(levels) == pytest.approx(10_000 * 10 ** (-12 / 20), abs=3)
        assert levels[-1] == 10_000
