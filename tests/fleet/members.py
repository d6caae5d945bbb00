"""A fleet of real daemons: members as processes, in rooms on three grids, with a database of their own."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from odin_voice import OdinConnectionPool

from odind.client import connect
from odind.tls.authority import Authority
from tests.e2e.processes import DaemonProcess
from tests.grid.clients import Client
from tests.http.installed import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from odind.client import Daemon
    from odind.tokens.access_key import AccessKey

LOOPBACK = "127.0.0.1"
PATIENCE = 30.0


class Fleet:
    """Members on one database; `gateway` is before the rooms, whose key and authorities are in the folder."""

    def __init__(self, folder: Path, database_url: str, gateway: str) -> None:
        self.folder = folder
        self.members: dict[str, DaemonProcess] = {}
        self.url = database_url
        self._gateway = gateway
        self.authority = Authority(folder / "tls")
        self.authority.make(time.time())

    def start(
        self,
        name: str,
        *arguments: str,
        address: str = LOOPBACK,
        starter: tuple[str, ...] = (),
        environment: Mapping[str, str] | None = None,
        **settings: str,
    ) -> DaemonProcess:
        """Start a member, which has a certificate of the fleet's authority, also after one of its name.

        It listens for others at `address`; `starter` is a command that runs the daemon, in `environment` too.
        """
        if name in self.members:
            self.members[name].end()
        pair = self.authority.make_member(name, [address], time.time(), replace=True)
        own = {
            "ENABLED": "true",
            "NAME": name,
            "URL": self.url,
            "LISTEN": f"{address}:{free_port()}",
            "CERTIFICATE": str(pair.certificate),
            "KEY": str(pair.key),
            "CA": str(self.authority.files.certificate),
            "LABELS__SIDE": name,
        }
        variables = {f"ODIND_FLEET__{key}": value for key, value in {**own, **settings}.items()}
        variables |= {"SSL_CERT_FILE": str(self.folder / "trusted.pem"), **(environment or {})}
        outside = ("--gateway", self._gateway, "--access-key-file", str(self.folder / "access.key"))
        started = DaemonProcess(
            self.folder / name, *outside, *arguments, environment=variables, starter=starter
        )
        self.members[name] = started
        return started

    def end(self) -> None:
        for one in self.members.values():
            if one.process.poll() is None:
                one.kill(signal.SIGCONT)
            one.end()


class Observers:
    """A real client in each room, which sees who is there."""

    def __init__(self, gateway: str, key: AccessKey, tasks: asyncio.TaskGroup) -> None:
        self._gateway, self._key, self._tasks = gateway, key, tasks
        self._pool = OdinConnectionPool()
        self._clients: list[Client] = []

    async def enter(self, *rooms: str) -> None:
        for room in rooms:
            token = self._key.sign(f'{{"rid": "{room}", "uid": "observer"}}')
            client = Client(self._pool.join_room(self._gateway, token), self._tasks)
            self._clients.append(client)
            async with asyncio.timeout(PATIENCE):
                await client.room.joined()

    def most(self) -> Counter[str]:
        """How often each user was in its room at once, at most."""
        most: Counter[str] = Counter()
        for client in self._clients:
            there: Counter[str] = Counter()
            for user, step in _steps(client.events.entries):
                there[user] += step
                most[user] = max(most[user], there[user])
        return most

    def now(self) -> Counter[str]:
        """How often each user is in its room; the grid keeps a peer of a killed process for a while."""
        there: Counter[str] = Counter()
        for client in self._clients:
            for user, step in _steps(client.events.entries):
                there[user] += step
        return +there

    async def see(self, wanted: int) -> None:
        """Wait until so many users are in their rooms, each of them once."""
        try:
            async with asyncio.timeout(PATIENCE):
                while sorted(self.now().values()) != [1] * wanted:  # noqa: ASYNC110 - of many rooms
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"there are {self.now()}") from None

    async def end(self) -> None:
        for client in self._clients:
            client.room.close()
            client.stop_reading()
        await asyncio.sleep(0.02)  # a leave needs a moment to be sent before the pool's thread goes
        self._pool.shutdown()


def _steps(events: list[dict[str, Any]]) -> list[tuple[str, int]]:
    """Who came (1) and went (-1), in order."""
    users: dict[int, str] = {}
    steps = []
    for event in events:
        if came := event.get("PeerJoined"):
            users[came["peer_id"]] = came["user_id"]
            steps.append((came["user_id"], 1))
        elif (went := event.get("PeerLeft")) and went["peer_id"] in users:
            steps.append((users.pop(went["peer_id"]), -1))
    return steps


@asynccontextmanager
async def clients_of(*members: DaemonProcess) -> AsyncIterator[list[Daemon]]:
    """A client of each member."""
    opened = [connect(one.target) for one in members]
    clients = [await one.__aenter__() for one in opened]
    try:
        yield clients
    finally:
        for one in opened:
            await one.__aexit__(None, None, None)
