"""Texts that the daemon says, as others in the room hear them."""

from __future__ import annotations

import asyncio
import json
import shutil
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import F32LE, AudioFormat, Event, ItemStarted
from odind.v1 import players_pb2

from .processes import run
from .tape import taped

if TYPE_CHECKING:
    from .processes import DaemonProcess

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")

MONO = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=F32LE)
TEXT = "The game begins now. Everybody please take a seat."


async def test_a_text_is_heard_and_the_command_prints_what_was_said(daemon: DaemonProcess, room: str) -> None:
    async with (
        daemon.connect() as client,
        client.join(room, user_id="bot") as bot,
        client.join(room, user_id="listener") as listener,
        listener.listen(MONO) as stream,
        taped(stream) as tape,
    ):
        target = ("--target", daemon.target, "--json")
        ended = await run("odindctl", *target, "say", TEXT, "--connection", bot.connection_id)
        said = json.loads(ended.output)
        (sound,) = tape.sound(MONO)

    seconds = float(said["played"].removesuffix("s"))
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    assert (said["spoken_text"], said["interrupted"]) == (TEXT, False)
    assert 2 < seconds < 6
    assert np.ptp(loud) / 48_000 == pytest.approx(seconds, abs=0.8)  # engines begin and end with silence


async def test_whoever_interrupts_speech_learns_how_much_was_said(daemon: DaemonProcess, room: str) -> None:
    async with daemon.connect() as client, client.join(room, user_id="bot") as bot:
        lane = bot.player.lane(players_pb2.PLAYER_LANE_ANNOUNCEMENT)
        watch = bot.watch_events()
        async with asyncio.TaskGroup() as tasks:
            saying = tasks.create_task(bot.say(TEXT))
            waiting = tasks.create_task(lane.say("Never said.", placing=players_pb2.PLACING_ADD))
            async for event in watch:
                if isinstance(event, Event) and isinstance(event.kind, ItemStarted):
                    break
            await asyncio.sleep(1.5)
            await lane.clear()
        watch.close()

    said, dropped = saying.result(), waiting.result()
    assert said.interrupted
    assert TEXT.startswith(said.spoken_text)
    assert 0 < len(said.spoken_text) < len(TEXT)
    assert 0.5 < said.played.ToTimedelta().total_seconds() < 3
    assert (dropped.interrupted, dropped.spoken_text) == (True, "")
