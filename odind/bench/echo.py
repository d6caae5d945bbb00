"""The partner of whoever is alone: sends every datagram back. A process: `python -m odind.bench.echo`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from .jobs import EchoJob
from .rooms import entered
from .steering import END, READY, Steering, steered

if TYPE_CHECKING:
    import odin_voice

_PEER_ID: Final = 2
_WIDTHS: Final = {0xCC: 1, 0xCD: 2, 0xCE: 4}
"""Bytes behind the first one of an unsigned number of MessagePack."""


async def answer(room: odin_voice.OdinRoom) -> None:
    """Send back what comes."""
    async for datagram in room.datagrams():
        room.send_datagram(unsigned(datagram.data))


def unsigned(datagram: bytes) -> bytes:
    """Return a datagram with peer id 0, where the core puts our own. Two bytes stand before the id."""
    width = _WIDTHS.get(datagram[_PEER_ID], 0)
    return datagram[:_PEER_ID] + b"\0" + datagram[_PEER_ID + 1 + width :]


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
