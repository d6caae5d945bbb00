"""Answers by request id: what is done once, waited for, kept, forgotten and refused."""

from __future__ import annotations

import asyncio
import copy
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.log import answers
from odind.core.log.answers import KEPT_S, MAX_ID_BYTES, Answers
from odind.core.log.memory import MemoryStore
from odind.core.log.refusals import store_unavailable
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from tests.core.fakes import FakeClock, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SAME = b"fingerprint"


class Desk:
    """Answers over a store, and how often something was done."""

    def __init__(self, store: MemoryStore) -> None:
        self.clock = FakeClock()
        self.store = store
        self.scribe = Scribe(new_log(self.clock, Limits(), store), store, self.clock)
        self.answers = Answers(self.scribe, self.clock)
        self.done = 0

    async def ask(self, request_id: str, fingerprint: bytes = SAME) -> bytes:
        return await self.answers.once(request_id, fingerprint, self._work)

    async def _work(self) -> bytes:
        await asyncio.sleep(0)
        self.done += 1
        return f"answer {self.done}".encode()


@asynccontextmanager
async def open_desk(store: MemoryStore | None = None) -> AsyncIterator[Desk]:
    desk = Desk(store or MemoryStore(lasting=True))
    async with desk.scribe:
        yield desk


async def test_the_same_id_gets_the_same_answer_also_after_a_crash():
    async with open_desk() as desk:
        assert await desk.ask("one") == await desk.ask("one") == b"answer 1"
        assert await desk.ask("two") == b"answer 2"
        left_behind = copy.deepcopy(desk.store)
    async with open_desk(left_behind) as desk:
        assert await desk.ask("one") == b"answer 1"
        assert desk.done == 0


async def test_duplicates_wait_for_the_first_and_do_it_themselves_when_that_fails():
    async with open_desk() as desk, asyncio.TaskGroup() as tasks:
        first, *others = [tasks.create_task(desk.ask("one")) for _ in range(4)]
        await asyncio.sleep(0)
        first.cancel()
        await turns(20)
        assert [other.result() for other in others] == [b"answer 1"] * 3
        assert desk.done == 1


async def test_another_request_under_the_id_is_refused_also_while_the_first_is_under_way():
    async with open_desk() as desk, asyncio.TaskGroup() as tasks:
        asking = tasks.create_task(desk.ask("one"))
        await asyncio.sleep(0)
        for _ in range(2):
            with pytest.raises(InvalidArgumentError, match="REQUEST_ID_REUSED"):
                await desk.ask("one", b"another")
            await asking
        assert desk.done == 1


async def test_an_answer_is_forgotten_after_a_day():
    async with open_desk() as desk:
        await desk.ask("one")
        desk.clock.advance(KEPT_S - 1)
        assert await desk.ask("one") == b"answer 1"
        desk.clock.advance(2)
        assert await desk.ask("one", b"another") == b"answer 2"


async def test_of_more_answers_than_are_kept_the_oldest_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(answers, "MOST", 2)
    async with open_desk() as desk:
        for request_id in ("one", "two", "three"):
            await desk.ask(request_id)
        left_behind = copy.deepcopy(desk.store)
    async with open_desk(left_behind) as desk:
        assert await desk.ask("three") == b"answer 3"
        assert await desk.ask("one") == b"answer 1"
        assert desk.done == 1
        assert await desk.ask("two") == b"answer 2"
        assert desk.done == 2


@pytest.mark.parametrize(("request_id", "fits"), [("r" * MAX_ID_BYTES, True), ("ü" * 65, False)])
async def test_an_id_has_a_longest_length_in_bytes(request_id: str, *, fits: bool):
    async with open_desk() as desk:
        if fits:
            await desk.ask(request_id)
        else:
            with pytest.raises(InvalidArgumentError, match="REQUEST_ID_INVALID"):
                await desk.ask(request_id)


async def test_nothing_is_done_while_the_answer_could_not_be_kept():
    async with open_desk() as desk:
        desk.scribe.failure = store_unavailable("the disk is full")
        with pytest.raises(UnavailableError, match="STORE_UNAVAILABLE"):
            await desk.ask("one")
        assert desk.done == 0
        desk.scribe.failure = None
        assert await desk.ask("one") == b"answer 1"
