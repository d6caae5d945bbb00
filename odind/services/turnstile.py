"""What calls pass before their work: few may be silent at a time, and what the others hold is counted.

A call that has sent no message yet costs its caller nothing and the daemon the memory of a message, so only
`waiting_calls` of all callers are read at once. Others wait, and the newest has its turn first: it most
likely has said something. The one that is silent longest gives way.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from odind.core.access.accounts import quotas_of
from odind.core.bounds.budget import requests_budget, streams_budget, watches_budget
from odind.core.bounds.rates import Rates
from odind.core.errors import UnavailableError
from odind.core.timing.clock import time_limit
from odind.pack.times import messages_per_second

from .auditing import UNAUDITED
from .meter import CallMeter
from .tracing import UNTRACED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

    from google.protobuf.message import Message

    from odind.core.access.principal import Principal
    from odind.core.access.quotas import Quotas
    from odind.core.bounds.budget import Held, Ledger
    from odind.core.bounds.limits import Limits
    from odind.core.timing.clock import Clock, Timer

    from .access import Caller
    from .auditing import Audit
    from .tracing import Tracer

    GiveWay = Callable[[], object]

T = TypeVar("T")
R = TypeVar("R")
MESSAGES_A_SLOT: Final = 5
_JOINS: Final = ("/odind.v1.RoomService/JoinRoom",)
_MESSAGES: Final = (
    "/odind.v1.RoomService/SendMessage",
    "/odind.v1.RoomService/UpdateUserData",
    "/odind.v1.ModerationService/SendMessageToUser",
)
_GRACE_S: Final = 0.1
"""A message that was sent with its call is read well within this time, however many calls wait."""


class Turnstile:
    """Belongs to the loop; all faces of a process share one. `streams` is the daemon's ledger of audio calls.

    A face takes from `streams` for the length of a call, and so it does by `watch` and `request`;
    `meter` counts the calls, `tracer` makes spans of them, `audit` keeps who made them. `tenants` are the
    quotas of tenants by their names.
    """

    def __init__(self, limits: Limits, clock: Clock, streams: Ledger | None = None) -> None:
        self.watches = watches_budget(limits)
        self.streams = streams_budget(limits, streams)
        self.requests = requests_budget(limits)
        self._rates = Rates(limits)
        self.meter = CallMeter()
        self.tracer: Tracer = UNTRACED
        self.audit: Audit = UNAUDITED
        self.tenants: Mapping[str, Quotas] = {}
        self._limits = limits
        self._clock = clock
        self._places = limits.waiting_calls
        self._silent: dict[GiveWay, float] = {}
        self._line: dict[asyncio.Future[None], None] = {}
        self._timer: Timer | None = None

    @property
    def silent(self) -> int:
        """How many calls have a place and have not sent their first message."""
        return len(self._silent)

    @property
    def waiting(self) -> int:
        """How many calls wait for a place."""
        return len(self._line)

    def watch(self, caller: str, request: Message) -> Held:
        """Take a caller's slots for a watch; raises ResourceExhaustedError TOO_MANY_WATCHERS.

        A watch at a short interval takes a slot for every MESSAGES_A_SLOT that it writes in a second.
        """
        return self.watches.take(caller, -(-messages_per_second(request) // MESSAGES_A_SLOT))

    def request(self, caller: Caller, size: int) -> Held:
        """Take a caller's bytes for a request that is answered.

        Raises ResourceExhaustedError TOO_MANY_REQUESTS, RATE_EXCEEDED.
        """
        if not caller.principal.is_owner:
            self._rates.bytes.spend(caller.name, self._clock.monotonic(), size)
        return self.requests.take(caller.name, size)

    def known(self, caller: Caller, principal: Principal) -> Caller:
        """Return a caller once it is known who it is, with the quotas of its audio streams."""
        quotas = quotas_of(principal, self.tenants).items()
        streams = {account: one.audio_streams for account, one in quotas if one.audio_streams is not None}
        return caller.known_as(principal, streams)

    def count(self, caller: Caller, rpc: str) -> None:
        """Count a call of a known caller; raises ResourceExhaustedError RATE_EXCEEDED."""
        if caller.principal.is_owner:
            return
        now, rates = self._clock.monotonic(), self._rates
        rates.calls.spend(caller.name, now)
        if rpc in _JOINS:
            rates.joins.spend(caller.name, now)
        elif rpc in _MESSAGES:
            rates.messages.spend(caller.name, now)
        for account, quotas in quotas_of(caller.principal, self.tenants).items():
            if quotas.calls_per_second is not None:
                rates.calls.spend(account, now, quota=quotas.calls_per_second)
            if quotas.joins_per_minute is not None and rpc in _JOINS:
                rates.joins.spend(account, now, quota=quotas.joins_per_minute)

    async def first(self, read: Callable[[], Awaitable[T]]) -> T:
        """Return the first message of a call, which `read` waits for.

        Raises UnavailableError FIRST_MESSAGE_LATE.
        """
        try:
            async with (
                time_limit(self._clock, self._limits.first_message_ms / 1000) as give_way,
                self._place(give_way),
            ):
                return await read()
        except TimeoutError:
            raise UnavailableError(
                "FIRST_MESSAGE_LATE",
                "the first message of a call must come within {limit_ms} ms, and at once while more than "
                "{calls} calls have sent none",
                limit_ms=self._limits.first_message_ms,
                calls=self._limits.waiting_calls,
            ) from None

    async def begun(self, messages: AsyncIterator[T], read: Callable[[T], R]) -> AsyncIterator[R]:
        """Wait for a stream's first message; return all of them, read. Raises what `first` does."""
        first = await self.first(lambda: anext(aiter(messages), None))
        return _all(first, messages, read)

    @asynccontextmanager
    async def _place(self, give_way: GiveWay) -> AsyncIterator[None]:
        await self._enter()
        self._silent[give_way] = self._clock.monotonic()
        try:
            yield
        finally:
            self._silent.pop(give_way, None)
            self._leave()

    async def _enter(self) -> None:
        if self._places:
            self._places -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line[turn] = None
        self._look_later()
        try:
            await turn
        except asyncio.CancelledError:
            self._line.pop(turn, None)
            if not turn.cancelled():
                self._leave()
            raise

    def _leave(self) -> None:
        """Give a place to the newest in line that is not given up."""
        while self._line:
            turn, _ = self._line.popitem()
            if not turn.done():
                turn.set_result(None)
                return
        self._places += 1

    def _look_later(self) -> None:
        if self._timer is None:
            self._timer = self._clock.call_at(self._clock.monotonic() + _GRACE_S, self._make_way)

    def _make_way(self) -> None:
        """End as many calls as wait, of those that had their time; the most silent first."""
        self._timer = None
        before = self._clock.monotonic() - _GRACE_S
        overdue = [give_way for give_way, since in self._silent.items() if since <= before]
        for give_way in overdue[: len(self._line)]:
            del self._silent[give_way]
            give_way()
        if self._line:
            self._look_later()


async def _all(first: T | None, rest: AsyncIterator[T], read: Callable[[T], R]) -> AsyncIterator[R]:
    """Yield all messages, by a single generator: it is passed 50 times a second by every stream."""
    if first is None:
        return
    yield read(first)
    async for message in rest:
        yield read(message)
