"""The controls of an audio stream over the WebSocket: lanes, marks, flow, and what a full queue does."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from odind.http.audio_frames import HEADER

from .bench import FRAME_BYTES, MONO, AudioClient, Bench

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

FRAME = b"\x10\x27" * (FRAME_BYTES // 2)


@asynccontextmanager
async def speaker(bench: Bench, query: str = "", **config: Any) -> AsyncIterator[AudioClient]:
    """A client that speaks on a connection of its own."""
    connection_id = await bench.join("speaker")
    async with bench.socket(query) as socket:
        client = AudioClient(socket)
        await client.attach(connection_id, send=MONO, **config)
        yield client


async def until_told(client: AudioClient, kind: str) -> Any:
    """Skip messages until one of this kind comes."""
    while True:
        message = await client.hear()
        if isinstance(message, dict) and kind in message:
            return message[kind]


async def test_a_mark_is_answered_when_what_was_before_it_is_spoken(bench: Bench):
    async with speaker(bench) as client, bench.ticking():
        await client.say(FRAME * 3)
        await client.say({"mark": {"name": "three"}})
        told = await until_told(client, "markReached")
    assert told == {"name": "three", "position": str(3 * FRAME_BYTES // 2)}


async def test_a_flush_drops_what_waits_and_says_how_much(bench: Bench):
    async with speaker(bench) as client:
        await client.say(FRAME * 5)
        await client.say({"flush": {}})
        told = await until_told(client, "flushed")
    assert told["droppedSamples"] == str(5 * FRAME_BYTES // 2)


async def test_a_pause_holds_what_waits(bench: Bench):
    async with speaker(bench) as client:
        await client.say({"pause": {}})
        await client.say(FRAME * 2)
        await client.say({"getQueueStatus": {}})
        told = await until_told(client, "queueStatus")
        assert (told["paused"], told["queued"]) == (True, "0.040s")
        async with bench.ticking():
            await client.say({"resume": {}})
            await client.say({"finish": {}})
            assert (await until_told(client, "drained"))["samples"] == str(2 * FRAME_BYTES // 2)


async def test_the_daemon_tells_of_new_credit(bench: Bench):
    async with speaker(bench, sendBuffer={"capacity": "0.200s"}) as client:
        await client.say(FRAME * 6)
        async with bench.ticking():
            assert int((await until_told(client, "flow"))["acceptedUntil"]) > 9_600


async def test_a_queue_that_is_too_full_ends_the_socket(bench: Bench):
    buffer = {"capacity": "0.100s", "overflow": "OVERFLOW_FAIL"}
    async with speaker(bench, sendBuffer=buffer) as client, bench.ticking():
        await client.say(FRAME * 50)
        last, code = await client.until_closed()
    assert (last["error"]["reason"], code) == ("QUEUE_FULL", 4008)


async def test_one_socket_speaks_for_two_connections(bench: Bench):
    other = await bench.join("other")
    async with speaker(bench, "?prefix=1") as client:
        await client.say({"config": {"connectionId": other, "send": MONO}})
        assert (await client.hear())["lane"] == 1
        async with bench.ticking():
            await client.say(b"\x00" + FRAME)
            await client.say(b"\x01" + FRAME * 2)
            await client.say({"lane": 1, "mark": {"name": "second"}})
            told = await until_told(client, "markReached")
    assert told["position"] == str(2 * FRAME_BYTES // 2)


async def test_an_unknown_lane_is_told(bench: Bench):
    async with speaker(bench, "?prefix=1") as client:
        await client.say(b"\x07" + FRAME)
        last, code = await client.until_closed()
    assert (last["error"]["reason"], last["error"]["metadata"]["lane"], code) == ("LANE_UNKNOWN", "7", 4003)


RULE = {"userIds": ["other"], "after": "0.100s", "deadline": "60s"}


async def give_way(bench: Bench, client: AudioClient) -> Any:
    """Have somebody speak until the client gives way, and return what it is told."""
    async with bench.socket() as socket:
        other = AudioClient(socket)
        await other.attach(await bench.join("other"), send=MONO)
        await client.say(FRAME * 200)
        await client.say({"mark": {"name": "end"}})
        await other.say(FRAME * 100)
        async with bench.ticking():
            return await until_told(client, "bargeInStarted")


async def test_a_lane_gives_way_and_goes_on_when_it_is_told_that_nobody_interrupts(bench: Bench):
    async with speaker(bench, bargeIn=RULE) as client:
        began = await give_way(bench, client)
        assert began["userId"] == "other"
        spoken, waiting = int(began["spokenSamples"]), int(began["queuedSamples"])
        assert spoken + waiting == 200 * FRAME_BYTES // 2
        await client.say({"answerBargeIn": {}})
        async with bench.ticking():
            ended = await until_told(client, "bargeInEnded")
            reached = await until_told(client, "markReached")
    assert (ended["outcome"], ended["spokenSamples"]) == ("BARGE_IN_OUTCOME_REJECTED", str(spoken))
    assert (reached["position"], "flushed" in reached) == (str(spoken + waiting), False)


async def test_a_lane_drops_what_waits_when_it_is_told_that_somebody_interrupts(bench: Bench):
    async with speaker(bench, bargeIn=RULE) as client:
        began = await give_way(bench, client)
        await client.say({"answerBargeIn": {"confirm": True}})
        ended = await until_told(client, "bargeInEnded")
        reached = await until_told(client, "markReached")
    assert (ended["outcome"], ended["droppedSamples"]) == (
        "BARGE_IN_OUTCOME_CONFIRMED",
        began["queuedSamples"],
    )
    assert reached["flushed"]


async def test_a_gain_is_heard_from_the_next_frame_on(bench: Bench):
    async with speaker(bench, gainDb=-20) as client, bench.socket() as socket:
        listener = AudioClient(socket)
        mode = "RECEIVE_MODE_PER_PEER"
        await listener.attach(await bench.join("listener"), receive=MONO, receiveMode=mode)
        await client.say(FRAME * 60)
        async with bench.ticking():
            quiet = await level_of(listener, below=-25)
            await client.say({"setGain": {"gainDb": -6}})
            loud = await level_of(listener, above=-17)
    assert loud - quiet == pytest.approx(14, abs=0.2)


async def level_of(client: AudioClient, *, below: float = 0, above: float = -90) -> float:
    """The level of the first frame that is heard in a range."""
    while True:
        message = await client.hear()
        if isinstance(message, bytes) and above < (level := HEADER.unpack_from(message)[7]) < below:
            return float(level)
