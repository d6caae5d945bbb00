"""The partner of a single connection: sends each datagram back. Run as `python -m odind.bench.echo`."""

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
"""The bytes that follow the first byte of an unsigned MessagePack integer."""


async def answer(room: odin_voice.OdinRoom) -> None:
    """Send each datagram back."""
    async for datagram in room.datagrams():
        room.send_datagram(unsigned(datagram.data))


def unsigned(datagram: bytes) -> bytes:
    """Return the datagram with peer id 0, for the native runtime to replace. Two bytes precede the id."""
    width = _WIDTHS.get(datagram[_PEER_ID], 0)
    return datagram[:_PEER_ID] + b"\0" + datagram[_PEER_ID + 1 + width :]


async def work(steering: Steering) -> None:
    """Perform an EchoJob."""
    job = await steering.job(EchoJob)
    async with entered(job.entrance, job.rooms) as rooms, asyncio.TaskGroup() as tasks:
        answering = [tasks.create_task(answer(room)) for room in rooms]
        steering.say(READY)
        await steering.expect(END)
        for task in answering:
            task.cancel()


if __name__ == "__main__":
    steered(work)
