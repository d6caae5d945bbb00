"""Endpoints without a network, and webhooks over a log that a test writes."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from odind.core.access.keys import Keys
from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from odind.core.rooms.events import Peer, PeerJoined
from odind.core.webhooks.ports import Reply
from odind.core.webhooks.webhooks import EndpointTerms, Webhooks
from odind.pack.webhooks import EventTeller
from tests.core.fakes import FakeClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.core.webhooks.endpoint import Endpoint
    from odind.core.webhooks.ports import Letter

OK, BROKEN, GONE, BUSY = Reply(200, "thanks"), Reply(500, "oops"), Reply(410, ""), Reply(429, "slow")
DEAF = UnavailableError("HOST_UNREACHABLE", "nobody answers")
URL = "https://receiver.example/hook"
PLENTY = Limits(event_buffer=100_000)


class FakeCarrier:
    """Keeps letters by their URL, and answers as `answer` says; those to the URLs in `hanging` get no answer.

    An answer that is an error is raised.
    """

    def __init__(self) -> None:
        self.letters: dict[str, list[Letter]] = defaultdict(list)
        self.answer: Callable[[Letter], Reply | Exception] = lambda _: OK
        self.hanging: set[str] = set()
        self.open = 0
        self.most_open = 0

    def check(self, url: str) -> None:
        if not url.startswith("https://"):
            raise InvalidArgumentError("URL_REFUSED", "the URL must begin with https://")
        if "10.0.0.1" in url:
            raise InvalidArgumentError("ADDRESS_REFUSED", "the host 10.0.0.1 is not public")

    async def public_key(self) -> str:
        return "PEM"

    async def post(self, letter: Letter) -> Reply:
        self.letters[letter.url].append(letter)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            if letter.url in self.hanging:
                await asyncio.Event().wait()
            answer = self.answer(letter)
        finally:
            self.open -= 1
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ids(self, url: str = URL) -> list[str]:
        return [letter.letter_id for letter in self.letters[url]]

    def sequences(self, url: str = URL) -> list[int]:
        return [json.loads(letter.body)["sequence"] for letter in self.letters[url]]


class Office:
    """Webhooks over a log, a store that outlives them, and a clock that stands still."""

    def __init__(self, carrier: FakeCarrier, store: MemoryStore, clock: FakeClock, limits: Limits) -> None:
        self.carrier = carrier
        self.clock = clock
        self.scribe = Scribe(new_log(clock, limits, store), store, clock)
        self.log = self.scribe.log
        self.keys = Keys(self.scribe, clock, b"pepper")
        self.webhooks: Webhooks

    async def endpoint(self, url: str = URL, **terms: Any) -> Endpoint:
        return await self.webhooks.create(EndpointTerms(url, **terms))

    def happen(self, count: int = 1, room: str = "lobby") -> list[int]:
        """Have peers join a room; return the sequences of the events."""
        for number in range(count):
            self.log.append("c1", PeerJoined(Peer(number + 1, "anna", b"secret")), room=room)
        return list(range(self.log.last - count + 1, self.log.last + 1))

    async def settle_once(self) -> None:
        """Let everything go on by one step."""
        await asyncio.sleep(0)

    async def settle(self) -> None:
        """Let everything go on that need not wait for the clock."""
        for _ in range(300):
            await asyncio.sleep(0)

    async def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await self.settle()

    def states(self, endpoint: Endpoint) -> list[tuple[int, str, int]]:
        return [
            (one.sequence, one.state.value, one.attempts)
            for one in self.webhooks.deliveries(endpoint.endpoint_id)
        ]


@asynccontextmanager
async def open_office(
    carrier: FakeCarrier | None = None,
    store: MemoryStore | None = None,
    clock: FakeClock | None = None,
    *,
    crash: bool = False,
    keep: Callable[[object], object] = lambda event: event,
    **limits: int,
) -> AsyncIterator[Office]:
    """Run webhooks; with `crash`, they end as a daemon does that is killed: nothing more is stored."""
    store = store or MemoryStore(lasting=True)
    office = Office(carrier or FakeCarrier(), store, clock or FakeClock(), replace(PLENTY, **limits))
    async with office.scribe, asyncio.TaskGroup() as tasks:
        office.webhooks = Webhooks(
            office.scribe,
            office.keys,
            office.clock,
            teller=EventTeller(keep),
            carrier=office.carrier,
        )
        running = tasks.create_task(office.webhooks.run())
        try:
            yield office
        finally:
            if crash:
                store.failure = UnavailableError("STORE_UNAVAILABLE", "killed")
            office.log.close()
            running.cancel()
    store.failure = None
