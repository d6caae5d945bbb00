"""Joins ask a token service within its rate, in order, and never keep what it says."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from odind.clock import FakeClock
from odind.core.errors import InvalidArgumentError, OdindError, ResourceExhaustedError, UnavailableError
from odind.core.tokens.hosted import HostedTokens, RoomsPage, RoomsTicket
from tests.core.fakes import turns

from .fakes import FakeTokenService

TICKET = RoomsTicket("key", "game", "lobby", "anna")


class Asking:
    """A service that may be asked so many times a minute, and those who ask."""

    def __init__(self, per_minute: int = 2) -> None:
        self.clock = FakeClock()
        self.service = FakeTokenService()
        self.hosted = HostedTokens(self.service, {"game": "planted"}, self.clock, per_minute)

    async def error(self, ticket: RoomsTicket) -> OdindError:
        with pytest.raises(OdindError) as caught:
            await self.hosted.create(ticket)
        return caught.value


async def test_each_join_asks_anew_with_the_secret_of_that_name():
    asking = Asking()
    first, second = await asking.hosted.create(TICKET), await asking.hosted.create(TICKET)
    assert first.token
    assert asking.service.asked == [("key", "planted", "lobby", "anna")] * 2
    assert first.page == second.page == RoomsPage("game", "https://game.rooms.chat/lobby")


@pytest.mark.parametrize(
    ("domain", "room_id", "url"),
    [
        ("voice.example", "lobby", "https://voice.example/lobby"),
        ("game", "a b?#ä", "https://game.rooms.chat/a%20b%3F%23%C3%A4"),
        ("", "lobby", None),
    ],
)
async def test_the_page_is_where_the_domain_says(domain: str, room_id: str, url: str | None):
    asking = Asking()
    asking.service.domain = domain
    page = (await asking.hosted.create(replace(TICKET, room_id=room_id))).page
    assert (page.url if page else None) == url


@pytest.mark.parametrize("domain", ["evil.example/path", "a..b", "-a", "a" * 64, "javascript:x", "ä"])
async def test_a_domain_that_is_none_is_garbage(domain: str):
    asking = Asking()
    asking.service.domain = domain
    assert (await asking.error(TICKET)).reason == "TOKEN_SERVICE_ANSWER_INVALID"


@pytest.mark.parametrize("name", ["", "other", "../game", "/etc/passwd", "game\n"])
async def test_a_secret_is_found_by_its_name_alone(name: str):
    asking = Asking()
    error = await asking.error(replace(TICKET, secret_name=name))
    assert (error.reason, type(error)) == ("SECRET_FILE_UNKNOWN", InvalidArgumentError)
    assert not asking.service.asked


async def test_joins_beyond_the_rate_wait_in_order_and_a_full_queue_is_told():
    asking = Asking()
    users: list[str] = []

    async def join(user_id: str) -> None:
        await asking.hosted.create(replace(TICKET, user_id=user_id))
        users.append(user_id)

    async with asyncio.TaskGroup() as tasks:
        for number in range(4):
            tasks.create_task(join(f"u{number}"))
        await turns(20)
        assert users == ["u0", "u1"]
        error = await asking.error(TICKET)
        assert (type(error), error.reason) == (ResourceExhaustedError, "TOKEN_SERVICE_BUSY")
        asking.clock.advance(59.0)
        await turns(20)
        assert len(users) == 2
        asking.clock.advance(1.5)
        await turns(20)
        assert users == ["u0", "u1", "u2", "u3"]
    assert len(asking.service.asked) == 4


async def test_who_gives_up_while_waiting_leaves_the_place_to_the_next():
    asking = Asking(1)
    await asking.hosted.create(TICKET)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await asking.hosted.create(TICKET)
    asking.clock.advance(61.0)
    assert (await asking.hosted.create(TICKET)).token
    assert len(asking.service.asked) == 2


async def test_a_failure_of_the_service_reaches_the_caller():
    asking = Asking()
    asking.service.failure = UnavailableError("TOKEN_SERVICE_UNREACHABLE", "away")
    assert await asking.error(TICKET) is asking.service.failure
