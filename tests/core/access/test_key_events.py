"""What the log says of keys, to whom, and what becomes of the consumers of one that is over."""

from __future__ import annotations

from contextlib import aclosing

from odind.core.access.events import KEY_EVENTS, KeyCreated, KeyExpired, KeyRevoked, KeyRotated
from odind.core.access.grant import Grant
from odind.core.access.live import LOOK_EVERY_S
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import ALL, Verb
from odind.core.rooms.watching import Wanted
from odind.pack.rooms import pack_watched
from tests.core.fakes import Daemon, open_daemon
from tests.core.rooms.test_tenants import BOTH, caller_of

READ = Grant(frozenset({Verb.READ}))


async def told(daemon: Daemon, by: Principal) -> list[object]:
    wanted = Wanted(after_sequence=0, until_now=True, kinds=KEY_EVENTS, by=by)
    async with aclosing(daemon.watches.watch(wanted)) as items:
        return [item.event async for item in items]  # type: ignore[union-attr] # no snapshot


async def test_what_happens_to_keys_is_told_to_admins_of_their_tenant() -> None:
    async with open_daemon(more_tenants=BOTH) as daemon:
        keys = daemon.plane.keys
        key, _ = await keys.create("bots", READ, OWNER)
        theirs, _ = await keys.create("theirs", Grant(READ.verbs, tenant="acme"), caller_of("acme"))
        await keys.rotate(key.key_id, 0, OWNER)
        await keys.revoke(key.key_id, OWNER)
        ours = [kind(key.key_id, "bots", "", "") for kind in (KeyCreated, KeyRotated, KeyRevoked)]
        of_acme = KeyCreated(theirs.key_id, "theirs", "acme", "chief")
        assert await told(daemon, caller_of("")) == ours
        assert await told(daemon, caller_of("acme")) == [of_acme]
        assert await told(daemon, caller_of("umbrella")) == []
        assert await told(daemon, Principal("reader", Grant(ALL - {Verb.ADMIN}))) == []
        assert await told(daemon, OWNER) == [ours[0], of_acme, *ours[1:]]


async def test_the_expiry_of_a_key_is_told_once_and_its_consumers_are_forgotten() -> None:
    async with open_daemon() as daemon:
        plane, now = daemon.plane, daemon.clock.now()
        grant = Grant(READ.verbs, expires_at=now + 10)
        keys = [(await plane.keys.create("short", grant, OWNER))[0] for _ in range(2)]
        by = [Principal(key.key_id, grant) for key in keys]
        session = Principal(f"{keys[0].key_id}/anna", grant)
        for one in (*by, session, OWNER):
            await plane.consumers.place("billing", one)
        await plane.keys.revoke(keys[0].key_id, OWNER)
        assert [plane.consumers.all(one) for one in (by[0], session)] == [[], []]
        assert len(plane.consumers.all(by[1])) == 1
        for _ in range(2):
            daemon.clock.advance(10 + LOOK_EVERY_S)
            plane.live.look()
        assert [event for event in await told(daemon, OWNER) if isinstance(event, KeyExpired)] == [
            KeyExpired(keys[1].key_id, "short", "", "")
        ]
        assert plane.consumers.all(by[1]) == []
        assert [name for name, _ in plane.consumers.all(OWNER)] == ["billing"]


async def test_an_event_of_a_key_names_no_connection() -> None:
    async with open_daemon() as daemon:
        key, _ = await daemon.plane.keys.create("bots", READ, OWNER)
        wanted = Wanted(after_sequence=0, until_now=True, kinds=KEY_EVENTS)
        async with aclosing(daemon.watches.watch(wanted)) as items:
            ((message,),) = [list(pack_watched(item)) async for item in items]
        assert message.event.connection_id == ""
        assert message.event.key_created.key_id == key.key_id
