"""One socket: its window, what waits to be read, and its end."""

from __future__ import annotations

import asyncio

import pytest

from odind.core.errors import InvalidArgumentError
from odind.core.sockets.items import Credit, EndReason, PeerFinished, SocketEnd
from odind.core.sockets.ports import SocketOptions
from odind.core.sockets.socket import WINDOW_BYTES, Item, Socket

BUFFER_BYTES = 100


class Wire:
    """The runtime's end of a socket. What is sent stays unsent until a test says otherwise."""

    def __init__(self, *, reliable: bool = True) -> None:
        self.number = 1
        self.options = SocketOptions(2, reliable=reliable)
        self.sent: list[bytes] = []
        self.unsent = 0
        self.closed = False
        self.refuses = False

    def send(self, data: bytes) -> bool:
        self.sent.append(data)
        self.unsent += len(data)
        return not self.refuses

    def close(self) -> None:
        self.closed = True


class Plug:
    """A socket, and what it called."""

    def __init__(self, *, reliable: bool = True) -> None:
        self.wire = Wire(reliable=reliable)
        self.over: list[Socket] = []
        self.woken = 0
        self.socket = Socket(self.wire, BUFFER_BYTES, self.over.append, self.wake)

    def wake(self) -> None:
        self.woken += 1

    async def items(self) -> list[Item]:
        return [item async for item in self.socket.items()]


async def fill(socket: Socket) -> None:
    """Send until the window is full."""
    for _ in range(WINDOW_BYTES // socket.max_message_bytes):
        await socket.push(bytes(socket.max_message_bytes))


async def test_a_caller_is_held_back_while_the_window_is_full_and_gets_credit_when_it_empties():
    plug = Plug()
    socket, wire = plug.socket, plug.wire
    await fill(socket)
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(socket.push(b"more"))
        socket.tick()
        await asyncio.sleep(0)
        assert not waiting.done()
        assert not socket.resting
        wire.unsent = 0
        socket.tick()
    assert wire.sent[-1] == b"more"
    assert plug.woken == len(wire.sent)
    wire.unsent = 0
    socket.tick()
    assert await anext(aiter(socket.items())) == Credit(2 * WINDOW_BYTES + 4)
    assert socket.resting


async def test_what_is_sent_after_the_end_is_dropped_and_who_waits_goes_on():
    plug = Plug()
    await fill(plug.socket)
    sent = len(plug.wire.sent)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(plug.socket.push(b"late"))
        await asyncio.sleep(0)
        plug.socket.end(EndReason.PEER_LEFT, "gone")
    await plug.socket.push(b"later")
    assert len(plug.wire.sent) == sent
    assert plug.over == [plug.socket]


async def test_both_sides_finish_and_the_peer_learns_of_it_by_an_empty_message():
    plug = Plug()
    plug.socket.take(b"data")
    plug.socket.take(b"")
    plug.socket.finish()
    assert (plug.wire.sent, plug.wire.closed) == ([b""], True)
    *items, end = await plug.items()
    assert items == [b"data", PeerFinished()]
    assert isinstance(end, SocketEnd)
    assert end.reason is EndReason.FINISHED
    with pytest.raises(InvalidArgumentError, match="SOCKET_FINISHED"):
        await plug.socket.push(b"more")


async def test_what_came_before_the_end_is_read_first():
    plug = Plug()
    plug.socket.take(b"one")
    plug.socket.end(EndReason.CONNECTION_LOST, "lost")
    plug.socket.take(b"two")
    assert await plug.items() == [b"one", SocketEnd(EndReason.CONNECTION_LOST, "lost")]
    assert plug.wire.closed


async def test_a_reliable_socket_that_is_not_read_ends_and_tells_what_was_dropped():
    plug = Plug()
    for _ in range(3):
        plug.socket.take(bytes(40))
    *items, end = await plug.items()
    assert items == [bytes(40)] * 2
    assert isinstance(end, SocketEnd)
    assert (end.reason, end.dropped) == (EndReason.OVERFLOWED, 1)


async def test_an_unreliable_socket_that_is_not_read_drops_the_oldest_and_goes_on():
    plug = Plug(reliable=False)
    for number in range(5):
        plug.socket.take(bytes([number]) * 40)
    plug.socket.take(b"")
    plug.socket.finish()
    *items, end = await plug.items()
    assert items == [bytes([3]) * 40, bytes([4]) * 40]
    assert isinstance(end, SocketEnd)
    assert (end.reason, end.dropped) == (EndReason.FINISHED, 3)
    assert plug.wire.sent == []


async def test_a_server_that_refuses_ends_the_socket():
    plug = Plug()
    plug.wire.refuses = True
    await plug.socket.push(b"to nobody")
    (end,) = await plug.items()
    assert isinstance(end, SocketEnd)
    assert end.reason is EndReason.REFUSED


@pytest.mark.parametrize(("reliable", "size"), [(True, 0), (True, 524_289), (False, 0), (False, 1_391)])
async def test_a_message_of_a_wrong_size_is_refused(size: int, *, reliable: bool):
    with pytest.raises(InvalidArgumentError, match="SOCKET_DATA_INVALID"):
        await Plug(reliable=reliable).socket.push(bytes(size))
