"""Joins with a ticket of ODIN Rooms: who may use one, and what it says."""

from __future__ import annotations

import pytest

from odind.clock import FakeClock
from odind.core.access.grant import Grant
from odind.core.access.principal import Principal
from odind.core.access.verbs import Verb
from odind.core.errors import InvalidArgumentError, PermissionDeniedError
from odind.core.rooms.admission import JoinRequest
from odind.core.rooms.cipher import RoomsDefault
from odind.core.tokens.hosted import HostedTokens, RoomsTicket
from tests.core.fakes import open_daemon
from tests.core.tokens.fakes import FakeTokenService

GAME = Principal("k1", Grant(frozenset({Verb.JOIN}), ("lobby-*",), ("bot-*",)))


def ticket(room_id: str = "lobby-1", user_id: str = "bot-1") -> JoinRequest:
    return JoinRequest(rooms=RoomsTicket("key", "game", room_id, user_id), cipher=RoomsDefault())


async def test_a_ticket_is_for_the_rooms_and_users_of_the_grant_and_nobody_is_asked_for_others():
    service = FakeTokenService()
    hosted = HostedTokens(service, {"game": "planted"}, FakeClock(), 10)
    async with open_daemon(hosted=hosted) as daemon:
        for refused in (ticket("elsewhere"), ticket(user_id="anna")):
            with pytest.raises(PermissionDeniedError):
                await daemon.rooms.join(refused, GAME)
        assert not service.asked
        view = await daemon.rooms.join(ticket(), GAME)
        assert (view.room_id, view.user_id, view.encrypted) == ("lobby-1", "bot-1", True)
        assert daemon.host.joins[0][1].password == "lobby-1"  # noqa: S105 - the room's


async def test_without_secrets_no_ticket_is_good():
    async with open_daemon() as daemon:
        with pytest.raises(InvalidArgumentError, match="SECRET_FILE_UNKNOWN"):
            await daemon.rooms.join(ticket())


async def test_the_password_is_the_id_of_the_ticket_whatever_the_token_calls_the_room():
    service = FakeTokenService()
    service.token = service.key.sign('{"rid":"project/lobby-1","uid":"bot-1"}')
    hosted = HostedTokens(service, {"game": "planted"}, FakeClock(), 10)
    async with open_daemon(hosted=hosted) as daemon:
        view = await daemon.rooms.join(ticket())
        assert view.room_id == "project/lobby-1"
        assert daemon.host.joins[0][1].password == "lobby-1"  # noqa: S105 - the room's
        await daemon.rooms.set_cipher(view.connection_id, RoomsDefault())
        assert daemon.host.performed[-1].password == "lobby-1"  # noqa: S105 - the room's
