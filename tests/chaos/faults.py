"""What goes wrong around a daemon: workers die, its grid restarts or loses packets, its store is away."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

from odind.grid.control_client import ControlClient
from tests.e2e.processes import children

if TYPE_CHECKING:
    import random
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.e2e.processes import DaemonProcess
    from tests.storage.servers import PostgresServer

    Fault = Callable[[], Awaitable[None]]

AWAY_S = 2.0
"""How long a fault lasts."""
USERS = 40
"""User ids of callers are "user 0" and so on; losses are theirs."""


class Faults:
    """Causes faults, and ends them. `store` is the server of the daemon's database, if it has one."""

    def __init__(
        self, daemon: DaemonProcess, grid: Path, store: PostgresServer | None, chance: random.Random
    ) -> None:
        self._daemon = daemon
        self._grid = ControlClient(grid)
        self._store = store
        self._chance = chance

    def all(self) -> dict[str, Fault]:
        """Return them by name."""
        found: dict[str, Fault] = {
            "nothing": self._nothing,
            "a worker is killed": self._kill_a_worker,
            "the grid restarts": self._restart_the_grid,
            "packets are lost": self._lose_packets,
            "a user hears nothing": self._cut_off_a_user,
        }
        return found | ({"the store is away": self._take_the_store_away} if self._store else {})

    async def _nothing(self) -> None:
        await asyncio.sleep(AWAY_S)

    async def _kill_a_worker(self) -> None:
        workers = sorted(children(self._daemon.process.pid))
        os.kill(self._chance.choice(workers), signal.SIGKILL)
        await asyncio.sleep(AWAY_S)

    async def _restart_the_grid(self) -> None:
        graceful = self._chance.random() < 0.5
        await self._call("Restart", down_seconds=AWAY_S, graceful=graceful)

    async def _lose_packets(self) -> None:
        for number in range(USERS):
            await self._call("Fault", user_id=f"user {number}", drop=0.2, delay=0.05, jitter=0.05)
        await asyncio.sleep(AWAY_S)
        await self._call("Clear")

    async def _cut_off_a_user(self) -> None:
        user_id = f"user {self._chance.randrange(USERS)}"
        await self._call("Blackhole", user_id=user_id, seconds=AWAY_S)
        await asyncio.sleep(AWAY_S)

    async def _take_the_store_away(self) -> None:
        assert self._store
        await asyncio.to_thread(self._store.stop)
        await asyncio.sleep(AWAY_S)
        await asyncio.to_thread(self._store.start)

    async def _call(self, method: str, **params: object) -> None:
        await asyncio.to_thread(self._grid.call, method, params)
