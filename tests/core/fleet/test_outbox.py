"""What a member ships: each event of its log once and in order, whatever fails in between."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from odind.core.fleet.events import MemberEventsLost
from odind.core.fleet.outbox import Outbox
from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.refusals import store_unavailable
from odind.core.log.scribe import Scribe
from odind.core.values.portable import portable
from tests.core.fakes import FakeClock, turns

from .journal import FakeJournal, FakeSequence

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

ROOMY = 1 << 30
PATIENCE_TURNS = 2_000


@portable
class Spoke:
    word: str


class Member:
    """A log with its store and its outbox."""

    def __init__(
        self, journal: FakeJournal, store: MemoryStore, max_events: int, keep: Callable[[object], object]
    ) -> None:
        self.clock = FakeClock()
        self.log = Log(self.clock, max_events, ROOMY, store)
        self.scribe = Scribe(self.log, store, self.clock)
        self.journal = journal
        self._keep = keep

    def say(self, *words: str) -> None:
        for word in words:
            self.log.append("c-1", Spoke(word))

    def outbox(self) -> Outbox:
        return Outbox(self.scribe, self.journal, self.clock, self._keep)

    async def until(self, condition: Callable[[], object]) -> None:
        """Let time pass until a condition is met."""
        for _ in range(PATIENCE_TURNS):
            if condition():
                return
            await turns()
            self.clock.advance(0.01)
        raise AssertionError("it does not come")


@asynccontextmanager
async def running(
    shared: FakeSequence,
    store: MemoryStore,
    *,
    most: int = 1_000,
    max_events: int = 1_000,
    keep: Callable[[object], object] = lambda event: event,
) -> AsyncIterator[Member]:
    """A member that ships until the end of the block, at which it is killed."""
    member = Member(FakeJournal(shared, "one", most), store, max_events, keep)
    async with member.scribe, asyncio.TaskGroup() as tasks:
        shipping = tasks.create_task(member.outbox().run())
        yield member
        shipping.cancel()


def words(shared: FakeSequence) -> list[object]:
    return [one.event.word if isinstance(one.event, Spoke) else one.event for one in shared.entries]


async def test_events_are_shipped_once_and_in_order_over_restarts():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store) as member:
        member.say("a", "b")
        await member.until(lambda: len(shared.entries) == 2)
    async with running(shared, store) as member:
        member.say("c")
        await member.until(lambda: len(shared.entries) == 3)
    assert words(shared) == ["a", "b", "c"]
    assert [one.sequence for one in shared.entries] == [shared.last - 2, shared.last - 1, shared.last]


async def test_what_happens_while_the_database_is_away_is_shipped_later_also_after_a_crash():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store) as member:
        member.say("a")
        await member.until(lambda: shared.entries)
        shared.away = True
        member.say("b")
        await member.until(lambda: member.log.stored == member.log.last)
        await turns(50)
        assert words(shared) == ["a"]
    async with running(shared, store) as member:
        member.say("c")
        await member.until(lambda: member.log.stored == member.log.last)
        shared.away = False
        await member.until(lambda: len(shared.entries) == 3)
    assert words(shared) == ["a", "b", "c"]


async def test_a_lost_answer_doubles_nothing():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store) as member:
        member.journal.loses_answer = True
        member.say("a", "b")
        await member.until(lambda: not member.journal.loses_answer)
        member.say("c")
        await member.until(lambda: len(shared.entries) >= 3)
        await turns(50)
    assert words(shared) == ["a", "b", "c"]


async def test_a_journal_that_takes_some_gets_the_rest_later():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store, most=2) as member:
        member.say(*"abcde")
        await member.until(lambda: len(shared.entries) == 5)
    assert words(shared) == [*"abcde"]


async def test_many_small_events_make_few_statements():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store) as member:
        for number in range(50):
            member.say(str(number))
            await turns()
        await member.until(lambda: len(shared.entries) == 50)
        assert member.journal.adds <= 5


async def test_events_that_the_log_has_lost_are_told_as_lost():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store, max_events=3) as member:
        member.say("a")
        await member.until(lambda: shared.entries)
        store.failure = store_unavailable("the disk is full")
        shared.away = True
        member.say(*"bcdefgh")
        await member.until(lambda: member.scribe.failing)
        store.failure, shared.away = None, False
        await member.until(lambda: any(isinstance(one, MemberEventsLost) for one in words(shared)))
        member.say("z")
        await member.until(lambda: words(shared)[-1] == "z")
    found = words(shared)
    (lost,) = [one for one in found if isinstance(one, MemberEventsLost)]
    assert found.index(lost) == 1
    told = [one.local for one in shared.entries if one.event != lost]
    covered = sorted([*told, *range(lost.first, lost.last + 1)])
    assert covered == [*range(covered[0], covered[-1] + 1)]


async def test_a_store_of_yesterday_gives_its_numbers_another_name():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store) as member:
        member.say("a")
        await member.until(lambda: shared.entries)
    ((place, reached),) = shared.positions.items()
    shared.positions[place] = reached + 5_000_000
    async with running(shared, store) as member:
        await member.until(lambda: len(shared.positions) == 2)
        member.say("b")
        await member.until(lambda: len(shared.entries) == 2)
    assert words(shared) == ["a", "b"]


async def test_what_may_not_be_kept_is_not_shipped_and_hashes_are_made_once():
    def hashed(event: object) -> object:
        return Spoke(f"#{event.word}") if isinstance(event, Spoke) else event

    shared, store = FakeSequence(), MemoryStore(lasting=True)
    async with running(shared, store, keep=hashed, max_events=2) as member:
        shared.away = True
        await member.until(lambda: member.log.stored == member.log.last)
        for word in "abcd":
            member.say(word)
            await member.until(lambda: member.log.stored == member.log.last)
        shared.away = False
        await member.until(lambda: len(shared.entries) == 4)
    assert words(shared) == [
        "a",
        "b",
        "#c",
        "#d",
    ]  # the store, which is not this one, has hashed the first two


async def test_the_end_of_a_closed_log_is_shipped():
    shared, store = FakeSequence(), MemoryStore(lasting=True)
    member = Member(FakeJournal(shared, "one"), store, 1_000, lambda event: event)
    async with member.scribe:
        outbox = member.outbox()
        member.say("a", "b")
        member.log.close()
        async with asyncio.TaskGroup() as tasks:
            ending = tasks.create_task(outbox.end())
            await member.until(ending.done)
    assert words(shared) == ["a", "b"]
