"""Bounded fan-out of events to watchers. A slow watcher is cut off and told why, never skipped silently."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

from odind.core.base.errors import ResourceExhaustedError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable
    from types import TracebackType

T = TypeVar("T")


class Hub(Generic[T]):
    """Delivers what is published to every subscription that wants it. Belongs to the loop."""

    def __init__(self, capacity: int, max_subscriptions: int) -> None:
        self._capacity = capacity
        self._max_subscriptions = max_subscriptions
        self._subscriptions: set[Subscription[T]] = set()
        self._closed = False

    def publish(self, item: T) -> None:
        """Hand `item` to every subscription that wants it. Never waits."""
        for subscription in self._subscriptions:
            subscription.offer(item)

    def subscribe(self, wants: Callable[[T], bool]) -> Subscription[T]:
        """Return a subscription to what `wants` accepts from now on; leave its `with` block to end it.

        Raises ResourceExhaustedError TOO_MANY_WATCHERS.
        """
        if len(self._subscriptions) >= self._max_subscriptions:
            raise ResourceExhaustedError(
                "TOO_MANY_WATCHERS",
                "there are {limit} watchers already; end one first",
                limit=self._max_subscriptions,
            )
        subscription = Subscription(self, wants, self._capacity)
        self._subscriptions.add(subscription)
        if self._closed:
            subscription.end()
        return subscription

    def discard(self, subscription: Subscription[T]) -> None:
        """Forget a subscription."""
        self._subscriptions.discard(subscription)

    def close(self) -> None:
        """End every subscription, and those to come, once what waits is read."""
        self._closed = True
        for subscription in self._subscriptions:
            subscription.end()


async def until_all_over(
    events: AsyncIterator[T], names: Iterable[str], over: Callable[[T], str]
) -> AsyncIterator[T]:
    """Yield events up to the last one by which something named is over; `over` names that, "" for no end."""
    left = set(names)
    async for event in events:
        yield event
        left.discard(over(event))
        if not left:
            return


class Subscription(Generic[T]):
    """One watcher's queue; iterate it with `async for`."""

    def __init__(self, hub: Hub[T], wants: Callable[[T], bool], capacity: int) -> None:
        self._hub = hub
        self._wants = wants
        self._capacity = capacity
        self._waiting: deque[T] = deque()
        self._news = asyncio.Event()
        self._ended = False
        self._lagged = False

    def offer(self, item: T) -> None:
        """Queue `item` if it is wanted; overflow cuts the subscription off."""
        if self._ended or not self._wants(item):
            return
        if len(self._waiting) >= self._capacity:
            self._waiting.clear()
            self._lagged = True
            self.end()
        else:
            self._waiting.append(item)
            self._news.set()

    def end(self) -> None:
        """End the iteration once what waits is read."""
        self._ended = True
        self._news.set()

    def __aiter__(self) -> Subscription[T]:
        return self

    async def __anext__(self) -> T:
        while not self._waiting:
            if self._lagged:
                raise ResourceExhaustedError(
                    "SUBSCRIBER_LAGGED",
                    "more than {capacity} events waited to be read; watch again and start from its snapshot",
                    capacity=self._capacity,
                )
            if self._ended:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()

    def __enter__(self) -> Subscription[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hub.discard(self)
