"""One sequence of events for the fleet: each event once and in order, from any member."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, closing, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from odind.client import Event, FleetStanding, Snapshot
from odind.client.messages import Placement
from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.core.log.numbers import FLEET_FROM, is_fleets
from tests.e2e.watching import Watching

from .members import PATIENCE, clients_of
from .test_members import listed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.client import Connection, Daemon, EventWatch
    from tests.storage.servers import PostgresServer

    from .members import Fleet

NAMES = ("one", "two", "three")
EPOCH = datetime.fromtimestamp(0, UTC)
UNHURRIED = {"LEASE": "10s"}
"""For a machine that is busy: what is tested here is no matter of leases."""
PLACES = {name: Placement(member=name) for name in NAMES}


class Listener:
    """A watch of the fleet that is begun again at another member when its own is gone."""

    def __init__(self, clients: list[Daemon]) -> None:
        self.clients = clients
        self.events: list[Event] = []
        self.snapshots: list[Snapshot] = []
        self.standings: list[FleetStanding] = []
        self._news = asyncio.Event()
        self._seen: int | None = None

    async def listen(self) -> None:
        while True:
            for client in self.clients:
                with suppress(UnavailableError):
                    await self._listen_at(client)
            await asyncio.sleep(0.05)

    async def _listen_at(self, client: Daemon) -> None:
        watch = client.watch_events(fleet=True, after_sequence=self._seen)
        try:
            async for item in watch:
                self._take(item)
        finally:
            watch.close()

    def _take(self, item: Snapshot | Event | FleetStanding) -> None:
        self._seen = item.sequence
        if isinstance(item, Event):
            self.events.append(item)
        elif isinstance(item, Snapshot):
            self.snapshots.append(item)
        else:
            self.standings.append(item)
        self._news.set()

    async def has(self, condition: Callable[[], object]) -> None:
        """Wait until what was told meets a condition."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"only {self.told()} was told") from None

    def told(self) -> list[tuple[str, str, str]]:
        return [
            (one.message.member, one.message.WhichOneof("kind") or "", one.connection_id)
            for one in self.events
        ]

    def counted(self, kind: str) -> list[str]:
        """The connections of the events of a kind, in order."""
        return [connection for _, told, connection in self.told() if told == kind]

    def between(self, first: int, last: int) -> list[tuple[int, str, int]]:
        """The numbers of the events in a part of the sequence that this watch has heard to its end."""
        return [number(one) for one in self.events if first < one.sequence <= last]

    def check(self) -> None:
        """Each event came once, and those of a member in its order."""
        numbers = [one.sequence for one in self.events]
        assert numbers == sorted(set(numbers))
        for name in NAMES:
            own = [one.message.member_sequence for one in self.events if one.message.member == name]
            assert own == sorted(set(own))


@asynccontextmanager
async def listening(*clients: Daemon) -> AsyncIterator[Listener]:
    listener = Listener(list(clients))
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(listener.listen())
        await listener.has(lambda: listener.snapshots)
        yield listener
        task.cancel()


@asynccontextmanager
async def members(fleet: Fleet, *names: str) -> AsyncIterator[list[Daemon]]:
    for name in names:
        fleet.start(name, **UNHURRIED)
    ready = [await fleet.members[name].ready() for name in names]
    async with clients_of(*ready) as clients:
        yield clients


async def joined(client: Daemon, name: str, user: str) -> Connection:
    return await client.join_room("lobby", user_id=user, placement=PLACES[name])


async def joined_and_told(client: Daemon, user: str) -> Connection:
    """Join at the member "three" and wait until that tells of it: from then on it is kept."""
    with closing(client.watch_events(kinds=["joined"])) as watch:
        assert isinstance(await anext(watch), Snapshot)
        connection = await joined(client, "three", user)
        await Watching(watch).sees("joined")
        return connection


async def test_any_member_tells_what_happens_on_all(fleet: Fleet) -> None:
    async with members(fleet, *NAMES) as (one, two, three):
        for client in (one, two, three):
            await listed(client, set(NAMES))
        first = await joined(one, "two", "anna")
        async with listening(one) as here, listening(three) as there:
            for listener in (here, there):
                (snapshot,) = listener.snapshots
                assert [view.connection_id for view in snapshot.connections] == [first.connection_id]
            made = [await joined(two, name, f"u-{name}") for name in NAMES]
            await made[0].leave()
            for listener in (here, there):
                await listener.has(lambda: made[0].connection_id in listener.counted("left"))  # noqa: B023
                assert sorted(listener.counted("joined")) == sorted(one.connection_id for one in made)
                listener.check()
            first = max(listener.snapshots[0].sequence for listener in (here, there))
            last = min(listener.events[-1].sequence for listener in (here, there))
            assert here.between(first, last) == there.between(first, last)
            await refuses_numbers_of_the_other_sequence(one, here.events[-1])


def number(event: Event) -> tuple[int, str, int]:
    return event.sequence, event.message.member, event.message.member_sequence


async def refuses_numbers_of_the_other_sequence(client: Daemon, event: Event) -> None:
    assert is_fleets(event.sequence)
    refusals = {
        "SEQUENCE_OF_FLEET": client.watch_events(after_sequence=event.sequence),
        "SEQUENCE_OF_MEMBER": client.watch_events(after_sequence=event.message.member_sequence, fleet=True),
        "SEQUENCE_AHEAD": client.watch_events(after_sequence=event.sequence + 1_000_000, fleet=True),
        "EVENTS_EXPIRED": client.watch_events(after_sequence=FLEET_FROM, fleet=True),
        "CONSUMER_OF_MEMBER": client.watch_events(consumer="billing", fleet=True),
        "CONNECTION_NOT_FOUND": client.watch_events("c-none", fleet=True),
    }
    for reason, watch in refusals.items():
        with pytest.raises((InvalidArgumentError, NotFoundError)) as caught:
            await anext(watch)
        assert caught.value.reason == reason


async def test_no_event_is_lost_or_doubled_when_the_database_and_a_member_die(
    fleet: Fleet, postgres: PostgresServer
) -> None:
    async with members(fleet, *NAMES) as (one, two, three), listening(three, one) as listener:
        for name, client in zip(NAMES, (one, two, three), strict=True):
            await joined(client, name, name)
        await listener.has(lambda: len(listener.counted("joined")) >= len(NAMES))
        postgres.stop()
        await listener.has(lambda: [standing for standing in listener.standings if standing.problem])
        late = await joined_and_told(three, "late")
        fleet.members["three"].kill()
        await fleet.members["three"].exit_code()
        again = await fleet.start("three", **UNHURRIED).ready()
        postgres.start()
        await listener.has(lambda: ("three", "joined", late.connection_id) in listener.told())
        async with clients_of(again) as (restarted,):
            for name, client in zip(NAMES, (one, two, restarted), strict=True):
                await all_shipped(name, client)
        listener.check()


async def all_shipped(name: str, client: Daemon) -> None:
    """Wait until the fleet has exactly the events that the member itself tells, from its first one on."""
    own: list[tuple[int, str | None]] = []
    shipped: list[tuple[int, str | None]] = []
    try:
        async with asyncio.timeout(PATIENCE):
            while not own or own != shipped:
                with suppress(UnavailableError):  # gRPC remembers for a moment that nobody was there
                    everything = await past(client.watch_events(since=EPOCH, until_now=True, fleet=True))
                    of_it = [one.message for one in everything if one.message.member == name]
                    shipped = [(one.member_sequence, one.WhichOneof("kind")) for one in of_it]
                    local = await past(client.watch_events(since=EPOCH, until_now=True))
                    own = [(one.sequence, one.message.WhichOneof("kind")) for one in local]
    except TimeoutError:
        raise AssertionError(f"{name} has {own}, and the fleet {shipped}") from None


async def past(watch: EventWatch) -> list[Event]:
    return [item async for item in watch if isinstance(item, Event)]
