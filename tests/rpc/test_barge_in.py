"""A player that gives way to the voice of a peer, and is told by a call what to do."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from google.protobuf.field_mask_pb2 import FieldMask

from odind.v1 import players_pb2

from .bench import Bench, open_bench
from .test_player_service_errors import TONE, enqueue

if TYPE_CHECKING:
    from pathlib import Path

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
