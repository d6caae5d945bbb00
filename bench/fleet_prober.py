"""One more member of a simulated fleet: it takes the time of single questions, and sees who holds what."""

from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import psycopg
from psycopg.rows import dict_row

from bench.fleet_member import new_holding
from bench.fleet_server import Watch
from odind.fleet.database import HoldingRows, MemberRows
from odind.fleet.session import Session

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    Raw: TypeAlias = psycopg.AsyncConnection[dict[str, Any]]

_NAME: Final = "prober"
_LEASE_S: Final = 600
_PATIENCE_S: Final = 60.0
_LISTS, _LOOK_UPS, _READS = 20, 200, 3
_POLL_S: Final = 0.05
_AT_ONCE: Final = 500
_SOME: Final = "select id from fleet_holding limit 200"
_END: Final = "select max(extract(epoch from until))::float8 as it from fleet_member where name = any(%s)"
_LEFT: Final = "select exists(select from fleet_holding where member = any(%s)) as it"
_NOW: Final = "select extract(epoch from clock_timestamp())::float8 as it"


@dataclass(frozen=True)
class Times:
    """How long a member waits in the middle, in seconds.

    It asks for the list of members, for who holds a connection, and for all rows of its own.
    """

    members: float
    holder: float
    own_rows: float


class Prober:
    """Asks as a daemon does by `session`, and what no daemon asks by `raw`."""

    def __init__(self, session: Session, raw: Raw, watch: Watch) -> None:
        self.watch = watch
        self._raw = raw
        self._row = MemberRows(
            session, _NAME, address="127.0.0.1:1", version="0", labels={}, lease_s=_LEASE_S, now=time.time
        )
        self._rows = HoldingRows(session, _NAME)

    @classmethod
    @asynccontextmanager
    async def connected(cls, url: str, postmaster: int) -> AsyncIterator[Prober]:
        """Connect for the length of the block."""
        async with (
            Session(url, _PATIENCE_S) as session,
            await psycopg.AsyncConnection.connect(url, row_factory=dict_row, autocommit=True) as raw,
        ):
            yield cls(session, raw, Watch(raw, postmaster))

    async def probe(self, held: int) -> Times:
        """Take the times, with so many connections of one's own."""
        epoch = await self._row.enter()
        if epoch is None:
            raise RuntimeError("a prober has not left")
        own = [new_holding() for _ in range(held)]
        for first in range(0, held, _AT_ONCE):
            await self._rows.keep(epoch, {one.place: one for one in own[first : first + _AT_ONCE]})
        ids = itertools.cycle(found["id"] for found in await (await self._raw.execute(_SOME)).fetchall())
        times = Times(
            await _median_s(self._row.members, _LISTS),
            await _median_s(lambda: self._rows.holder(next(ids)), _LOOK_UPS),
            await _median_s(lambda: self._rows.ours(epoch), _READS),
        )
        for first in range(0, held, _AT_ONCE):
            await self._rows.keep(epoch, {one.place: None for one in own[first : first + _AT_ONCE]})
        await self._row.leave(epoch)
        return times

    async def adopted_s(self, names: Sequence[str]) -> float:
        """Wait until members hold nothing any more; return how long after the end of their last lease."""
        end = await self._one(_END, list(names))
        while await self._one(_LEFT, list(names)):  # noqa: ASYNC110 - of a database
            await asyncio.sleep(_POLL_S)
        return max(await self._one(_NOW) - end, 0.0)

    async def _one(self, text: str, *values: object) -> Any:
        found = await (await self._raw.execute(text.encode(), values)).fetchone()
        return found and found["it"]


async def _median_s(call: Callable[[], Awaitable[object]], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await call()
        took.append(time.perf_counter() - began)
    return median(took)
