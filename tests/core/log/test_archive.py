"""Documents that are read when somebody asks for them."""

from __future__ import annotations

import pytest

from odind.core.errors import UnavailableError
from odind.core.log.events import EventsLost
from odind.core.log.memory import MemoryStore
from tests.core.fakes import open_daemon

A, B = EventsLost(1, 1), EventsLost(2, 2)


@pytest.mark.parametrize("lasting", [True, False])
async def test_what_is_put_can_be_read_at_once_and_later(*, lasting: bool):
    async with open_daemon(store=MemoryStore(lasting=lasting)) as daemon:
        archive = daemon.scribe.archive("spans", EventsLost)
        archive.put("a", A)
        archive.put("b", A)
        archive.put("b", B)
        assert await archive.get(["a", "b", "c"]) == {"a": A, "b": B}
        await daemon.scribe.stored()
        archive.delete("a")
        assert await archive.get(["a", "b"]) == {"b": B}
        await daemon.scribe.stored()
        assert await archive.get(["a", "b"]) == {"b": B}


async def test_it_outlives_the_daemon_and_takes_no_memory_of_the_next_one():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        daemon.scribe.archive("spans", EventsLost).put("a", A)
        await daemon.scribe.stored()
    async with open_daemon(store=store) as daemon:
        assert "archive/spans" not in daemon.scribe._kept
        assert await daemon.scribe.archive("spans", EventsLost).get(["a"]) == {"a": A}


async def test_what_is_not_at_hand_cannot_be_read_while_the_store_fails():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store) as daemon:
        archive = daemon.scribe.archive("spans", EventsLost)
        archive.put("a", A)
        await daemon.scribe.stored()
        store.failure = UnavailableError("STORE_UNAVAILABLE", "it is full")
        archive.put("b", B)
        assert await archive.get(["b"]) == {"b": B}
        with pytest.raises(UnavailableError) as error:
            await archive.get(["a"])
        assert error.value.reason == "STORE_UNAVAILABLE"
        store.failure = None
