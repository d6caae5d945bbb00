"""The partner of whoever is alone: sends every datagram back. Run as a process: `python -m odind.bench.echo`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .jobs import EchoJob
from .rooms import entered
from .steering import END, READY, Steering, steered

if TYPE_CHECKING:
    import odin_voice


async def answer(room: odin_voice.OdinRoom) -> None:
    """Send back what comes, as it is: the core puts our own peer id into it."""
    async for datagram in room.datagrams():
        room.send_datagram(datagram.data)


async def work(steering: Steering) -> None:
    """Do a job."""
    job = await steering.job(EchoJob)
    async with entered(job.entrance, job.rooms) as rooms, asyncio.TaskGroup() as tasks:
        answering = [tasks.create_task(answer(room)) for room in rooms]
        steering.say(READY)
        await steering.expect(END)
        for task in answering:
            task.cancel()


if __name__ == "__main__":
    steered(work)
