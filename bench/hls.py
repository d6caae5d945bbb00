"""Measures what HLS outputs cost: CPU time of a daemon that does nothing else.

Run with `make bench-hls`. Two peers of one room speak through another daemon without a pause. Spells with 0,
1 and 4 outputs of that room take turns, so that what else the machine does strikes all.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.load import SOUND, cpu_s
from odind.bench.load import speak
from odind.client import S16LE, AudioFormat
from tests.e2e.processes import DaemonProcess

if TYPE_CHECKING:
    from odind.client import Connection, Daemon

_SPELLS: Final = 3
_SPELL_S: Final = 6
_OUTPUTS: Final = (0, 1, 4)
_MONO: Final = AudioFormat(sample_rate_hz=48_000, channels=1, sample_format=S16LE)


async def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        speaking = await DaemonProcess(Path(folder) / "speaking").ready()
        async with speaking.connect() as speakers:
            state = speaking.folder / "state"
            flags = ("--gateway", (await speakers.info()).gateway)
            keys = ("--access-key-file", str(state / "access.key"))
            trusted = {"SSL_CERT_FILE": str(state / "trusted.pem")}
            serving = await DaemonProcess(
                Path(folder) / "serving", *flags, *keys, environment=trusted
            ).ready()
            try:
                async with serving.connect() as server:
                    await _measure(serving.process.pid, speakers, server)
            finally:
                serving.end()
                speaking.end()


async def _measure(pid: int, speakers: Daemon, server: Daemon) -> None:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        speaking = []
        for user_id in ("anna", "ben"):
            connection = await speakers.join_room("room", user_id=user_id)
            stream = await stack.enter_async_context(connection.audio(send=_MONO))
            speaking.append(tasks.create_task(speak(stream, [SOUND])))
        bot = await server.join_room("room", user_id="bot")
        spells: dict[int, list[float]] = {count: [] for count in _OUTPUTS}
        for _ in range(_SPELLS):
            for count, found in spells.items():
                found.append(await _spell(pid, bot, server, count))
        for task in speaking:
            task.cancel()
    none, one, four = (statistics.median(spells[count]) for count in _OUTPUTS)
    print(f"a room with two that speak, nobody listening, takes {none:.2%} of a core")
    print(f"an HLS output in two bit rates of AAC takes {one - none:.2%} above that, decoding included")
    print(f"each of four takes {(four - none) / 4:.2%}")


async def _spell(pid: int, bot: Connection, server: Daemon, count: int) -> float:
    """Return which share of a core the daemon takes while so many outputs run."""
    started = [await server.hls.start(bot.connection_id) for _ in range(count)]
    await asyncio.sleep(2)
    before = cpu_s(pid)
    await asyncio.sleep(_SPELL_S)
    share = (cpu_s(pid) - before) / _SPELL_S
    for output in started:
        await server.hls.stop(output.job.job_id)
        await server.hls.ended(output.job.job_id)
    return share


if __name__ == "__main__":
    asyncio.run(main())
