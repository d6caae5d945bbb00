"""What calls pass before their work, with a clock that the test moves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.clock import FakeClock
from odind.core.bounds.limits import Limits
from odind.core.errors import UnavailableError
from odind.services.turnstile import Turnstile

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable


class Entrance:
    """A turnstile, and calls in front of it."""

    def __init__(self, places: int = 2) -> None:
        self.clock = FakeClock()
        self.turnstile = Turnstile(Limits(waiting_calls=places, first_message_ms=10_000), self.clock)

    async def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await turns()

    def silent(self, tasks: asyncio.TaskGroup) -> asyncio.Task[str]:
        """Begin a call that says nothing."""
        return tasks.create_task(reason_of(self.turnstile.first(asyncio.get_running_loop().create_future)))

    def prompt(self, tasks: asyncio.TaskGroup) -> asyncio.Task[str]:
        """Begin a call that says something at once."""
        return tasks.create_task(self.turnstile.first(said))


async def said() -> str:
    return "a message"


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def reason_of(call: Awaitable[object]) -> str:
    with pytest.raises(UnavailableError) as caught:
        await call
    return caught.value.reason


async def test_a_call_that_says_nothing_is_ended_when_its_time_is_over():
    entrance = Entrance()
    async with asyncio.TaskGroup() as tasks:
        call = entrance.silent(tasks)
        await turns()
        await entrance.advance(9.9)
        assert not call.done()
        await entrance.advance(0.2)
    assert call.result() == "FIRST_MESSAGE_LATE"


async def test_calls_that_speak_at_once_pass_in_any_number():
    entrance = Entrance(places=2)
    async with asyncio.TaskGroup() as tasks:
        calls = [entrance.prompt(tasks) for _ in range(1_000)]
    assert {call.result() for call in calls} == {"a message"}


async def test_a_flood_of_silent_calls_keeps_nobody_out_and_the_most_silent_gives_way():
    entrance = Entrance(places=2)
    async with asyncio.TaskGroup() as tasks:
        silent = [entrance.silent(tasks) for _ in range(2)]
        await turns()
        honest = entrance.prompt(tasks)
        await turns()
        assert not honest.done()
        await entrance.advance(0.1)
        assert (honest.result(), silent[0].result()) == ("a message", "FIRST_MESSAGE_LATE")
        assert not silent[1].done()
        silent += [entrance.silent(tasks) for _ in range(5_000)]
        await turns()
        honest = entrance.prompt(tasks)
        await turns()
        await entrance.advance(0.1)
        assert honest.result() == "a message"
        await entrance.advance(10.0)
    assert {call.result() for call in silent} == {"FIRST_MESSAGE_LATE"}


async def test_a_call_that_waits_for_its_place_is_ended_in_time_too():
    entrance = Entrance(places=1)
    entrance.turnstile._make_way = lambda: None  # type: ignore[method-assign] # nobody gives way
    async with asyncio.TaskGroup() as tasks:
        calls = [entrance.silent(tasks) for _ in range(2)]
        await turns()
        await entrance.advance(10.0)
    assert {call.result() for call in calls} == {"FIRST_MESSAGE_LATE"}


async def test_a_place_is_free_again_after_a_call_was_cancelled():
    entrance = Entrance(places=1)
    async with asyncio.TaskGroup() as tasks:
        gone = entrance.silent(tasks)
        waiting = entrance.prompt(tasks)
        await turns()
        gone.cancel()
        await turns()
        assert waiting.done()


@pytest.mark.parametrize("count", [0, 1, 3])
async def test_a_stream_that_has_begun_has_all_its_messages(count: int):
    async def messages() -> AsyncIterator[int]:
        for number in range(count):
            yield number

    begun = await Entrance().turnstile.begun(messages(), str)
    assert [text async for text in begun] == [str(number) for number in range(count)]
