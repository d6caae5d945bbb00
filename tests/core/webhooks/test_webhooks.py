"""The use cases of webhooks: what becomes of endpoints, secrets, deliveries, and who sees them."""

from __future__ import annotations

import json

import pytest

from odind.core.access.grant import Grant
from odind.core.access.principal import OWNER, Principal
from odind.core.access.verbs import Verb
from odind.core.errors import InvalidArgumentError, NotFoundError
from odind.core.log.memory import MemoryStore
from odind.core.rooms.events import PeerMoved
from odind.core.values.daemon import DaemonReady
from odind.core.webhooks.dialects import body_of
from odind.core.webhooks.endpoint import Dialect
from odind.core.webhooks.ports import Told
from odind.core.webhooks.redelivery import Again
from odind.core.webhooks.videosdk import NAMES
from odind.core.webhooks.webhooks import EndpointTerms
from tests.core.fakes import FakeClock
from tests.core.webhooks.fakes import BROKEN, OK, URL, FakeCarrier, open_office

ADMIN = Grant(frozenset({Verb.ADMIN}), ("game-*",))


async def test_an_endpoint_gets_the_events_and_rooms_that_it_names():
    async with open_office() as office:
        await office.endpoint(events=("peer.*",), rooms=("game-*",))
        office.happen(1, "lobby")
        (wanted,) = office.happen(1, "game-1")
        office.log.append("", DaemonReady())
        await office.settle()
        assert office.carrier.sequences() == [wanted]


async def test_frequent_events_are_only_for_who_names_them():
    other = "https://receiver.example/moves"
    async with open_office() as office:
        await office.endpoint()
        await office.endpoint(other, events=("peer.moved",))
        office.log.append("c1", PeerMoved(1, "anna", ()), room="lobby")
        office.log.append("", DaemonReady())
        await office.settle()
        assert office.carrier.sequences() == [2]
        assert office.carrier.sequences(other) == [1]


async def test_a_change_counts_at_once_for_what_waits_too():
    other = "https://receiver.example/new"
    async with open_office() as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda _: BROKEN
        events = office.happen(2)
        await office.settle()
        office.carrier.answer = lambda _: OK
        changed = await office.webhooks.update(endpoint.endpoint_id, EndpointTerms(other, "new"))
        await office.advance(6)
        assert office.carrier.sequences(other) == events
    assert (changed.name, changed.rooms) == ("new", ("*",))


async def test_a_rotated_secret_signs_beside_the_one_before_for_the_grace():
    async with open_office() as office:
        endpoint = await office.endpoint()
        made = await office.webhooks.rotate(endpoint.endpoint_id, 60.0)
        office.happen()
        await office.settle()
        await office.advance(61)
        office.happen()
        await office.settle()
        during, after = office.carrier.letters[URL]
    new, old = made.secrets[0].text, endpoint.secrets[0].text
    assert during.secrets == (new, old)
    assert after.secrets == (new,)
    assert "secret" not in repr(during)
    assert new not in repr(during)


async def test_a_disabled_endpoint_gets_what_it_missed_or_only_what_is_new():
    async with open_office() as office:
        endpoint = await office.endpoint()
        name = endpoint.endpoint_id
        await office.webhooks.disable(name)
        missed = office.happen(2)
        await office.settle()
        assert office.carrier.sequences() == []
        await office.webhooks.enable(name)
        await office.settle()
        assert office.carrier.sequences() == missed
        await office.webhooks.disable(name)
        office.happen(2)
        await office.webhooks.enable(name, from_now=True)
        (later,) = office.happen()
        await office.settle()
        assert office.carrier.sequences() == [*missed, later]


async def test_a_deleted_endpoint_gets_nothing_and_leaves_nothing():
    store = MemoryStore(lasting=True)
    async with open_office(store=store) as office:
        endpoint = await office.endpoint()
        office.happen()
        await office.settle()
        await office.webhooks.delete(endpoint.endpoint_id)
        office.happen()
        await office.settle()
        assert len(office.carrier.letters[URL]) == 1
        with pytest.raises(NotFoundError, match="ENDPOINT_NOT_FOUND"):
            office.webhooks.deliveries(endpoint.endpoint_id)
    assert not [place for place in store._documents if place[0].startswith("webhook")]


async def test_dead_webhooks_are_sent_once_more_with_their_ids_and_are_dead_no_more():
    async with open_office() as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda _: BROKEN
        (sequence,) = office.happen()
        await office.settle()
        for _ in range(100):
            await office.advance(3_600)
        assert office.states(endpoint) == [(sequence, "dead", 10)]
        office.carrier.answer = lambda _: OK
        assert await office.webhooks.redeliver(endpoint.endpoint_id, Again(failed_only=True)) == 1
        await office.settle()
        assert office.states(endpoint) == [(sequence, "delivered", 1)]
        assert set(office.carrier.ids()) == {f"msg_{endpoint.endpoint_id}_{sequence}"}


async def test_webhooks_are_sent_once_more_by_their_ids_or_their_time():
    async with open_office() as office:
        endpoint = await office.endpoint()
        first = office.happen(2)
        await office.settle()
        await office.advance(60)
        second = office.happen(3)
        await office.settle()
        name, now = endpoint.endpoint_id, office.clock.now()
        assert await office.webhooks.redeliver(name, Again((f"msg_{name}_{first[1]}",))) == 1
        assert await office.webhooks.redeliver(name, Again(since=now - 30)) == 3
        assert await office.webhooks.redeliver(name, Again(since=now - 90, until=now - 30)) == 2
        await office.settle()
        assert office.carrier.sequences()[5:] == [first[1], *second, *first]


async def test_what_is_to_be_sent_once_more_outlives_a_crash():
    store, clock, carrier = MemoryStore(lasting=True), FakeClock(), FakeCarrier()
    async with open_office(carrier, store, clock) as office:
        endpoint = await office.endpoint()
        events = office.happen(3)
        await office.settle()
    async with open_office(carrier, store, clock, crash=True) as office:
        carrier.answer = lambda _: BROKEN
        await office.webhooks.redeliver(endpoint.endpoint_id, Again(since=1.0))
        await office.settle()
    carrier.answer = lambda _: OK
    async with open_office(carrier, store, clock) as office:
        await office.advance(10)
        assert office.carrier.sequences()[-3:] == events


async def test_a_ping_is_told_whatever_becomes_of_it():
    async with open_office() as office:
        endpoint = await office.endpoint()
        fine = await office.webhooks.ping(endpoint.endpoint_id)
        office.carrier.answer = lambda _: BROKEN
        bad = await office.webhooks.ping(endpoint.endpoint_id)
    assert (fine.state.value, fine.status, fine.answer) == ("delivered", 200, "thanks")
    assert (bad.state.value, bad.status, bad.answer) == ("dead", 500, "oops")
    assert json.loads(office.carrier.letters[URL][0].body)["type"] == "ping"


async def test_who_is_granted_fewer_rooms_does_not_find_an_endpoint():
    async with open_office() as office:
        by = Principal("game", ADMIN)
        everything = await office.endpoint()
        own = await office.webhooks.create(EndpointTerms(URL), by)
        assert own.rooms == ("game-*",)
        assert office.webhooks.all(by) == [own]
        with pytest.raises(NotFoundError):
            office.webhooks.find(everything.endpoint_id, by)


async def test_the_endpoint_of_a_revoked_key_gets_nothing():
    async with open_office() as office:
        key, text = await office.keys.create("game", Grant(frozenset({Verb.ADMIN})), OWNER)
        by = office.keys.principal(text)
        await office.webhooks.create(EndpointTerms(URL), by)
        (first,) = office.happen()
        await office.settle()
        await office.keys.revoke(key.key_id, OWNER)
        office.happen()
        await office.settle()
        assert office.carrier.sequences() == [first]


@pytest.mark.parametrize("events", [("session-started",), ("hls-*",), tuple(sorted(NAMES))])
async def test_the_dialect_of_videosdk_has_its_own_names(events: tuple[str, ...]):
    async with open_office() as office:
        endpoint = await office.endpoint(dialect=Dialect.VIDEOSDK, events=events)
        assert endpoint.events == events
        with pytest.raises(InvalidArgumentError, match="EVENT_UNKNOWN"):
            await office.endpoint(dialect=Dialect.VIDEOSDK, events=("session.started",))


def test_videosdk_documents_31_names():
    assert len(NAMES) == 31


def test_a_participant_is_told_as_videosdk_does():
    data = {
        "roomId": "abc-defg-hijk",
        "sessionId": "s1",
        "participant": {"userId": "anna", "name": "Anna"},
    }
    told = Told("participant.joined", "", 1, "abc-defg-hijk", data)
    assert body_of(Dialect.VIDEOSDK, told) == (
        '{"webhookType":"participant-joined","data":{"meetingId":"abc-defg-hijk","sessionId":"s1",'
        '"participantId":"anna","participantName":"Anna"}}'
    )
