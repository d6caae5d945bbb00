"""Tenants: what is signed for each, what comes back for them, and what becomes of one that is gone."""

from __future__ import annotations

import copy

import pytest

from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import ALL, Verb
from odind.core.bounds.limits import Limits
from odind.core.errors import PermissionDeniedError
from odind.core.log.memory import MemoryStore
from odind.core.rooms.admission import JoinRequest, JoinTerms
from odind.core.rooms.events import ConnectionState
from odind.core.rooms.gateways import Gateways
from odind.core.rooms.tenants import Tenant
from odind.core.tokens.tokens import Tokens
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey
from tests.core.fakes import GATEWAY, Daemon, Keyring, open_daemon, turns

KEYS = {name: AccessKey.generate() for name in ("acme", "umbrella")}


def tenant_of(name: str) -> Tenant:
    tokens = Tokens(Keyring(), KEYS[name], lambda: 0.0)
    return Tenant(name, JoinTerms(tokens, Limits(), Gateways(f"{name}.example")))


BOTH = (tenant_of("acme"), tenant_of("umbrella"))


def caller_of(tenant: str) -> Principal:
    return Principal("chief", Grant(ALL, tenant=tenant))


def listed(daemon: Daemon, by: Principal) -> set[str]:
    return {view.connection_id for view in daemon.rooms.list_page(0, "", by)[0]}


async def join(daemon: Daemon, by: Principal) -> str:
    return (await daemon.rooms.join(JoinRequest("lobby", "anna"), by)).connection_id


async def test_a_join_goes_to_its_tenants_gateway_with_a_token_of_its_tenants_key():
    async with open_daemon(more_tenants=BOTH) as daemon:
        for tenant in ("", *KEYS):
            await join(daemon, caller_of(tenant))
        signed = {spec.gateway: jwt.parse(spec.token).header["kid"] for _, spec, _ in daemon.host.joins}
        own = {GATEWAY: daemon.tokens.own_key_id}
    assert signed == own | {f"{name}.example": key.key_id for name, key in KEYS.items()}


async def test_admins_see_their_tenants_things_alone_and_the_owner_sees_all():
    async with open_daemon(more_tenants=BOTH) as daemon:
        mine = {tenant: {await join(daemon, caller_of(tenant))} for tenant in ("", *KEYS)}
        by_owner = await join(daemon, OWNER)
        assert listed(daemon, caller_of("acme")) == mine["acme"]
        assert listed(daemon, caller_of("")) == {*mine[""], by_owner}
        for by in (OWNER, caller_of("*")):
            assert listed(daemon, by) == {by_owner}.union(*mine.values())


async def test_a_key_for_all_tenants_is_the_owners_to_make():
    async with open_daemon(more_tenants=BOTH) as daemon:
        for tenant in ("*", "umbrella", ""):
            with pytest.raises(PermissionDeniedError, match="tenant must be within"):
                await daemon.plane.keys.create("", Grant(ALL, tenant=tenant), caller_of("acme"))
            key, _ = await daemon.plane.keys.create("", Grant(ALL, tenant=tenant), OWNER)
            assert key not in daemon.plane.keys.all(caller_of("acme"))
            assert key in daemon.plane.keys.all(OWNER)


async def test_connections_come_back_with_the_key_of_their_tenant_until_it_is_gone():
    store = MemoryStore(lasting=True)
    async with open_daemon(store=store, more_tenants=BOTH) as daemon:
        key, text = await daemon.plane.keys.create("", Grant(frozenset({Verb.JOIN}), tenant="acme"), OWNER)
        theirs = await join(daemon, daemon.plane.keys.principal(text))
        await daemon.scribe.stored()
        left_behind = copy.deepcopy(store)
    async with open_daemon(store=copy.deepcopy(left_behind), more_tenants=BOTH) as daemon:
        await turns(20)
        assert daemon.rooms.get(theirs).state is ConnectionState.JOINED
        ((_, spec, _),) = daemon.host.joins
        assert jwt.parse(spec.token).header["kid"] == KEYS["acme"].key_id
    async with open_daemon(store=left_behind) as daemon:
        await turns(20)
        assert listed(daemon, OWNER) == set()
        assert daemon.plane.keys.get(key.key_id) is None
        with pytest.raises(PermissionDeniedError, match="KEY_WRONG"):
            daemon.plane.keys.principal(text)
