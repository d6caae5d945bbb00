"""Sockets of a runtime, between two links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from odind.core.rooms.signals import MessageArrived
from odind.core.sockets.ports import SocketOptions

if TYPE_CHECKING:
    from .houses import Guest, Visits


async def pair(visits: Visits) -> tuple[Guest, int, Guest, int]:
    """Two guests that know each other, and their peer ids."""
    one, first = await visits.enter("one")
    two, second = await visits.enter("two")
    two.link.send_message((), b"here")
    await one.sees(MessageArrived)
    return one, first.own_peer_id, two, second.own_peer_id


@pytest.mark.parametrize("reliable", [True, False])
async def test_messages_go_both_ways_whole_and_with_their_options(visits: Visits, *, reliable: bool):
    talker, peer_id, listener, other_id = await pair(visits)
    socket = talker.link.open_socket(SocketOptions(other_id, reliable, 3, 7))
    assert socket.send(b"one")
    await listener.until(lambda: listener.sockets)
    seen, data = listener.sockets[0]
    assert (seen.options, data) == (SocketOptions(peer_id, reliable, 3, 7), b"one")
    assert seen.send(b"two")
    await talker.until(lambda: talker.sockets)
    answered, data = talker.sockets[0]
    assert (answered.number, data) == (socket.number, b"two")


async def test_all_messages_of_a_socket_have_its_number_and_an_empty_one_arrives(visits: Visits):
    talker, _, listener, other_id = await pair(visits)
    socket = talker.link.open_socket(SocketOptions(other_id))
    for data in (b"one", bytes(1_048_576), b""):
        assert socket.send(data)
    socket.close()
    await listener.until(lambda: len(listener.sockets) == 3)
    assert len({seen.number for seen, _ in listener.sockets}) == 1
    assert [len(data) for _, data in listener.sockets] == [3, 1_048_576, 0]
    assert not socket.send(b"after the end")
