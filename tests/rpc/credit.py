"""A caller that keeps to its credit, whatever it has to say: it must never be refused, and never stall."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING, Any

from odind.v1 import audio_pb2

from .bench import MONO, chunk_of, config_of

if TYPE_CHECKING:
    from .bench import Bench

_MAX_CHUNK = 262_144
_LONGEST = 2_621_440
CONTROLS = {
    "flush": audio_pb2.StreamAudioRequest(flush=audio_pb2.Flush()),
    "pause": audio_pb2.StreamAudioRequest(pause=audio_pb2.Pause()),
    "resume": audio_pb2.StreamAudioRequest(resume=audio_pb2.Resume()),
}


class Caller:
    """One lane of a call. It reads only while it has no credit."""

    def __init__(self, call: Any, accepted_until: int) -> None:
        self.sent = 0
        self.dropped = 0
        self._call = call
        self._credit = accepted_until

    async def say(self, samples: int) -> None:
        """Send so many samples, in chunks as large as credit allows."""
        while samples:
            chunk = min(samples, self._credit - self.sent, _MAX_CHUNK)
            if chunk:
                await self._call.write(chunk_of(b"\1\0" * chunk))
                self.sent += chunk
                samples -= chunk
            else:
                await self._read()

    async def control(self, kind: str) -> None:
        """Ask for a flush, a pause, or the end of one."""
        await self._call.write(CONTROLS[kind])

    async def drain(self) -> int:
        """Finish; return how many samples were spoken."""
        await self._call.done_writing()
        while True:
            answer = await self._read()
            if answer.HasField("drained"):
                return int(answer.drained.samples)

    async def _read(self) -> audio_pb2.StreamAudioResponse:
        answer: audio_pb2.StreamAudioResponse = await self._call.read()
        self._credit = answer.flow.accepted_until or self._credit
        self.dropped += answer.flushed.dropped_samples
        return answer


async def keep_to_credit(bench: Bench, seed: int) -> None:
    """Say chunks from one sample to 5 MB into a buffer of 0.1 to 20 s that refuses what does not fit."""
    chance = Random(seed)  # noqa: S311 - a script, no secret
    buffer = audio_pb2.SendBuffer(overflow=audio_pb2.OVERFLOW_FAIL)
    buffer.capacity.FromMilliseconds(chance.choice([100, 130, 700, 3_000, 20_000]))
    call = await bench.audio(config_of(await bench.join_id(), send=MONO, send_buffer=buffer))
    caller = Caller(call, (await call.read()).started.accepted_until)
    async with bench.ticking(), asyncio.timeout(60):
        for _ in range(10):
            await caller.say(chance.choice([1, 7, 959, 9_600, 48_000, chance.randrange(1, _LONGEST)]))
            await caller.control(chance.choice(["flush", "resume"]))
            if chance.random() < 0.3:
                await caller.control("pause")
                await caller.control(chance.choice(["flush", "resume"]))
                await caller.control("resume")
        spoken = await caller.drain()
    assert spoken + caller.dropped == caller.sent
