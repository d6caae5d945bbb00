"""Measures what recordings cost: CPU time for a track of Opus and for a mix, of a daemon that only records.

Run with `make bench-recording`. Ten peers of one room speak through another daemon without a pause. Spells of
each kind take turns, so that what else the machine does strikes all. Then 50 rooms are recorded at once, and
ticks that are late are compared with those of the same rooms without recordings.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.load import cpu_s, hear, speak
from odind.client import PER_PEER, S16LE, AudioFormat
from odind.client.formats import OPUS
from tests.e2e.processes import DaemonProcess

if TYPE_CHECKING:
    from odind.client import AudioStream, Connection, Daemon

_PEERS: Final = 10
_ROOMS: Final = 50
_SPELLS: Final = 4
_SPELL_S: Final = 8
_MONO: Final = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)
_PACKETS: Final = AudioFormat(sample_format=OPUS)


async def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        speaking = await DaemonProcess(Path(folder) / "speaking").ready()
        async with speaking.connect() as speakers:
            state = speaking.folder / "state"
            flags = ("--gateway", (await speakers.info()).gateway)
            keys = ("--access-key-file", str(state / "access.key"))
            trusted = {"SSL_CERT_FILE": str(state / "trusted.pem")}
            recording = await DaemonProcess(
                Path(folder) / "recording", *flags, *keys, environment=trusted
            ).ready()
            try:
                async with recording.connect() as recorder:
                    await _measure_room(recording.process.pid, speakers, recorder)
                    await _measure_rooms(recording.process.pid, speakers, recorder)
            finally:
                recording.end()
                speaking.end()


async def _measure_room(pid: int, speakers: Daemon, recorder: Daemon) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        streams = [await _stream(stack, speakers, "room", f"peer {number}") for number in range(_PEERS)]
        speaking = [tasks.create_task(speak(stream)) for stream in streams]
        bot = await recorder.join_room("room", user_id="bot")
        listener = await stack.enter_async_context(bot.audio(receive=_PACKETS, mode=PER_PEER))
        speaking.append(tasks.create_task(hear(listener)))
        spells: dict[str, list[float]] = {"": [], "per_peer": [], "mix": []}
        for _ in range(_SPELLS):
            for layout, found in spells.items():
                found.append(await _spell(pid, bot, recorder, layout))
        for task in speaking:
            task.cancel()
    listening = statistics.median(spells[""])
    per_peer, mix = (statistics.median(spells[layout]) - listening for layout in ("per_peer", "mix"))
    print(f"hearing {_PEERS} peers as packets takes {listening:.2%} of a core")
    print(f"a track of Opus takes {per_peer / _PEERS:.3%} of a core above that (of {_PEERS} at once)")
    print(f"a mix of {_PEERS} that all speak takes {mix:.2%} of a core above that, decoding included")


async def _spell(pid: int, bot: Connection, recorder: Daemon, layout: str) -> float:
    """Return which share of a core the daemon takes while it records in a layout, "" for not at all."""
    started = await recorder.recordings.start(bot.connection_id, layout) if layout else None
    await asyncio.sleep(1)
    before = cpu_s(pid)
    await asyncio.sleep(_SPELL_S)
    share = (cpu_s(pid) - before) / _SPELL_S
    if started:
        await recorder.recordings.stop(started.recording_id)
        await recorder.recordings.ended(started.recording_id)
    return share


async def _measure_rooms(pid: int, speakers: Daemon, recorder: Daemon) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        rooms = [f"room {number}" for number in range(_ROOMS)]
        streams = [await _stream(stack, speakers, room, "peer") for room in rooms]
        speaking = [tasks.create_task(speak(stream)) for stream in streams]
        bots = [await recorder.join_room(room, user_id="bot") for room in rooms]
        for bot in bots:
            listener = await stack.enter_async_context(bot.audio(receive=_PACKETS, mode=PER_PEER))
            speaking.append(tasks.create_task(hear(listener)))
        plain = await _late(pid, recorder, bots[0])
        started = [await recorder.recordings.start(bot.connection_id, "per_peer") for bot in bots]
        recorded = await _late(pid, recorder, bots[0])
        for one in started:
            await recorder.recordings.stop(one.recording_id)
        for task in speaking:
            task.cancel()
    print(f"{_ROOMS} rooms heard: {plain[0]:.2%} of ticks late, {plain[1]:.1%} of a core")
    print(f"{_ROOMS} rooms heard and recorded: {recorded[0]:.2%} of ticks late, {recorded[1]:.1%} of a core")


async def _late(pid: int, daemon: Daemon, bot: Connection) -> tuple[float, float]:
    """Return the share of ticks that are late over a spell, and the share of a core."""
    await asyncio.sleep(2)
    before, cpu = (await daemon.statistics(bot.connection_id)).pace, cpu_s(pid)
    await asyncio.sleep(2 * _SPELL_S)
    after = (await daemon.statistics(bot.connection_id)).pace
    share = (cpu_s(pid) - cpu) / (2 * _SPELL_S)
    return (after.late - before.late) / max(1, after.ticks - before.ticks), share


async def _stream(stack: AsyncExitStack, daemon: Daemon, room: str, user_id: str) -> AudioStream:
    connection = await daemon.join_room(room, user_id=user_id)
    return await stack.enter_async_context(connection.audio(send=_MONO))


if __name__ == "__main__":
    asyncio.run(main())
