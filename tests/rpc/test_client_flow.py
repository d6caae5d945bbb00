"""The client's flow control against the daemon's real gRPC face, with a clock twenty times as fast."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest

from odind.client import OPUS, PER_PEER, AudioFormat, SendBuffer, StreamAudioConfig, connect

from .bench import MONO, Bench, send_buffer

if TYPE_CHECKING:
    from pathlib import Path

    from odind.client import AudioStream


def noise(samples: int) -> bytes:
    return np.random.default_rng(3).integers(1, 9_000, samples, np.int16).tobytes()


async def record(stream: AudioStream, size: int) -> bytes:
    """Listen until so much of one peer was heard."""
    heard = bytearray()
    async for frames in stream:
        assert frames.dropped == 0
        for frame in frames.frames:
            heard += frame.pcm
        if len(heard) >= size:
            break
    return bytes(heard[:size])


@pytest.mark.parametrize(
    ("buffer", "chunk", "seconds"),
    [
        (send_buffer(capacity=1_000), 60 * 96_000, 60),
        (send_buffer(capacity=1_000), 1_998, 20),
        (send_buffer(capacity=100), 1_048_576, 5),
        (send_buffer(), 1_048_576, 25),
    ],
    ids=["a minute at once", "small chunks", "no margin at all", "a mebibyte"],
)
async def test_what_is_pushed_as_fast_as_it_can_be_is_heard_to_its_last_sample(
    bench: Bench, tmp_path: Path, buffer: SendBuffer, chunk: int, seconds: int
) -> None:
    said = noise(seconds * 48_000)
    async with connect(f"unix:{tmp_path}/odind.sock") as daemon, bench.ticking():
        config = StreamAudioConfig(connection_id=await bench.join_id("talker"), send=MONO, send_buffer=buffer)
        async with (
            daemon.audio(await bench.join_id("listener"), receive=MONO, mode=PER_PEER) as listener,
            daemon.audio_with(config) as talker,
            asyncio.TaskGroup() as tasks,
        ):
            recording = tasks.create_task(record(listener, len(said)))
            for start in range(0, len(said), chunk):
                await talker.write(said[start : start + chunk])
            drained = await talker.drain()
        assert drained.samples == seconds * 48_000
        # the smallest buffer lasts 5 ms of this clock, and may run dry
        assert drained.underruns or recording.result() == said


async def test_packets_pushed_as_fast_as_can_be_are_all_taken(bench: Bench, tmp_path: Path) -> None:
    packets = AudioFormat(sample_format=OPUS)
    async with connect(f"unix:{tmp_path}/odind.sock") as daemon, bench.ticking():
        config = StreamAudioConfig(
            connection_id=await bench.join_id(), send=packets, send_buffer=send_buffer(capacity=300)
        )
        async with daemon.audio_with(config) as talker:
            await talker.write_opus([b"\xfc" + bytes(50)] * 1_000)
            for _ in range(300):
                await talker.write_opus([b"\xfc"])
            drained = await talker.drain()
    assert drained.samples == 1_300 * 960
