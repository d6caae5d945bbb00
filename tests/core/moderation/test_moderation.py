"""Moderation: what reaches the gateway, with which token, and what never does."""

from __future__ import annotations

from typing import Any

import pytest

from odind.core.bounds.limits import Limits
from odind.core.errors import FailedPreconditionError, InvalidArgumentError, PermissionDeniedError
from odind.core.moderation.moderation import MAX_BAN_S, Moderation
from odind.core.moderation.ports import BanClient, CloseRoom, MessageUser, UpdateRoom
from odind.core.rooms.admission import JoinTerms
from odind.core.rooms.gateways import Gateways
from odind.core.rooms.tenants import Tenant, Tenants
from odind.core.tokens.tokens import Tokens
from odind.core.values.payload import Json
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey
from tests.core.fakes import Keyring

from .fakes import FakeGatewayClient

NOW = 1_700_000_000


def moderation(client: FakeGatewayClient, *, key: bool = True) -> Moderation:
    tokens = Tokens(Keyring(), AccessKey.generate() if key else None, lambda: NOW)
    terms = JoinTerms(tokens, Limits(), Gateways("gateway.example", ("other.example",)))
    return Moderation(Tenants(Tenant("", terms)), Limits(), client)


async def test_each_act_is_one_request_with_a_token_for_it_alone():
    client = FakeGatewayClient()
    acts = moderation(client)
    await acts.ban_user("lobby", "bob", None, gateway="")
    await acts.ban_user("lobby", "bob", 60.0, gateway="")
    await acts.close_room("lobby", 0.0, gateway="other.example")
    await acts.message_user("lobby", "bob", Json("1"), gateway="")
    await acts.update_room("lobby", b"data", gateway="")
    assert [request for _, _, request in client.asked] == [
        BanClient("lobby", "bob", None),
        BanClient("lobby", "bob", 60.0),
        CloseRoom("lobby", 0.0),
        MessageUser("lobby", "bob", Json("1")),
        UpdateRoom("lobby", b"data"),
    ]
    assert [gateway for gateway, _, _ in client.asked][2:4] == ["other.example", "gateway.example"]
    claims = [jwt.parse(token).claims for _, token, _ in client.asked]
    assert [one["sub"] for one in claims] == [
        "RoomBanClient",
        "RoomBanClient",
        "RoomClose",
        "RoomSendMessage",
        "RoomUpdate",
    ]
    assert {(one["rid"], one["aud"], one["exp"]) for one in claims} == {("lobby", "gateway", NOW + 60)}


@pytest.mark.parametrize(
    ("act", "arguments", "reason"),
    [
        ("ban_user", ("", "bob", None), "ROOM_ID_MISSING"),
        ("ban_user", ("lobby", "", None), "USER_ID_MISSING"),
        ("ban_user", ("lobby", "bob", 0.0), "BAN_INVALID"),
        ("ban_user", ("lobby", "bob", -1.0), "BAN_INVALID"),
        ("ban_user", ("lobby", "bob", MAX_BAN_S + 1.0), "BAN_INVALID"),
        ("close_room", ("lobby", 0.5), "BAN_INVALID"),
        ("message_user", ("lobby", "bob", b"x" * 40_000), "MESSAGE_TOO_LARGE"),
        ("message_user", ("lobby", "bob", Json("{")), "PAYLOAD_NOT_JSON"),
        ("update_room", ("lobby", b"x" * 20_000), "USER_DATA_TOO_LARGE"),
    ],
)
async def test_what_makes_no_sense_never_reaches_a_gateway(act: str, arguments: Any, reason: str):
    client = FakeGatewayClient()
    with pytest.raises(InvalidArgumentError) as caught:
        await getattr(moderation(client), act)(*arguments, gateway="")
    assert caught.value.reason == reason
    assert client.asked == []


async def test_without_a_key_or_at_a_gateway_that_is_not_allowed_nothing_is_asked():
    client = FakeGatewayClient()
    with pytest.raises(FailedPreconditionError, match="NO_ACCESS_KEY"):
        await moderation(client, key=False).close_room("lobby", 0.0, gateway="")
    with pytest.raises(PermissionDeniedError, match="GATEWAY_NOT_ALLOWED"):
        await moderation(client).close_room("lobby", 0.0, gateway="third.example")
    assert client.asked == []
