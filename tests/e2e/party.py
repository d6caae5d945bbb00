"""A client process: meets others in a room, speaks while it records them, and leaves when all have spoken.

    python party.py TARGET ROOM USER_ID '{"others": 1, "say": "in.npy", "send": [48000, 1], ...}'

It prints one line of JSON at its end. Partners tell one another by user data how far they are.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import numpy as np

from odind.client import (
    F32LE,
    S16LE,
    AudioFormat,
    AudioFrames,
    AudioStream,
    Connection,
    Event,
    Json,
    PeerChanged,
    PeerJoined,
    Snapshot,
    bytes_per_sample,
    connect,
    read_payload,
)

STAGES = ("listening", "said")
SAMPLE_FORMATS = {"s16": S16LE, "f32": F32LE}
TAIL_FRAMES = 40


def layout(rate: int, channels: int, samples: str) -> AudioFormat:
    """A layout of samples."""
    return AudioFormat(sample_rate_hz=rate, channels=channels, sample_format=SAMPLE_FORMATS[samples])


class Recording:
    """Everything that was heard, at its place: what was dropped is silence."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self._format = audio_format
        self._size = bytes_per_sample(audio_format)
        self._first: int | None = None
        self.pcm = bytearray()
        self.dropped = 0
        self.frames = 0

    def take(self, frames: AudioFrames) -> None:
        """Add the frames of one tick, of one mix."""
        self.dropped += frames.dropped
        for frame in frames.frames:
            self._first = frame.room_sample if self._first is None else self._first
            start = (frame.room_sample - self._first) * self._size
            self.pcm.extend(bytes(max(0, start - len(self.pcm))))
            self.pcm[start : start + len(frame.pcm)] = frame.pcm
            self.frames += 1

    def samples(self) -> np.ndarray:
        """The samples, one row per channel."""
        kind = "<f4" if self._format.sample_format == F32LE else "<i2"
        scale = 1 if kind == "<f4" else 32_768
        return np.frombuffer(self.pcm, kind).reshape(-1, self._format.channels).T / scale


class Party:
    """One of several who speak and listen in a room."""

    def __init__(self, connection: Connection, plan: dict[str, Any]) -> None:
        self._connection = connection
        self._plan = plan
        self._stages: dict[int, int] = {}
        self._progress = asyncio.Condition()
        self._heard_enough = asyncio.Event()
        self._wanted_frames = sys.maxsize
        self.recording = Recording(layout(*plan["receive"]))
        self.report: dict[str, Any] = {}

    async def hold(self) -> None:
        """Speak and listen until everybody has said all."""
        send = layout(*self._plan["send"])
        receive = layout(*self._plan["receive"])
        async with (
            self._connection.audio(send=send, receive=receive) as stream,
            asyncio.TaskGroup() as tasks,
        ):
            duties = [tasks.create_task(self._follow()), tasks.create_task(self._record(stream))]
            await self._reach("listening")
            await self._speak(stream, send)
            await self._reach("said")
            self._wanted_frames = self.recording.frames + TAIL_FRAMES
            await self._heard_enough.wait()
            for duty in duties:
                duty.cancel()

    async def _speak(self, stream: AudioStream, send: AudioFormat) -> None:
        samples = np.load(self._plan["say"])
        if send.sample_format == S16LE:
            pcm = np.clip(np.rint(samples * 32_768), -32_768, 32_767).astype("<i2").tobytes()
        else:
            pcm = samples.astype("<f4").tobytes()
        step = bytes_per_sample(send) * 999
        for start in range(0, len(pcm), step):
            await stream.write(pcm[start : start + step])
        drained = await stream.drain()
        self.report |= {"samples": drained.samples, "underruns": drained.underruns}

    async def _record(self, stream: AudioStream) -> None:
        async for frames in stream:
            self.recording.take(frames)
            if self.recording.frames >= self._wanted_frames:
                self._heard_enough.set()

    async def _reach(self, stage: str) -> None:
        """Tell the others how far we are, and wait until they are as far."""
        await self._connection.update_user_data(Json({"stage": stage}))
        level = STAGES.index(stage)
        async with self._progress:
            await self._progress.wait_for(
                lambda: sum(reached >= level for reached in self._stages.values()) >= self._plan["others"]
            )

    async def _follow(self) -> None:
        async for item in self._connection.watch_events():
            match item:
                case Snapshot(connections=connections):
                    peers = [peer for connection in connections for peer in connection.peers]
                case Event(PeerJoined(peer=peer) | PeerChanged(peer=peer)):
                    peers = [peer]
                case _:
                    continue
            async with self._progress:
                for peer in peers:
                    data = read_payload(peer.user_data)
                    if isinstance(data, Json):
                        self._stages[peer.peer_id] = STAGES.index(data.value["stage"])
                self._progress.notify_all()


async def main(target: str, room: str, user_id: str, plan: dict[str, Any]) -> None:
    """Take part once."""
    async with connect(target) as daemon:
        connection = await daemon.join_room(room, user_id=user_id)
        party = Party(connection, plan)
        await party.hold()
        await connection.leave()
    np.save(plan["heard"], party.recording.samples())
    print(json.dumps(party.report | {"dropped": party.recording.dropped}))  # noqa: T201 - its answer


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], json.loads(sys.argv[4])))
