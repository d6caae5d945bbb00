"""Carries the sound of a feed to a destination, over as many connections as it takes."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final

from odind.core.errors import (
    FailedPreconditionError,
    InvalidArgumentError,
    OdindError,
    PermissionDeniedError,
    UnavailableError,
)
from odind.core.timing.backoff import Backoff
from odind.core.timing.clock import happens_within, time_limit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from odind.core.live.feed import Feed
    from odind.core.timing.clock import Clock

    from .plan import PushPlan, PushSecrets
    from .ports import Carrier

CONNECT_S: Final = 15.0
STALL_S: Final = 10.0
_FINISH_S: Final = 5.0
_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 30.0
_STEADY_S: Final = 60.0
"""An attempt that carried sound for so long counts as a success."""
_SLOTS_AT_ONCE: Final = 5
_FOR_GOOD: Final = (InvalidArgumentError, FailedPreconditionError)
_MOST_REFUSALS: Final = 3
"""How often in a row a destination may refuse us that took sound before: it may not know that we left."""


class Patience:
    """Decides whether another attempt makes sense. Pure: times are arguments, in seconds."""

    def __init__(self, give_up_after_s: float, *, took_before: bool) -> None:
        self._give_up_after_s = give_up_after_s
        self._took_before = took_before
        self._since_s: float | None = None
        self._refusals = 0

    def failed(self, error: OdindError, began_s: float, now_s: float, *, streamed: bool) -> None:
        """Learn of an attempt that failed; raises its error when it was the last one."""
        self._took_before |= streamed
        if streamed and now_s - began_s >= _STEADY_S:
            self._since_s = None
        if self._since_s is None:
            self._since_s = now_s
        self._refusals = self._refusals + 1 if isinstance(error, PermissionDeniedError) else 0
        refused = self._refusals >= (_MOST_REFUSALS if self._took_before else 1)
        late = now_s - self._since_s >= self._give_up_after_s
        if refused or late or isinstance(error, _FOR_GOOD):
            raise error


class Pushing:
    """One push, from its first attempt to its end. Belongs to the loop.

    `took_before` says whether the destination took sound from an earlier daemon. `told` learns that it takes
    sound, by None, and why it does not. `attempts` counts connections, `skipped` slots that were too old when
    there was one.
    """

    def __init__(
        self,
        plan: PushPlan,
        secrets: PushSecrets,
        *,
        carrier: Carrier,
        clock: Clock,
        took_before: bool,
        told: Callable[[OdindError | None], object],
    ) -> None:
        self.attempts = 0
        self.skipped = 0
        self._plan = plan
        self._secrets = secrets
        self._carrier = carrier
        self._clock = clock
        self._took_before = took_before
        self._told = told
        self._streams = False

    async def run(self, feed: Feed) -> None:
        """Carry the feed to its end; raises the error of the last attempt when there will be no other."""
        backoff = Backoff(_FIRST_PAUSE_S, _LONGEST_PAUSE_S, steady_s=_STEADY_S)
        patience = Patience(self._plan.give_up_after_s, took_before=self._took_before)
        while not feed.over.is_set():
            began = self._clock.monotonic()
            try:
                await self._attempt(feed)
            except OdindError as error:
                if feed.over.is_set():
                    return
                now = self._clock.monotonic()
                patience.failed(error, began, now, streamed=self._streams)
                self._told(error)
                await happens_within(self._clock, backoff.pause_s(now - began), feed.over.wait())

    async def _attempt(self, feed: Feed) -> None:
        self._streams = False
        self.attempts += 1
        async with AsyncExitStack() as stack:
            connecting = self._carrier.connect(self._plan, self._secrets)
            try:
                async with time_limit(self._clock, CONNECT_S):
                    carriage = await stack.enter_async_context(connecting)
            except TimeoutError:
                raise self._stalled(CONNECT_S) from None
            self._streams = True
            self._told(None)
            async for pcm in self._sound(feed):
                try:
                    async with time_limit(self._clock, STALL_S):
                        await carriage.send(pcm)
                except TimeoutError:
                    raise self._stalled(STALL_S) from None
            await happens_within(self._clock, _FINISH_S, carriage.finish())

    async def _sound(self, feed: Feed) -> AsyncIterator[bytes]:
        """Yield what is heard from now on in pieces of 100 ms, and what is left at the end."""
        while feed.waiting > _SLOTS_AT_ONCE:
            await anext(feed)
            self.skipped += 1
        slots: list[bytes] = []
        async for slot in feed:
            slots.append(slot.mix)
            if len(slots) == _SLOTS_AT_ONCE:
                yield b"".join(slots)
                slots.clear()
        if slots:
            yield b"".join(slots)

    def _stalled(self, seconds: float) -> UnavailableError:
        return UnavailableError(
            "PUSH_STALLED",
            "the host {host} has taken nothing for {seconds} s",
            host=self._plan.place.host,
            seconds=seconds,
        )
