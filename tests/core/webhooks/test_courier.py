"""Webhooks arrive: in order, each at least once, whatever endpoints and daemons do meanwhile."""

from __future__ import annotations

import json

from odind.core.log.memory import MemoryStore
from odind.core.rooms.events import MessageReceived
from odind.core.rooms.redaction import without_payloads
from odind.core.webhooks.ports import Reply
from odind.core.webhooks.schedule import PAUSES_S
from tests.core.fakes import FakeClock
from tests.core.webhooks.fakes import BROKEN, BUSY, DEAF, GONE, OK, URL, FakeCarrier, open_office

HOUR = 3_600.0


async def test_an_event_arrives_once_in_compact_json():
    async with open_office() as office:
        endpoint = await office.endpoint()
        (sequence,) = office.happen()
        await office.settle()
        (letter,) = office.carrier.letters[URL]
    assert letter.letter_id == f"msg_{endpoint.endpoint_id}_{sequence}"
    assert letter.sent_at == int(office.clock.now())
    body = json.loads(letter.body)
    assert letter.body == json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    assert (body["type"], body["sequence"]) == ("peer.joined", sequence)
    assert body["timestamp"] == "2023-11-14T22:13:20Z"
    assert (body["data"]["roomId"], body["data"]["connectionId"]) == ("lobby", "c1")
    assert body["data"]["peer"]["userId"] == "anna"


async def test_events_before_an_endpoint_was_made_are_not_for_it():
    async with open_office() as office:
        office.happen(3)
        await office.endpoint()
        later = office.happen(2)
        await office.settle()
        assert office.carrier.sequences() == later


async def test_a_failure_holds_up_its_own_room_and_no_other():
    async with open_office() as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda letter: BROKEN if '"roomId":"lobby"' in letter.body else OK
        first = office.happen(3, "lobby")
        second = office.happen(3, "den")
        await office.settle()
        assert office.carrier.sequences() == [first[0], *second]
        assert office.states(endpoint)[0] == (first[0], "retrying", 1)
        office.carrier.answer = lambda _: OK
        await office.advance(PAUSES_S[0] * 1.2)
        assert office.carrier.sequences() == [first[0], *second, *first]
        assert {state for _, state, _ in office.states(endpoint)} == {"delivered"}


async def test_an_attempt_has_the_id_of_the_first_and_a_timestamp_of_its_own():
    async with open_office() as office:
        await office.endpoint()
        office.carrier.answer = lambda _: BROKEN
        office.happen()
        await office.settle()
        await office.advance(6)
        one, two = office.carrier.letters[URL]
    assert one.letter_id == two.letter_id
    assert one.body == two.body
    assert two.sent_at >= one.sent_at + 4


async def test_after_its_whole_schedule_a_webhook_is_dead_and_its_room_goes_on():
    async with open_office() as office:
        endpoint = await office.endpoint()
        first, second = office.happen(2)
        office.carrier.answer = lambda letter: BROKEN if letter.letter_id.endswith(f"_{first}") else OK
        await office.settle()
        for pause in PAUSES_S:
            await office.advance(pause * 0.89)
            tries = len(office.carrier.letters[URL])
            await office.advance(pause * 0.22)
            assert len(office.carrier.letters[URL]) > tries
        assert office.states(endpoint) == [(first, "dead", 10), (second, "delivered", 1)]
        (dead,) = (one for one in office.webhooks.deliveries(endpoint.endpoint_id) if one.sequence == first)
        assert (dead.status, dead.answer, dead.next_at) == (500, "oops", None)
    assert 0.9 * 75 * HOUR < sum(PAUSES_S) < 1.1 * 76 * HOUR


async def test_an_endpoint_that_says_it_is_gone_gets_nothing_until_it_is_enabled():
    async with open_office() as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda _: GONE
        events = office.happen(3)
        await office.settle()
        await office.advance(100 * HOUR)
        assert office.carrier.sequences() == events[:1]
        found = office.webhooks.find(endpoint.endpoint_id)
        assert found.disabled
        assert found.disabled.value == "gone"
        office.carrier.answer = lambda _: OK
        await office.webhooks.enable(endpoint.endpoint_id)
        await office.settle()
        assert office.carrier.sequences()[1:] == events


async def test_a_busy_endpoint_is_asked_when_it_says_and_in_no_room_before():
    async with open_office() as office:
        await office.endpoint()
        office.carrier.answer = lambda _: Reply(503, "", retry_after_s=600.0)
        office.happen(1, "lobby")
        await office.settle()
        office.happen(1, "den")
        await office.advance(599)
        assert len(office.carrier.letters[URL]) == 1
        office.carrier.answer = lambda _: OK
        await office.advance(2)
        assert len(office.carrier.letters[URL]) == 3


async def test_too_many_requests_slow_all_rooms_down():
    async with open_office() as office:
        await office.endpoint()
        office.carrier.answer = lambda _: BUSY
        office.happen(1, "lobby")
        await office.settle()
        office.happen(1, "den")
        await office.advance(4)
        assert len(office.carrier.letters[URL]) == 1


async def test_an_endpoint_at_which_everything_fails_for_days_is_disabled():
    async with open_office() as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda _: DEAF
        office.happen(3)
        await office.settle()
        for _ in range(160):
            await office.advance(HOUR)
        found = office.webhooks.find(endpoint.endpoint_id)
        assert found.disabled
        assert found.disabled.value == "failing"
        (dead,) = (
            one for one in office.webhooks.deliveries(endpoint.endpoint_id) if one.state.value == "dead"
        )
        assert "HOST_UNREACHABLE" in dead.problem


async def test_a_receiver_that_was_away_gets_everything_in_order():
    async with open_office() as office:
        await office.endpoint()
        office.carrier.answer = lambda _: DEAF
        missed = [number for _ in range(60) for number in office.happen(5)]
        for _ in range(60):
            await office.advance(10)
        office.carrier.answer = lambda _: OK
        later = office.happen(5)
        failed = len(office.carrier.letters[URL])
        for _ in range(60):
            await office.advance(60)
        assert office.carrier.sequences()[failed:] == [*missed, *later]


async def test_a_daemon_that_is_killed_at_any_moment_loses_no_event():
    store, clock, carrier = MemoryStore(lasting=True), FakeClock(), FakeCarrier()
    logged: list[int] = []
    async with open_office(carrier, store, clock) as office:
        await office.endpoint()
        await office.scribe.stored()
    for round_ in range(12):
        carrier.answer = lambda letter, bad=round_ % 3: BROKEN if bad and '"den"' in letter.body else OK
        async with open_office(carrier, store, clock, crash=True) as office:
            logged += office.happen(3, "lobby") + office.happen(3, "den")
            await office.scribe.stored()
            for _ in range(round_ * 7):
                await office.settle_once()
    carrier.answer = lambda _: OK
    async with open_office(carrier, store, clock) as office:
        await office.advance(100)
        await office.advance(600)
    first_of_each = list(dict.fromkeys(carrier.ids()))
    assert sorted(int(one.rpartition("_")[2]) for one in first_of_each) == logged
    delivered = [one for one in carrier.letters[URL] if carrier.answer(one) is OK]
    for room in ("lobby", "den"):
        seen = [json.loads(one.body)["sequence"] for one in delivered if f'"{room}"' in one.body]
        assert list(dict.fromkeys(seen)) == sorted(set(seen))


async def test_what_waits_is_bounded_however_many_rooms_and_events_there_are():
    async with open_office() as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda _: DEAF
        for number in range(200):
            office.happen(20, f"room-{number}")
        await office.settle()
        courier = office.webhooks._dispatch.courier(endpoint.endpoint_id)
        assert courier
        assert len(courier.progress.backlogs) == 32
        assert office.carrier.most_open <= 8
        office.carrier.answer = lambda _: OK
        for _ in range(400):
            await office.advance(10)
        arrived = set(office.carrier.sequences())
        assert len(arrived) == 4_000


async def test_endpoints_that_hang_hold_up_no_other():
    async with open_office() as office:
        urls = [f"https://receiver.example/{number}" for number in range(20)]
        for url in urls:
            await office.endpoint(url)
        office.carrier.hanging = set(urls[:4])
        events = [number for room in range(10) for number in office.happen(5, f"room-{room}")]
        for _ in range(10):
            await office.settle()
        for url in urls[4:]:
            assert sorted(office.carrier.sequences(url)) == events
        assert office.carrier.open == 4 * 8


async def test_events_that_are_not_kept_any_more_are_told_among_the_dead():
    async with open_office(store=MemoryStore(), event_buffer=10) as office:
        endpoint = await office.endpoint()
        office.carrier.answer = lambda _: DEAF
        office.happen(1)
        await office.settle()
        office.happen(50)
        office.carrier.answer = lambda _: OK
        await office.advance(6)
        states = office.webhooks.deliveries(endpoint.endpoint_id)
        (missed,) = (one for one in states if one.type == "events.missed")
        assert missed.problem == "the events from 2 to 41 are not kept any more"
        assert office.carrier.sequences()[2:] == list(range(42, 52))


async def test_what_the_history_does_not_keep_is_not_told():
    async with open_office(keep=without_payloads) as office:
        await office.endpoint()
        office.happen()
        await office.settle()
        (letter,) = office.carrier.letters[URL]
    assert "c2VjcmV0" not in letter.body


async def test_an_event_that_is_too_large_is_told_without_its_data():
    async with open_office() as office:
        await office.endpoint()
        office.log.append("c1", MessageReceived(1, "anna", b"x" * 20_000), room="lobby")
        await office.settle()
        (letter,) = office.carrier.letters[URL]
    assert len(letter.body) < 20_000
    body = json.loads(letter.body)
    assert (body["truncated"], body["data"]) == (True, {"connectionId": "c1", "roomId": "lobby"})
