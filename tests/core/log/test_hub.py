from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odind.core.log.hub import Hub, Subscription

from odind.core.base.errors import ResourceExhaustedError
from tests.core.fakes import turns


def everything(_item: int) -> bool:
    return True


async def read(subscription: Subscription[int]) -> list[int]:
    return [item async for item in subscription]


async def test_a_subscription_gets_what_is_published_after_it_in_order():
    hub: Hub[int] = Hub(10, 1)
    hub.publish(1)
    with hub.subscribe(everything) as subscription:
        hub.publish(2)
        hub.publish(3)
        hub.close()
        assert await read(subscription) == [2, 3]


async def test_a_subscription_gets_only_what_it_wants():
    hub: Hub[int] = Hub(2, 2)
    with hub.subscribe(lambda item: item % 2 == 0) as even, hub.subscribe(lambda item: item > 8) as high:
        for item in (1, 2, 3, 4, 5):
            hub.publish(item)
        hub.publish(9)
        hub.close()
        assert await read(even) == [2, 4]
        assert await read(high) == [9]


async def test_a_waiting_reader_is_woken():
    hub: Hub[int] = Hub(10, 1)
    with hub.subscribe(everything) as subscription:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(anext(subscription))
            await turns()
            assert not reader.done()
            hub.publish(1)
        assert reader.result() == 1


async def test_a_slow_subscriber_is_cut_off_and_told_why():
    hub: Hub[int] = Hub(3, 2)
    with hub.subscribe(everything) as slow, hub.subscribe(everything) as quick:
        for item in range(4):
            hub.publish(item)
            assert await anext(quick) == item
        with pytest.raises(ResourceExhaustedError) as caught:
            await anext(slow)
        assert caught.value.reason == "SUBSCRIBER_LAGGED"
        assert caught.value.metadata == {"capacity": "3"}


async def test_a_subscriber_that_was_cut_off_stays_so_and_holds_nothing():
    hub: Hub[int] = Hub(1, 1)
    with hub.subscribe(everything) as slow:
        for item in range(100):
            hub.publish(item)
        hub.close()
        assert not slow._waiting
        for _ in range(2):
            with pytest.raises(ResourceExhaustedError, match="SUBSCRIBER_LAGGED"):
                await anext(slow)


async def test_closing_lets_the_reader_drain_what_waits():
    hub: Hub[int] = Hub(10, 2)
    with hub.subscribe(everything) as subscription:
        hub.publish(1)
        hub.close()
        hub.publish(2)
        assert await read(subscription) == [1]


async def test_closing_ends_a_reader_that_waits():
    hub: Hub[int] = Hub(10, 1)
    with hub.subscribe(everything) as subscription:
        async with asyncio.TaskGroup() as tasks:
            reader = tasks.create_task(read(subscription))
            await turns()
            hub.close()
        assert reader.result() == []


async def test_a_closed_hub_gives_subscriptions_that_end_at_once():
    hub: Hub[int] = Hub(10, 1)
    hub.close()
    with hub.subscribe(everything) as subscription:
        assert await read(subscription) == []


async def test_one_subscriber_too_many_is_refused_until_another_ends():
    hub: Hub[int] = Hub(10, 1)
    with hub.subscribe(everything):
        with pytest.raises(ResourceExhaustedError) as caught:
            hub.subscribe(everything)
        assert caught.value.reason == "TOO_MANY_WATCHERS"
        assert caught.value.metadata == {"limit": "1"}
    with hub.subscribe(everything):
        pass


@given(st.integers(1, 5), st.lists(st.sampled_from(["publish", "read"]), max_size=60))
async def test_a_subscriber_misses_nothing_or_is_cut_off(capacity: int, steps: list[str]) -> None:
    hub: Hub[int] = Hub(capacity, 1)
    published = read_so_far = 0
    with hub.subscribe(everything) as subscription:
        for step in steps:
            if step == "publish":
                published += 1
                hub.publish(published)
            elif published > read_so_far:
                if subscription._lagged:
                    break
                read_so_far += 1
                assert await anext(subscription) == read_so_far
            lagging = published - read_so_far
            assert len(subscription._waiting) <= capacity
            assert subscription._lagged == (subscription._lagged or lagging > capacity)
        hub.close()
        if subscription._lagged:
            with pytest.raises(ResourceExhaustedError):
                await anext(subscription)
        else:
            assert await read(subscription) == list(range(read_so_far + 1, published + 1))
