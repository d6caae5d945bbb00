"""What a runtime tells of rooms, and what it carries."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from odind.core.errors import PermissionDeniedError
from odind.core.rooms.events import Peer
from odind.core.rooms.signals import JoinConfirmed, MessageArrived, PeerAppeared, PeerUpdated, PeerVanished
from odind.core.values.payload import Json, Payload

from .houses import EVERYTHING

if TYPE_CHECKING:
    from .houses import Visits

PAYLOADS: dict[str, Payload] = {
    "every byte": bytes(range(256)),
    "one byte": b"\x00",
    "ten kilobytes": bytes(range(256)) * 40,
    "an object": Json('{"deep":{"list":[1,2.5,null,true,"🎧"]},"name":"Zoë"}'),
    "a text": Json('"ok"'),
    "a number": Json("-17"),
    "numbers that are no bytes": Json("[0,256]"),
    "a falsehood": Json("false"),
}


async def test_a_join_says_where_we_are(visits: Visits) -> None:
    guest, confirmed = await visits.enter("me")
    assert confirmed.room_id == "room"
    assert confirmed.customer == "grid"
    assert confirmed.own_peer_id > 0
    assert guest.told() == [confirmed]


async def test_a_runtime_says_what_it_is(visits: Visits) -> None:
    info = visits.runtime.info
    assert info.name
    assert info.version
    assert info.generation == 2


async def test_nothing_is_told_within_the_call_that_joins(visits: Visits) -> None:
    guest = visits.knock(visits.house.token("me"))
    assert guest.signals == []
    await guest.sees(JoinConfirmed)


async def test_peers_that_are_there_are_told_before_the_join_is_confirmed(visits: Visits) -> None:
    ids = {}
    for user_id in ("one", "two", "three"):
        guest, confirmed = await visits.enter(user_id)
        ids[user_id] = confirmed.own_peer_id
    *before, last = guest.told()
    assert isinstance(last, JoinConfirmed)
    assert {(signal.peer.user_id, signal.peer.peer_id) for signal in before} == {
        ("one", ids["one"]),
        ("two", ids["two"]),
    }


async def test_a_peer_that_comes_is_told_with_its_user_data(visits: Visits) -> None:
    first, _ = await visits.enter("first")
    _, confirmed = await visits.enter("second", user_data=Json('{"mood":"ü"}'))
    appeared = await first.sees(PeerAppeared)
    assert appeared.peer == Peer(confirmed.own_peer_id, "second", Json('{"mood":"ü"}'))


async def test_a_peer_that_leaves_is_told(visits: Visits) -> None:
    first, _ = await visits.enter("first")
    second, confirmed = await visits.enter("second")
    await second.link.aclose()
    assert (await first.sees(PeerVanished)).peer_id == confirmed.own_peer_id


async def test_after_leaving_nothing_is_told_and_nothing_happens(visits: Visits) -> None:
    first, _ = await visits.enter("first")
    second, _ = await visits.enter("second")
    await second.link.aclose()
    told = len(second.signals)
    second.link.send_message((), b"x")
    second.link.set_user_data(b"x")
    second.link.send_voice(b"x")
    second.link.set_channel_masks(EVERYTHING)
    await second.link.aclose()
    await first.sees(PeerVanished)
    assert len(second.signals) == told
    assert not any(isinstance(signal, MessageArrived | PeerUpdated) for signal in first.signals)


async def test_peers_of_other_rooms_are_not_told_of(visits: Visits) -> None:
    first, _ = await visits.enter("first")
    other = visits.knock(visits.house.token("other", "elsewhere"))
    await other.sees(JoinConfirmed)
    await visits.enter("second")
    assert (await first.sees(PeerAppeared)).peer.user_id == "second"
    assert len(other.told()) == 1


async def test_a_token_for_several_rooms_opens_the_one_that_is_named(visits: Visits) -> None:
    guest = visits.knock(visits.house.token("me", ["hall", "cellar"]), room_id="cellar")
    assert (await guest.sees(JoinConfirmed)).room_id == "cellar"


async def test_a_token_that_is_refused_says_so_in_the_gateways_words(visits: Visits) -> None:
    closed = await visits.is_refused(visits.knock(visits.house.refused_token("me")))
    assert isinstance(closed.error, PermissionDeniedError)
    assert (closed.error.reason, closed.error.metadata) == (
        "TOKEN_REFUSED",
        {"detail": "not authorized"},
    )


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_a_message_arrives_as_it_was_sent(visits: Visits, payload: Payload) -> None:
    sender, confirmed = await visits.enter("sender")
    receiver, _ = await visits.enter("receiver")
    await sender.sees(PeerAppeared)
    sender.link.send_message((), payload)
    assert await receiver.sees(MessageArrived) == MessageArrived(confirmed.own_peer_id, payload)


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
async def test_user_data_is_seen_as_it_was_set(visits: Visits, payload: Payload) -> None:
    setter, confirmed = await visits.enter("setter")
    watcher, _ = await visits.enter("watcher")
    setter.link.set_user_data(payload)
    assert await watcher.sees(PeerUpdated) == PeerUpdated(confirmed.own_peer_id, payload)


async def test_user_data_can_be_emptied(visits: Visits) -> None:
    setter, confirmed = await visits.enter("setter", user_data=b"something")
    watcher, _ = await visits.enter("watcher")
    setter.link.set_user_data(b"")
    assert await watcher.sees(PeerUpdated) == PeerUpdated(confirmed.own_peer_id, b"")


async def test_an_empty_message_arrives(visits: Visits) -> None:
    sender, confirmed = await visits.enter("sender")
    receiver, _ = await visits.enter("receiver")
    sender.link.send_message((), b"")
    assert await receiver.sees(MessageArrived) == MessageArrived(confirmed.own_peer_id, b"")


async def test_a_message_to_some_reaches_only_them(visits: Visits) -> None:
    sender, _ = await visits.enter("sender")
    near, at_near = await visits.enter("near")
    far, at_far = await visits.enter("far")
    sender.link.send_message([at_near.own_peer_id], b"near")
    sender.link.send_message([at_far.own_peer_id], b"far")
    sender.link.send_message([], b"all")
    for guest, expected in ((near, [b"near", b"all"]), (far, [b"far", b"all"])):
        assert [(await guest.sees(MessageArrived)).message for _ in expected] == expected


async def test_messages_arrive_in_the_order_of_sending(visits: Visits) -> None:
    sender, _ = await visits.enter("sender")
    receiver, _ = await visits.enter("receiver")
    sent = [bytes([number]) for number in range(40)]
    for message in sent:
        sender.link.send_message((), message)
    assert [(await receiver.sees(MessageArrived)).message for _ in sent] == sent


async def test_the_sender_does_not_hear_itself(visits: Visits) -> None:
    sender, _ = await visits.enter("sender")
    receiver, _ = await visits.enter("receiver")
    sender.link.send_message((), b"hello")
    await receiver.sees(MessageArrived)
    receiver.link.send_message((), b"answer")
    assert (await sender.sees(MessageArrived)).message == b"answer"


async def test_many_peers_meet_in_one_room(visits: Visits) -> None:
    guests = [visits.knock(visits.house.token(f"guest {number}")) for number in range(8)]
    own_ids = {(await guest.sees(JoinConfirmed)).own_peer_id for guest in guests}
    assert len(own_ids) == 8
    async with asyncio.timeout(30):
        for guest in guests:
            while len({s.peer.peer_id for s in guest.signals if isinstance(s, PeerAppeared)}) < 7:
                await guest.sees(PeerAppeared)
