"""Crowds that join and leave, and a program that tells how much memory they leave behind.

`python -m tests.runtime.odin.crowds GATEWAY KEY-FILE` prints by how many bytes it has grown. In a process
that has done much else, memory comes and goes by more than what is looked for.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from odind.core.rooms.ports import JoinSpec
from odind.core.rooms.signals import JoinConfirmed
from odind.runtime.odin import OdinRuntime
from odind.tokens.access_key import AccessKey
from tests.runtime.contract.houses import Guest

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 8
AT_ONCE = 5
CROWDS = 3
MOST_BYTES = CROWDS * ROUNDS * AT_ONCE * 100_000
"""How much memory may grow: with pools that are never shut down it does by 12 to 50 MB for each crowd. Where
many threads run at once the C library opens more heaps, some MB, after one crowd and not after the next."""
_SETTLED_S = 2.0
"""Threads of rooms that are left end a moment later."""


@dataclass
class Entrance:
    """Where rooms are joined, and whose key opens them."""

    gateway: str
    key: AccessKey

    def spec(self, user_id: str) -> JoinSpec:
        return JoinSpec(self.gateway, self.key.sign(json.dumps({"rid": "room", "uid": user_id})))


def knock(runtime: OdinRuntime, entrance: Entrance, user_id: str) -> Guest:
    guest = Guest()
    guest.link = runtime.join(entrance.spec(user_id), guest)
    return guest


async def join_and_leave(runtime: OdinRuntime, entrance: Entrance, user_id: str) -> None:
    guest = knock(runtime, entrance, user_id)
    await guest.sees(JoinConfirmed)
    await guest.link.aclose()


async def crowd(coming: Callable[[str, int], Any]) -> None:
    for turn in range(ROUNDS):
        async with asyncio.TaskGroup() as group:
            for number in range(AT_ONCE):
                group.create_task(coming(f"guest {turn}-{number}", number))


def resident_bytes() -> int:
    """Memory in use, without what the C library keeps for the next allocation."""
    ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def tell(name: str, figure: int) -> None:
    sys.stdout.write(json.dumps({name: figure}) + "\n")
    sys.stdout.flush()


async def grown_bytes(entrance: Entrance) -> int:
    """By how much memory grows with some crowds after a first one."""
    async with OdinRuntime() as runtime:

        async def come() -> None:
            await crowd(lambda user_id, _: join_and_leave(runtime, entrance, user_id))
            await asyncio.sleep(_SETTLED_S)
            tell("crowds", 1)

        await come()
        before = resident_bytes()
        for _ in range(CROWDS):
            await come()
        return resident_bytes() - before


if __name__ == "__main__":
    found = Entrance(sys.argv[1], AccessKey.parse(Path(sys.argv[2]).read_text().strip()))
    tell("grown_bytes", asyncio.run(grown_bytes(found)))
