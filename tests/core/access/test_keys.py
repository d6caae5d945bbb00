"""Keys and sessions: made, shown, rotated, revoked, expired, and whatever else callers may send."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from odind.core.access.grant import Grant
from odind.core.access.key import ApiKey, declared_hash, key_text, new_secret
from odind.core.access.keys import Keys
from odind.core.access.live import LOOK_EVERY_S, LiveCalls
from odind.core.access.principal import OWNER
from odind.core.access.sessions import Sessions
from odind.core.access.verbs import Verb
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError, UnavailableError
from odind.core.log.memory import MemoryStore
from odind.core.log.refusals import store_unavailable
from odind.core.log.scribe import Scribe
from odind.core.plane import new_log
from tests.core.fakes import FakeClock, turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.core.access.principal import Principal

SECRET = b"s" * 32
READ = Grant(frozenset({Verb.READ}))
SOME = Grant(frozenset({Verb.READ, Verb.JOIN}), ("lobby-*",))


class Ring:
    """Keys and sessions over a store."""

    def __init__(self, store: MemoryStore | None = None) -> None:
        self.clock = FakeClock()
        self.store = store or MemoryStore(lasting=True)
        self.scribe = Scribe(new_log(self.clock, Limits(), self.store), self.store, self.clock)
        self.keys = Keys(self.scribe, self.clock, SECRET)
        self.sessions = Sessions(self.keys, self.clock, SECRET)

    async def key(self, grant: Grant = READ) -> tuple[str, str]:
        key, text = await self.keys.create("bot", grant, OWNER)
        return key.key_id, text


@asynccontextmanager
async def open_ring(store: MemoryStore | None = None) -> AsyncIterator[Ring]:
    ring = Ring(store)
    async with ring.scribe:
        yield ring


def refused(ring: Ring, text: str) -> str:
    """The reason for which a key is refused."""
    with pytest.raises(PermissionDeniedError) as error:
        ring.keys.principal(text)
    assert text not in str(error.value)
    return error.value.reason


async def test_a_key_is_known_by_its_text_also_after_a_restart_and_the_store_has_no_secret() -> None:
    async with open_ring() as ring:
        key_id, text = await ring.key(SOME)
        shown = ring.keys.principal(text)
        assert (shown.name, shown.grant, shown.key_id) == (key_id, SOME, key_id)
        kept = repr(vars(ring.store))
        assert key_id in kept
        assert text.rpartition("_")[2] not in kept
    async with open_ring(ring.store) as later:
        assert later.keys.principal(text) == shown


async def test_unknown_wrong_revoked_and_truncated_keys_get_the_same_answer() -> None:
    async with open_ring() as ring:
        key_id, text = await ring.key()
        wrong = key_text(key_id, new_secret())
        for other in (wrong, key_text("k0", new_secret()), text[:-1], text + "x", "odk_", text.upper()):
            assert refused(ring, other) == "KEY_WRONG"
        await ring.keys.revoke(key_id, OWNER)
        assert refused(ring, text) == "KEY_WRONG"


async def test_a_right_key_is_told_that_its_time_is_over() -> None:
    async with open_ring() as ring:
        _, text = await ring.key(replace(READ, expires_at=ring.clock.now() + 10))
        ring.keys.principal(text)
        ring.clock.advance(10)
        assert refused(ring, text) == "KEY_EXPIRED"


async def test_a_rotated_key_takes_the_secret_before_for_its_grace() -> None:
    async with open_ring() as ring:
        key_id, before = await ring.key()
        _, after = await ring.keys.rotate(key_id, 60, OWNER)
        assert ring.keys.principal(before).grant == ring.keys.principal(after).grant
        ring.clock.advance(60)
        assert refused(ring, before) == "KEY_WRONG"
        ring.keys.principal(after)


async def test_a_declared_key_is_known_by_a_plain_hash_while_it_is_declared() -> None:
    async with open_ring() as ring:
        secret = new_secret()
        key = ApiKey("ops", "ops", READ, declared_hash(secret), 0.0, declared=True)
        ring.keys.declare({"ops": key})
        assert ring.keys.principal(key_text("ops", secret)).name == "ops"
        ring.keys.declare({})
        assert refused(ring, key_text("ops", secret)) == "KEY_WRONG"


async def test_a_key_is_revoked_also_while_nothing_can_be_stored() -> None:
    async with open_ring() as ring:
        key_id, text = await ring.key()
        ring.scribe.failure = store_unavailable("the disk is full")
        with pytest.raises(UnavailableError):
            await ring.keys.revoke(key_id, OWNER)
        assert refused(ring, text) == "KEY_WRONG"
        ring.scribe.failure = None


async def test_a_session_is_one_user_in_one_room_and_no_more_than_its_maker() -> None:
    async with open_ring() as ring:
        until = ring.clock.now() + 100
        key_id, text = await ring.key(replace(SOME, expires_at=until))
        by = ring.keys.principal(text)
        session = ring.sessions.create("lobby-1", "anna", frozenset(), 3_600, by)
        shown = ring.sessions.principal(session.text)
        assert shown.grant == Grant(SOME.verbs, ("lobby-1",), ("anna",), until)
        assert shown.name.startswith(f"{key_id}/")
        again = ring.sessions.principal(ring.sessions.create("lobby-1", "anna", frozenset(), 5, by).text)
        assert again.name == shown.name
        assert by.sees(shown.new_id("c"), "lobby-1")
        for room, verbs in (("hall", frozenset()), ("lobby-1", frozenset({Verb.SPEAK}))):
            with pytest.raises(PermissionDeniedError, match="GRANT_EXCEEDED"):
                ring.sessions.create(room, "anna", verbs, None, by)


async def test_a_session_cannot_outlive_itself_by_making_others() -> None:
    async with open_ring() as ring:
        first = ring.sessions.principal(ring.sessions.create("room", "anna", frozenset(), 10, OWNER).text)
        second = ring.sessions.create("room", "anna", frozenset(), 3_600, first)
        assert second.grant.until == first.grant.until
        assert ring.sessions.principal(second.text).name == first.name


async def test_a_session_ends_with_its_time_and_with_its_key() -> None:
    async with open_ring() as ring:
        key_id, text = await ring.key(SOME)
        by = ring.keys.principal(text)
        short, long = (ring.sessions.create("lobby-1", "anna", frozenset(), ttl, by) for ttl in (5, 500))
        ring.clock.advance(5)
        with pytest.raises(PermissionDeniedError, match="SESSION_EXPIRED"):
            ring.sessions.principal(short.text)
        ring.sessions.principal(long.text)
        await ring.keys.revoke(key_id, OWNER)
        with pytest.raises(PermissionDeniedError, match="SESSION_WRONG"):
            ring.sessions.principal(long.text)


async def test_a_session_of_another_daemon_is_none() -> None:
    async with open_ring() as ring:
        text = (
            Sessions(ring.keys, ring.clock, b"x" * 32).create("room", "anna", frozenset(), None, OWNER).text
        )
        with pytest.raises(PermissionDeniedError, match="SESSION_WRONG"):
            ring.sessions.principal(text)


async def run_under(live: LiveCalls, principal: Principal) -> str:
    """Run for ever under a grant; return the reason for which it ended."""
    try:
        async with live.under(principal):
            await asyncio.get_running_loop().create_future()
    except PermissionDeniedError as error:
        return error.reason
    raise AssertionError


async def test_calls_end_at_once_when_their_key_is_revoked_and_within_half_a_second_when_it_expires() -> None:
    async with open_ring() as ring, asyncio.TaskGroup() as tasks:
        live = LiveCalls(ring.keys.stands, ring.clock, lambda: None)
        ring.keys.on_change = live.look
        _, text = await ring.key(replace(READ, expires_at=ring.clock.now() + 100))
        key_id, other = await ring.key()
        expiring, revoked = (
            tasks.create_task(run_under(live, ring.keys.principal(one))) for one in (text, other)
        )
        looking = tasks.create_task(live.run())
        await turns()
        await ring.keys.revoke(key_id, OWNER)
        assert await revoked == "GRANT_REVOKED"
        for _ in range(200):
            assert not expiring.done()
            ring.clock.advance(LOOK_EVERY_S)
            await turns()
        assert await expiring == "GRANT_REVOKED"
        looking.cancel()


async def test_a_call_ends_when_its_key_is_declared_with_less_or_its_secret_is_replaced() -> None:
    async with open_ring() as ring, asyncio.TaskGroup() as tasks:
        live = LiveCalls(ring.keys.stands, ring.clock, lambda: None)
        ring.keys.on_change = live.look
        secret = new_secret()
        key = ApiKey("ops", "ops", SOME, declared_hash(secret), 0.0, declared=True)
        ring.keys.declare({"ops": key})
        declared = tasks.create_task(run_under(live, ring.keys.principal(key_text("ops", secret))))
        key_id, text = await ring.key()
        rotated = tasks.create_task(run_under(live, ring.keys.principal(text)))
        await turns()
        ring.keys.declare({"ops": replace(key, name="renamed")})
        await turns()
        assert not declared.done()
        ring.keys.declare({"ops": replace(key, grant=READ)})
        assert await declared == "GRANT_REVOKED"
        assert not rotated.done()
        await ring.keys.rotate(key_id, 0, OWNER)
        assert await rotated == "GRANT_REVOKED"


async def test_a_failure_of_the_call_itself_stays_what_it_is() -> None:
    async with open_ring() as ring:
        live = LiveCalls(ring.keys.stands, ring.clock, lambda: None)
        with pytest.raises(TimeoutError):
            async with live.under(OWNER):
                raise TimeoutError
