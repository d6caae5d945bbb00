"""`odind conformance --serve`: a scripted daemon that other people's clients can talk to."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from odind.client import AudioFormat, Event, Snapshot, connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def served(socket: Path) -> Iterator[list[str]]:
    command = [sys.executable, "-m", "odind", "conformance", "--serve", "--socket", str(socket)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()
        finally:
            process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("number", [0, 1])
async def test_whoever_joins_speaks_and_watches_is_answered_at_once(tmp_path: Path, number: int):
    with served(tmp_path / "odind.sock") as targets:
        async with connect(targets[number]) as daemon:
            joined = await daemon.join_room("lobby", user_id="anna")
            assert (joined.connection_id, joined.view.room_id) == ("c-1", "lobby")
            items = [item async for item in daemon.watch_events()]
            assert [type(item) for item in items] == [Snapshot, Event]
            async with joined.speak(AudioFormat()) as speaker:
                await speaker.write(bytes(200_000))
                assert (await speaker.drain()).samples == 100_000


async def test_it_answers_over_http_too(tmp_path: Path):
    with served(tmp_path / "odind.sock") as (*_, url):
        async with httpx.AsyncClient(base_url=url) as client:
            joined = await client.post("/odind.v1.RoomService/JoinRoom", json={"roomId": "lobby"})
            events = await client.get("/v1/events", params={"until_now": "1"})

    assert joined.json()["connection"]["connectionId"] == "c-1"
    assert events.text.count("data: ") == 2
