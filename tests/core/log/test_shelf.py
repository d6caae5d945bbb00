"""Shelves: documents at hand."""

from __future__ import annotations

from odind.core.log.log import Log
from odind.core.log.memory import MemoryStore
from odind.core.log.scribe import Scribe
from odind.core.values.portable import portable
from tests.core.fakes import FakeClock


@portable
class Note:
    """A document."""

    text: str


@portable
class Other:
    """Another kind."""

    number: int


def new_scribe(store: MemoryStore, clock: FakeClock) -> Scribe:
    return Scribe(Log(clock, 10, 1 << 20, store), store, clock)


async def test_values_are_put_got_listed_in_order_and_deleted():
    shelf = new_scribe(MemoryStore(), FakeClock()).shelf("notes", Note)
    for key in ("a", "b", "a"):
        shelf.put(key, Note(key))
    assert (shelf.get("a"), shelf.get("x")) == (Note("a"), None)
    assert list(shelf.items()) == [("b", Note("b")), ("a", Note("a"))]
    shelf.delete("a")
    shelf.delete("x")
    assert (len(shelf), shelf.get("a")) == (1, None)


async def test_values_expire():
    clock = FakeClock()
    shelf = new_scribe(MemoryStore(), clock).shelf("notes", Note)
    shelf.put("short", Note("x"), clock.now() + 5)
    shelf.put("for ever", Note("y"))
    clock.advance(5)
    assert (shelf.get("short"), shelf.get("for ever")) == (None, Note("y"))
    assert len(shelf) == 1
    shelf.put("next", Note("z"))
    assert list(shelf._kept) == ["for ever", "next"]


async def test_documents_outlive_the_scribe_each_in_its_collection():
    clock, store = FakeClock(), MemoryStore(lasting=True)
    async with new_scribe(store, clock) as scribe:
        scribe.shelf("notes", Note).put("key", Note("one"))
        scribe.shelf("others", Other).put("key", Other(1))
        scribe.shelf("notes", Note).put("gone", Note("two"))
        scribe.shelf("notes", Note).delete("gone")
    async with new_scribe(store, clock) as scribe:
        assert dict(scribe.shelf("notes", Note).items()) == {"key": Note("one")}
        assert dict(scribe.shelf("others", Other).items()) == {"key": Other(1)}


async def test_a_value_of_another_type_than_today_is_as_none():
    clock, store = FakeClock(), MemoryStore(lasting=True)
    async with new_scribe(store, clock) as scribe:
        scribe.shelf("notes", Note).put("key", Note("one"))
    async with new_scribe(store, clock) as scribe:
        shelf = scribe.shelf("notes", Other)
        assert (shelf.get("key"), len(shelf)) == (None, 0)
