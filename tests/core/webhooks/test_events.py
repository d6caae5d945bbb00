"""What is told of endpoints that get nothing, and of webhooks that were given up; and to whom."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any

import pytest

from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import Verb
from odind.core.rooms.watching import Wanted
from odind.core.webhooks.endpoint import Disabled, Endpoint
from odind.core.webhooks.events import WEBHOOK_EVENTS, WebhookDead, WebhookDisabled
from odind.pack.rooms import pack_watched
from odind.v1 import webhooks_pb2
from tests.core.fakes import open_daemon
from tests.core.webhooks.fakes import BROKEN, GONE, OK, Office, open_office

ALARM = "https://alarm.example/hook"


async def test_an_endpoint_that_is_gone_is_told_and_one_that_a_call_disables_is_not():
    async with open_office() as office:
        office.carrier.answer = lambda _: GONE
        gone = await office.endpoint(name="game")
        office.happen()
        await office.settle()
        by_call = await office.endpoint("https://other.example/hook")
        await office.webhooks.disable(by_call.endpoint_id)
        assert await told(office) == [WebhookDisabled(("*",), gone.endpoint_id, "game", Disabled.GONE)]


async def test_a_webhook_that_is_given_up_is_told_to_other_endpoints_and_those_tell_of_no_more():
    async with open_office() as office:
        office.carrier.answer = lambda _: BROKEN
        game = await office.endpoint(events=("peer.*",))
        alarm = await office.endpoint(ALARM, events=("webhook.*",))
        (first,) = office.happen()
        await die(office, game)
        (dead,) = await told(office)
        assert isinstance(dead, WebhookDead)
        assert (dead.endpoint_id, dead.delivery.sequence) == (game.endpoint_id, first)
        assert (dead.delivery.status, dead.delivery.answer) == (500, "oops")
        await die(office, alarm)
        assert len(office.carrier.letters[ALARM]) == 10
        assert await told(office) == [dead]


async def test_an_endpoint_is_not_told_of_its_own():
    async with open_office() as office:
        office.carrier.answer = lambda _: BROKEN
        game = await office.endpoint()
        office.happen()
        await die(office, game)
        office.carrier.answer = lambda _: OK
        (last,) = office.happen()
        await office.settle()
        assert office.carrier.sequences()[-1] == last
        assert last - 1 not in office.carrier.sequences()


@pytest.mark.parametrize(
    ("by", "is_told"),
    [
        (OWNER, True),
        (Principal("all", Grant(frozenset({Verb.ADMIN}))), True),
        (Principal("some", Grant(frozenset({Verb.ADMIN}), ("game-*",))), False),
        (Principal("reader", Grant(frozenset({Verb.READ}))), False),
    ],
)
async def test_who_does_not_see_the_endpoint_is_not_told(by: Principal, *, is_told: bool):
    async with open_daemon() as daemon:
        event = WebhookDisabled(("*",), "w1", "game", Disabled.FAILING)
        daemon.plane.log.append("w1", event)
        wanted = Wanted(after_sequence=0, until_now=True, kinds=WEBHOOK_EVENTS, by=by)
        async with aclosing(daemon.watches.watch(wanted)) as items:
            messages = [message.event async for item in items for message in pack_watched(item)]
        assert [one.webhook_disabled.why for one in messages] == (
            [webhooks_pb2.ENDPOINT_DISABLED_FAILING] if is_told else []
        )


async def die(office: Office, endpoint: Endpoint) -> None:
    """Let time pass until a webhook of an endpoint is given up."""
    while not any(state == "dead" for _, state, _ in office.states(endpoint)):
        await office.advance(3_600)


async def told(office: Office) -> list[Any]:
    """Return the events of webhooks that were logged."""
    with office.log.cursor(WEBHOOK_EVENTS, (), 0, until=office.log.last) as cursor:
        return [entry.event async for entry in cursor]
