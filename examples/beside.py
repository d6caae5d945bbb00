"""What `odindctl bench --beside "python examples/beside.py"` measures: streams on ODIN's own library alone.

Put your system in its place: read a line of JSON, write "READY" once everything speaks and hears, read a
line, and write how many frames were to be heard and how many were.
"""

import asyncio
import json
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import odin_voice

FRAME, FRAME_S = 960, 0.02  # samples of 20 ms
TONE = [0.3 * math.sin(math.tau * 400 * at / 48_000) for at in range(FRAME)]


class Stream:
    """One connection that speaks a tone, and decodes what it hears."""

    def __init__(self, room: odin_voice.OdinRoom) -> None:
        self.room = room
        self.heard = 0
        self.hears = asyncio.Event()
        self.encoder = odin_voice.OdinEncoder(odin_voice.OdinAudioEncoderConfig(48_000, stereo=False))
        self.decoders: dict[int, odin_voice.OdinDecoder] = {}

    async def listen(self) -> None:
        """Hand every datagram to the decoder of its sender."""
        async for datagram in self.room.datagrams():
            config = odin_voice.OdinAudioDecoderConfig(48_000, stereo=False)
            decoder = self.decoders.setdefault(datagram.peer_id, odin_voice.OdinDecoder(config))
            decoder.push(datagram.data)

    def turn(self) -> None:
        """Speak and hear 20 ms."""
        self.encoder.push(TONE)
        while packet := self.encoder.pop():
            self.room.send_datagram(packet[0])
        for decoder in self.decoders.values():
            _, silent = decoder.pop(FRAME)
            if not silent:
                self.heard += 1
                self.hears.set()


async def tick(streams: Iterable[Stream]) -> None:
    """Turn all streams every 20 ms."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        for stream in streams:
            stream.turn()
        due += FRAME_S
        await asyncio.sleep(due - loop.time())


async def read_line() -> str:
    """Wait for a line of standard input."""
    return await asyncio.to_thread(sys.stdin.readline)


async def main() -> None:
    """Carry the streams that standard input asks for, and tell what was heard."""
    loop, job = asyncio.get_running_loop(), json.loads(await read_line())
    key = odin_voice.OdinTokenGenerator.from_access_key(Path(job["access_key_file"]).read_text().strip())
    pool = odin_voice.OdinConnectionPool()
    rooms = [
        pool.join_room(job["gateway"], token=key.sign(json.dumps({"rid": room, "uid": f"beside-{number}"})))
        for number, room in enumerate(job["rooms"])
    ]
    await asyncio.gather(*(room.joined() for room in rooms))
    streams = [Stream(room) for room in rooms]
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(one) for one in (tick(streams), *(one.listen() for one in streams))]
        await asyncio.gather(*(stream.hears.wait() for stream in streams))
        begin, before = loop.time(), sum(stream.heard for stream in streams)
        print(json.dumps("READY"), flush=True)
        await read_line()
        heard = sum(stream.heard for stream in streams) - before
        due = int((loop.time() - begin) / FRAME_S) * len(streams)
        print(json.dumps({"due": due, "heard": heard}), flush=True)
        for task in running:
            task.cancel()
    pool.shutdown()


if __name__ == "__main__":
    asyncio.run(main())
