"""A daemon's HTTP face with /metrics, over rooms in memory, or over workers in memory."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import httpx

from odind.clock import SystemClock
from odind.core.bounds.limits import Limits
from odind.core.live.census import Census
from odind.http.admittance import Admittance
from odind.http.itself import metrics_route
from odind.http.server import HttpServer
from odind.metrics.page import MetricsPage
from odind.metrics.sources import Sources
from odind.services.access import OPEN
from odind.services.turnstile import Turnstile
from tests.rpc.bench import PATIENCE, HandClock, Inside, open_inside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Any

    from odind.services.access import Access

LIVE = Census(
    Counter({"hls": 2, "pushes": 0}),
    dropped=Counter({"hls": 7}),
    failures=Counter({"pushes": 3}),
    reads=Counter({200: 5, 404: 1}),
    reading=4,
)
ROOMS = "odind.v1.RoomService"


class Hurried(SystemClock):
    """A clock by which a page is always old."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        self._now += 10
        return self._now


class Scraped:
    """A served daemon, and what Prometheus reads of it."""

    def __init__(self, inside: Inside, port: int, clock: HandClock, page: MetricsPage) -> None:
        self.inside = inside
        self.written = page
        self.plane = inside.plane
        self.port = port
        self.http = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=PATIENCE)
        self._clock = clock

    async def call(self, method: str, /, **request: Any) -> httpx.Response:
        """Make a call of RoomService in Connect's JSON."""
        return await self.http.post(f"/{ROOMS}/{method}", json=request)

    async def join(self, room_id: str = "lobby", user_id: str = "me") -> str:
        """Enter a room and return the connection's id."""
        answer = await self.call("JoinRoom", roomId=room_id, userId=user_id)
        return str(answer.json()["connection"]["connectionId"])

    async def page(self) -> str:
        """Return the page."""
        answer = await self.http.get("/metrics")
        assert answer.status_code == 200, answer.text
        return answer.text

    async def value(self, sample: str) -> float:
        """Return the value of one sample, named with its labels."""
        (line,) = (line for line in (await self.page()).splitlines() if line.startswith(f"{sample} "))
        return float(line.removeprefix(sample))

    def tick(self, count: int = 1) -> None:
        """Speak and hear so many frames."""
        for _ in range(count):
            self.inside.host.tick(self._clock.next_tick)
            self._clock.next_tick += 1


@asynccontextmanager
async def open_scraped(
    *, access: Access = OPEN, connections: bool = True, clock: SystemClock | None = None
) -> AsyncIterator[Scraped]:
    """Serve on any free port."""
    hand, limits = HandClock(), Limits()
    async with open_inside(hand, limits) as inside:
        turnstile = Turnstile(limits, hand)
        sources = Sources(
            "9.9.9",
            inside.plane,
            turnstile,
            limits,
            connections=connections,
            captions=inside.captions.line,
            live=LIVE,
        )
        page = MetricsPage(sources, clock or Hurried())
        server = HttpServer(
            inside.services,
            Admittance(),
            turnstile=turnstile,
            health=lambda: inside.plane.vitals.health,
            more_routes=lambda: [metrics_route(page, access)],
        )
        port = server.bind("127.0.0.1:0")
        async with server:
            scraped = Scraped(inside, port, hand, page)
            async with scraped.http:
                yield scraped
            inside.stop()
