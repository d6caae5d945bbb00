"""What a grant lets callers name: gateways, passwords, and secrets of ODIN Rooms."""

from __future__ import annotations

import pytest

from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import ALL
from odind.core.bounds.limits import Limits
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.rooms.admission import JoinRequest, JoinTerms
from odind.core.rooms.cipher import PasswordFile, Passwords
from odind.core.rooms.gateways import Gateway, Gateways
from odind.core.rooms.tenants import Tenant, Tenants
from odind.core.tokens.hosted import HostedTokens, RoomsTicket
from odind.core.tokens.tokens import Tokens
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring, open_house
from tests.core.tokens.fakes import FakeTokenService

LIMITED = Principal("game", Grant(ALL, gateways=("stage-*",), secrets=("lobby-*",)))


@pytest.fixture
def tenants() -> Tenants:
    tokens = Tokens(Keyring(), AccessKey.generate(), lambda: 0.0)
    named = {name: Gateway(f"{name}.example") for name in ("stage-1", "live")}
    passwords = Passwords({"lobby-1": "secret", "hall": "secret"})
    hosted = HostedTokens(FakeTokenService(), {"lobby-1": "secret", "hall": "secret"}, FakeClock(), 9)
    gateways = Gateways("own.example", ("*",), named)
    return Tenants(Tenant("", JoinTerms(tokens, Limits(), gateways, passwords, hosted)))


def test_a_gateway_that_is_not_granted_is_refused_by_its_name_and_by_its_address(tenants: Tenants) -> None:
    gateways = tenants.of(LIMITED).terms.gateways
    assert gateways.choose("").address == gateways.choose("own.example").address == "own.example"
    assert gateways.choose("stage-1").address == "stage-1.example"
    for name in ("live", "live.example", "eu", "unknown", "stage.example"):
        with pytest.raises(PermissionDeniedError, match="GATEWAY_NOT_GRANTED"):
            gateways.choose(name)
    assert tenants.of(OWNER).terms.gateways.choose("live").address == "live.example"


async def test_passwords_and_secrets_that_are_not_granted_do_not_exist(tenants: Tenants) -> None:
    terms = tenants.of(LIMITED).terms

    def join(name: str) -> JoinRequest:
        return JoinRequest("lobby", "anna", cipher=PasswordFile(name))

    assert terms.prepare(join("lobby-1"))[0].password
    with pytest.raises(InvalidArgumentError, match="PASSWORD_FILE_UNKNOWN"):
        terms.prepare(join("hall"))
    with pytest.raises(InvalidArgumentError, match="SECRET_FILE_UNKNOWN"):
        await terms.settle(JoinRequest(rooms=RoomsTicket("key", "hall", "abc-defg-hij", "anna")))
    assert tenants.holding("c1").terms.prepare(join("hall"))[0].password


async def test_a_session_names_no_more_than_its_maker() -> None:
    async with open_house() as house:
        made = house.plane.sessions.create("lobby", "anna", frozenset(), None, LIMITED)
        found = house.plane.sessions.principal(made.text)
    assert (found.grant.gateways, found.grant.secrets) == (("stage-*",), ("lobby-*",))


def test_nobody_passes_on_gateways_and_secrets_beyond_their_own() -> None:
    narrow = Grant(ALL, gateways=("stage-1",), secrets=("lobby-1",))
    assert narrow.within(LIMITED.grant)
    assert not Grant(ALL, gateways=("live",), secrets=("lobby-1",)).within(LIMITED.grant)
    assert not Grant(ALL, gateways=("stage-1",)).within(LIMITED.grant)
