"""Quotas: what a key with its sessions, and a tenant, may hold and do."""

from __future__ import annotations

from dataclasses import replace

from odind.core.access.accounts import quotas_of
from odind.core.access.grant import Grant
from odind.core.access.principal import ITSELF, OWNER, Principal
from odind.core.access.quotas import Quotas
from odind.core.access.verbs import ALL
from odind.core.bounds.limits import Limits
from odind.core.errors import ResourceExhaustedError
from odind.core.rooms.admission import JoinRequest
from odind.services.access import Caller
from odind.services.turnstile import Turnstile
from tests.core.fakes import Daemon, FakeClock, open_daemon
from tests.core.rooms.test_tenants import tenant_of

ACME = replace(tenant_of("acme"), quotas=Quotas(connections=3))
JOIN = "/odind.v1.RoomService/JoinRoom"
READ = "/odind.v1.RoomService/ListConnections"


def caller_of(name: str, tenant: str = "", **quotas: int) -> Principal:
    return Principal(name, Grant(ALL, tenant=tenant, quotas=Quotas(**quotas)))


async def joined(daemon: Daemon, by: Principal, times: int) -> str:
    """Join so often, if that is allowed; return who has too many."""
    for _ in range(times):
        try:
            await daemon.rooms.join(JoinRequest("lobby", "anna"), by)
        except ResourceExhaustedError as error:
            return f"{error.metadata.get('whose')} {error.metadata['limit']}"
    return ""


async def test_a_key_and_its_sessions_have_no_more_connections_than_its_quota():
    async with open_daemon() as daemon:
        assert await joined(daemon, caller_of("game", connections=2), 1) == ""
        assert await joined(daemon, caller_of("game/anna", connections=2), 2) == "game 2"
        assert await joined(daemon, caller_of("other", connections=2), 2) == ""


async def test_one_key_never_fills_the_daemon():
    async with open_daemon(max_connections=4) as daemon:
        assert await joined(daemon, caller_of("greedy"), 4) == "greedy 3"
        assert await joined(daemon, caller_of("modest"), 1) == ""


async def test_neither_the_owner_nor_the_daemon_itself_has_a_share():
    async with open_daemon(max_connections=4) as daemon:
        assert await joined(daemon, ITSELF, 4) == ""
        assert await joined(daemon, OWNER, 1) == "None 4"


async def test_all_keys_of_a_tenant_together_have_no_more_than_its_quota():
    async with open_daemon(more_tenants=[ACME]) as daemon:
        assert await joined(daemon, caller_of("one", "acme"), 2) == ""
        assert await joined(daemon, caller_of("two", "acme"), 2) == "+acme 3"
        assert await joined(daemon, caller_of("two"), 2) == ""


def refused(turnstile: Turnstile, by: Principal, rpc: str, times: int) -> str:
    """Make a call so often, if that is allowed; return who does too much."""
    for _ in range(times):
        try:
            turnstile.count(turnstile.known(Caller("rpc"), by), rpc)
        except ResourceExhaustedError as error:
            return f"{error.metadata['caller']} {error.metadata['limit']}"
    return ""


def test_calls_and_joins_of_a_key_and_of_a_tenant_have_rates():
    turnstile = Turnstile(Limits(), FakeClock())
    turnstile.tenants = {"acme": Quotas(calls_per_second=3)}
    assert refused(turnstile, caller_of("game", calls_per_second=1), READ, 2) == ""
    assert refused(turnstile, caller_of("game/anna", calls_per_second=1), READ, 1) == "game 1"
    assert refused(turnstile, caller_of("shy", joins_per_minute=2), READ, 9) == ""
    assert refused(turnstile, caller_of("shy", joins_per_minute=2), JOIN, 5) == "shy 2"
    assert refused(turnstile, caller_of("one", "acme"), READ, 4) == ""
    assert refused(turnstile, caller_of("two", "acme"), READ, 3) == "+acme 3"


def test_a_call_carries_the_quotas_of_its_audio_streams():
    turnstile = Turnstile(Limits(), FakeClock())
    turnstile.tenants = {"acme": Quotas(audio_streams=5)}
    known = turnstile.known(Caller("rpc"), caller_of("game/anna", "acme", audio_streams=2))
    assert known.stream_quotas == {"+acme": 5, "+acme/game": 2}
    assert known.name == "+acme/game/anna"
    relayed = replace(known, face="worker")
    assert turnstile.known(relayed, OWNER).stream_quotas == known.stream_quotas
    assert quotas_of(OWNER, turnstile.tenants) == {}
