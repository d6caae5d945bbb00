"""Which process of the daemon is asked for audio, and what it means when that one is gone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.client import AudioFormat, Daemon, StreamAudioConfig
from odind.core.errors import UnavailableError
from odind.v1 import audio_pb2, rooms_pb2

from .scripted_daemon import ScriptedDaemon

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from odind.v1.audio_pb2 import StreamAudioRequest, StreamAudioResponse

CONFIG = StreamAudioConfig(connection_id="c-1", receive=AudioFormat())


def begin_at(script: ScriptedDaemon, sample: int) -> None:
    """Let audio begin at this sample, which tells who serves it."""

    async def serve(
        requests: AsyncIterator[StreamAudioRequest], _context: object
    ) -> AsyncIterator[StreamAudioResponse]:
        await anext(requests)
        started = audio_pb2.StreamAudioStarted(receive=AudioFormat(), room_sample=sample)
        yield audio_pb2.StreamAudioResponse(started=started)
        await asyncio.Event().wait()

    script.stream("StreamAudio", serve)


@pytest.fixture
async def worker(script: ScriptedDaemon, tmp_path: Path) -> AsyncIterator[ScriptedDaemon]:
    """The worker process of the connection: audio begins at 2 there, at 1 with the daemon itself."""
    async with ScriptedDaemon(tmp_path / "worker.sock") as worker:
        view = rooms_pb2.Connection(connection_id="c-1", audio_target=worker.target)
        script.answer("GetConnection", rooms_pb2.GetConnectionResponse(connection=view))
        begin_at(script, 1)
        begin_at(worker, 2)
        yield worker


@pytest.mark.usefixtures("worker")
async def test_one_connection_is_heard_from_its_worker_and_lanes_from_the_daemon(daemon: Daemon):
    async with daemon.audio_with(CONFIG) as stream, daemon.lanes() as lanes:
        assert stream.started.room_sample == 2
        assert (await lanes.attach(CONFIG)).started.room_sample == 1


async def test_a_worker_that_is_gone_is_lost_and_its_daemon_is_not(worker: ScriptedDaemon, daemon: Daemon):
    async with daemon.listen("c-1") as stream:
        await worker.stop()
        with pytest.raises(UnavailableError, match="WORKER_LOST"):
            await anext(stream)


async def test_a_daemon_that_is_gone_is_unreachable(script: ScriptedDaemon, daemon: Daemon):
    begin_at(script, 1)
    async with daemon.lanes() as lanes:
        stream = await lanes.attach(CONFIG)
        await script.stop()
        with pytest.raises(UnavailableError, match="DAEMON_UNREACHABLE"):
            await anext(stream)
