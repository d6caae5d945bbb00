"""A process that speaks in an encrypted room and writes down what it hears, for the end-to-end test."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from odin_voice import (
    OdinAudioDecoderConfig,
    OdinAudioEncoderConfig,
    OdinCipher,
    OdinConnectionPool,
    OdinDecoder,
    OdinEncoder,
)

RATE = 48_000
FRAME = 960
FRAME_S = FRAME / RATE
GAP_S = 1.0
REPORT_EVERY = 50


def speech(seed: int, seconds: float) -> np.ndarray:
    """Something like speech: syllables of voiced sound with wandering pitch and formants, never the same."""
    random = np.random.default_rng(seed)
    syllables = []
    while sum(map(len, syllables)) < seconds * RATE:
        length = int(random.uniform(0.12, 0.3) * RATE)
        t = np.arange(length) / RATE
        pitch = random.uniform(95, 210) * (1 + 0.08 * np.sin(2 * np.pi * random.uniform(2, 5) * t))
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        formants = random.uniform([300, 900, 2200], [800, 1900, 3000])
        voice = np.zeros(length)
        for harmonic in range(1, 30):
            nearness = np.exp(-(((harmonic * pitch.mean() - formants) / 180) ** 2)).sum()
            voice += (nearness + 0.02) * np.sin(harmonic * phase + random.uniform(0, 6))
        syllables.append(voice * np.hanning(length))
        syllables.append(np.zeros(int(random.uniform(0.01, 0.08) * RATE)))
    whole = np.concatenate(syllables)[: int(seconds * RATE)]
    return (0.3 * whole / np.abs(whole).max()).astype(np.float32)


def report(**what: Any) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - this is how the test listens


class Talker:
    """One client that speaks and listens until its standard input ends."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.cipher = OdinCipher(options.password)
        self.voice = np.zeros(0, np.float32)
        self.decoder = OdinDecoder(OdinAudioDecoderConfig(RATE))
        self.encoder = OdinEncoder(OdinAudioEncoderConfig(RATE))
        self.heard: list[np.ndarray] = []
        self.statuses: list[str] = []
        self.gap_frames: list[int] = []
        self.peer_status = ""
        self.packets = 0
        self.last = 0.0

    async def run(self) -> None:
        self.voice = speech(self.options.seed, self.options.seconds)
        pool = OdinConnectionPool()
        room = pool.join_room(self.options.gateway, self.options.token, cipher=self.cipher)
        loop = asyncio.get_running_loop()
        stdin_ended = loop.run_in_executor(None, sys.stdin.read)
        async with asyncio.TaskGroup() as tasks:
            duties = [tasks.create_task(duty(room)) for duty in (self.watch, self.listen, self.speak)]
            await stdin_ended
            for duty in duties:
                duty.cancel()
        self.sum_up()
        room.close()
        await asyncio.sleep(0.05)
        pool.shutdown()

    async def watch(self, room: Any) -> None:
        async for event in room.rpcs():
            if "RoomStatusChanged" in event:
                self.statuses.append("{status}: {message}".format_map(event["RoomStatusChanged"]))

    async def listen(self, room: Any) -> None:
        async for packet in room.datagrams():
            self.decoder.push(packet.data)
            now = time.monotonic()
            if self.packets and now - self.last > GAP_S:
                self.gap_frames.append(len(self.heard))
                report(gap=now - self.last)
            self.last = now
            self.packets += 1
            if self.packets % REPORT_EVERY == 0:
                self.peer_status = str(self.cipher.peer_status(packet.peer_id))
                report(packets=self.packets)

    async def speak(self, room: Any) -> None:
        await room.joined()
        report(joined=room.own_peer_id)
        loop = asyncio.get_running_loop()
        start = loop.time()
        for number in range(len(self.voice) // FRAME):
            await asyncio.sleep(max(0.0, start + number * FRAME_S - loop.time()))
            self.encoder.push(self.voice[number * FRAME : (number + 1) * FRAME].tolist())
            while (popped := self.encoder.pop()) is not None:
                room.send_datagram(popped[0])
            samples, _ = self.decoder.pop(FRAME)
            self.heard.append(np.array(samples, np.float32))

    def sum_up(self) -> None:
        np.save(self.options.out, np.concatenate(self.heard))
        report(
            statuses=self.statuses,
            peer_status=self.peer_status,
            gap_frames=self.gap_frames,
            packets=self.packets,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    for name, kind in (("gateway", str), ("token", str), ("password", str), ("seed", int), ("out", Path)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    parser.add_argument("--seconds", type=float, default=60.0)
    asyncio.run(Talker(parser.parse_args()).run())


if __name__ == "__main__":
    main()
