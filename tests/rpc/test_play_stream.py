"""PlayerService.PlayStream: what is played while it is sent, and every error of it."""

from __future__ import annotations

import asyncio
import socket
import wave
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.v1 import players_pb2

from .bench import PATIENCE, Bench, open_bench, until
from .cases import BUDGET, Case, Cases, check
from .test_player_service_errors import EFFECT, TONE, enqueue
from .test_tool_service import busy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

CASES = Cases("PlayerService")
RATE: Final = 48_000
PIECE: Final = 48_000


def config(connection_id: str, **fields: Any) -> players_pb2.PlayStreamRequest:
    return players_pb2.PlayStreamRequest(
        config=players_pb2.PlayStreamConfig(connection_id=connection_id, **fields)
    )


def data(content: bytes) -> players_pb2.PlayStreamRequest:
    return players_pb2.PlayStreamRequest(data=content)


def a_wav(seconds: float) -> bytes:
    """Silence as a file."""
    written = BytesIO()
    with wave.open(written, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(bytes(round(2 * RATE * seconds)))
    return written.getvalue()


async def answered(bench: Bench, call: Any) -> players_pb2.PlayStreamResponse:
    """Return the answer of a call, while the daemon's time passes as fast as that of the decoders."""
    async with asyncio.timeout(PATIENCE):
        while not call.done():
            bench.tick()
            await asyncio.sleep(0.02)
    answer: players_pb2.PlayStreamResponse = await call
    return answer


async def stream(bench: Bench, *content: bytes, **fields: Any) -> players_pb2.PlayStreamResponse:
    """Stream a file on a connection."""
    fields.setdefault("connection_id", await bench.join_id())
    return await answered(bench, bench.ask_players.PlayStream(iter([config(**fields), *map(data, content)])))


@CASES.add("PlayStream", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def bytes_without_a_config(bench: Bench) -> None:
    await bench.ask_players.PlayStream(iter([data(b"abc")]))


@CASES.add("PlayStream", "INVALID_ARGUMENT", "CONFIG_EXPECTED")
async def no_message(bench: Bench) -> None:
    await bench.ask_players.PlayStream(iter([]))


@CASES.add("PlayStream", "INVALID_ARGUMENT", "REQUEST_EMPTY")
async def a_second_config(bench: Bench) -> None:
    call = bench.ask_players.PlayStream()
    for _ in range(2):
        await call.write(config(await bench.join_id()))
    await answered(bench, call)


@CASES.add("PlayStream", "INVALID_ARGUMENT", "LANE_INVALID", "name", "code")
async def a_lane_that_is_none(bench: Bench) -> None:
    await stream(bench, lane=99)


@CASES.add("PlayStream", "INVALID_ARGUMENT", "PLACING_INVALID", "name", "code")
async def a_place_that_is_none(bench: Bench) -> None:
    await stream(bench, placing=99)


@CASES.add("PlayStream", "INVALID_ARGUMENT", "SOURCE_INVALID")
async def an_item_with_a_source(bench: Bench) -> None:
    await stream(bench, item=TONE)


@CASES.add("PlayStream", "INVALID_ARGUMENT", "ITEM_INVALID", "name", "value", "low", "high")
async def an_item_that_is_too_loud(bench: Bench) -> None:
    await stream(bench, item=players_pb2.PlayerItem(gain_db=100.0))


@CASES.add("PlayStream", "INVALID_ARGUMENT", "SOUND_UNREADABLE", "detail")
async def bytes_that_are_no_sound(bench: Bench) -> None:
    await stream(bench, b"<html>not found</html>" * 1_000)


@CASES.add("PlayStream", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def nowhere(bench: Bench) -> None:
    await stream(bench, connection_id="c-none")


@CASES.add("PlayStream", "RESOURCE_EXHAUSTED", "QUEUE_TOO_LONG", "items", "limit", "size", "size_limit")
async def more_than_a_queue_holds(bench: Bench) -> None:
    connection_id = await bench.join_id()
    await enqueue(bench, *[TONE] * 1_000, connection_id=connection_id)
    await stream(bench, connection_id=connection_id)


@CASES.add("PlayStream", "RESOURCE_EXHAUSTED", "TOO_MANY_EFFECTS", "limit")
async def more_than_can_sound_at_once(bench: Bench) -> None:
    connection_id = await bench.join_id()
    await enqueue(bench, *[TONE] * 16, connection_id=connection_id, lane=EFFECT)
    await stream(bench, connection_id=connection_id, lane=EFFECT)


@CASES.add(
    "PlayStream", "RESOURCE_EXHAUSTED", "TOO_MANY_STREAMS", *BUDGET, limits=Limits(max_audio_streams=1)
)
async def one_stream_too_many(bench: Bench) -> None:
    call = await busy(bench)
    await stream(bench)
    call.cancel()


@CASES.add("PlayStream", "UNAVAILABLE", "STREAM_OVER", "detail")
async def what_somebody_else_has_opened(bench: Bench) -> None:
    connection_id = await bench.join_id()
    await enqueue(bench, TONE, connection_id=connection_id)
    call = bench.ask_players.PlayStream(iter([config(connection_id)]))
    lane = bench.host.find(connection_id).player.music
    await until(lambda: len(lane.settings.items) == 2)
    with socket.socket(socket.AF_UNIX) as other:
        other.connect(f"\0odind-sound-{lane.settings.items[1].source.name}")
        await until(lambda: is_deaf(lane.settings.items[1].source.name))
        lane.skip("")
        await answered(bench, call)


def is_deaf(name: str) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        return asking.connect_ex(f"\0odind-sound-{name}") != 0


@CASES.add("PlayStream", "UNAVAILABLE", "SOUND_STUCK", "detail")
async def nothing_that_comes(bench: Bench) -> None:
    call = bench.ask_players.PlayStream()
    await call.write(config(await bench.join_id()))
    while not call.done():
        bench.tick()
        await asyncio.sleep(0.001)
    await call


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_the_caller_learns_what_is_wrong(tmp_path: Path, case: Case) -> None:
    async with open_bench(tmp_path, limits=case.limits) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)


async def test_what_is_streamed_is_played_to_its_end_and_is_told_as_that(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        connection_id = await bench.join_id()
        sound = a_wav(0.5)
        requests = [config(connection_id, item=players_pb2.PlayerItem(title="stdin"))]
        requests += [data(sound[at : at + 1_000]) for at in range(0, len(sound), 1_000)]
        call = bench.ask_players.PlayStream(iter(requests))
        lane = bench.host.find(connection_id).player.music
        await until(lambda: lane.settings.items)
        request = players_pb2.GetPlayerRequest(connection_id=connection_id)
        (item,) = (await bench.ask_players.GetPlayer(request)).player.lanes[0].items
        assert (item.title, item.source.streamed) == ("stdin", True)
        answer = await answered(bench, call)
    assert (answer.item_id, answer.interrupted) == (item.item_id, False)
    assert answer.reason == players_pb2.ITEM_END_REASON_FINISHED
    assert answer.played.ToMilliseconds() == 500


async def test_an_item_that_waits_for_its_turn_takes_next_to_nothing(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        connection_id = await bench.join_id()
        await enqueue(bench, TONE, connection_id=connection_id)
        taken = 0

        async def endless() -> AsyncIterator[players_pb2.PlayStreamRequest]:
            nonlocal taken
            yield config(connection_id)
            while True:
                yield data(bytes(PIECE))
                taken += 1

        call = bench.ask_players.PlayStream(endless())
        lane = bench.host.find(connection_id).player.music
        await until(lambda: len(lane.settings.items) == 2)
        before = -1
        while taken != before:
            before = taken
            await asyncio.sleep(0.05)  # what is in flight
        assert taken * PIECE < 16_000_000  # as much as gRPC keeps on both sides
        call.cancel()
        await until(lambda: len(lane.settings.items) == 1)


async def test_who_cancels_ends_the_item_and_the_next_one_plays(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        connection_id = await bench.join_id()

        call = bench.ask_players.PlayStream()
        await call.write(config(connection_id))
        await call.write(data(a_wav(5)))
        player = bench.host.find(connection_id).player
        await until(lambda: player.music.settings.items)
        await enqueue(bench, TONE, connection_id=connection_id)
        while not player.music.position:
            bench.tick()
            await asyncio.sleep(0.02)
        call.cancel()
        await until(lambda: len(player.music.settings.items) == 1)
        bench.tick(2)
        assert player.view.music.settings.position == 2 * RATE // 50


async def test_what_is_skipped_is_answered_as_that_though_its_caller_still_sends(tmp_path: Path) -> None:
    async with open_bench(tmp_path) as bench:
        connection_id = await bench.join_id()

        async def endless() -> AsyncIterator[players_pb2.PlayStreamRequest]:
            yield config(connection_id)
            yield data(a_wav(5))
            while True:
                yield data(bytes(PIECE))

        call = bench.ask_players.PlayStream(endless())
        player = bench.host.find(connection_id).player
        while not player.music.position:
            bench.tick()
            await asyncio.sleep(0.02)
        await bench.ask_players.Skip(players_pb2.SkipRequest(connection_id=connection_id))
        answer = await answered(bench, call)
    assert (answer.reason, answer.interrupted) == (players_pb2.ITEM_END_REASON_SKIPPED, True)
    assert answer.played.ToNanoseconds() > 0
