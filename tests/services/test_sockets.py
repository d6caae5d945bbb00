"""SocketService against the official core and a grid, with connections of ours and ODIN's own client."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

import odin_voice
import pytest

from odind.core.errors import InvalidArgumentError, NotFoundError, UnavailableError
from odind.v1 import sockets_pb2 as pb

from .household import PATIENCE, Household

if TYPE_CHECKING:
    from odind.client import Connection
    from odind.client.sockets import SocketStream

MEGABYTES = 10


async def pair(household: Household) -> tuple[Connection, Connection]:
    anna, ben = await household.join("anna"), await household.join("ben")
    await household.knows_what_was_asked(anna, ben)
    return anna, ben


async def received(stream: SocketStream) -> bytes:
    return b"".join([data async for data in stream])


async def test_ten_megabytes_go_both_ways_and_every_byte_is_the_same(household: Household):
    anna, ben = await pair(household)
    there, back = secrets.token_bytes(MEGABYTES * 1_000_000), secrets.token_bytes(MEGABYTES * 1_000_000)
    sockets = household.daemon.sockets

    async def caller() -> bytes:
        async with sockets.open(anna.connection_id, ben.view.own_peer_id, label=7) as stream:
            return await exchange(stream, there)

    async def exchange(stream: SocketStream, mine: bytes) -> bytes:
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(received(stream))
            await stream.send_all(mine)
            await stream.finish()
        ended = await stream.over()
        assert ended.reason == pb.SOCKET_END_REASON_FINISHED
        return reading.result()

    async with (
        asyncio.timeout(PATIENCE),
        sockets.listen(ben.connection_id) as offers,
        asyncio.TaskGroup() as tasks,
    ):
        calling = tasks.create_task(caller())
        offer = await anext(offers)
        assert (offer.user_id, offer.label, offer.unreliable) == ("anna", 7, False)
        async with sockets.accept(ben.connection_id, offer.socket_id) as stream:
            assert await exchange(stream, back) == there
    assert calling.result() == back


async def test_an_unreliable_socket_carries_messages_as_they_are(household: Household):
    anna, ben = await pair(household)
    sockets = household.daemon.sockets
    async with (
        asyncio.timeout(PATIENCE),
        sockets.listen(ben.connection_id) as offers,
        sockets.open(anna.connection_id, ben.view.own_peer_id, unreliable=True) as mine,
    ):
        await mine.send(bytes(1_390))
        offer = await anext(offers)
        assert offer.unreliable
        async with sockets.accept(ben.connection_id, offer.socket_id) as other:
            assert await anext(other) == bytes(1_390)
            await other.send(b"pong")
            assert await anext(mine) == b"pong"
            with pytest.raises(InvalidArgumentError, match="SOCKET_DATA_INVALID"):
                await send_and_look(mine, bytes(1_391))


async def send_and_look(stream: SocketStream, data: bytes) -> None:
    await stream.send(data)
    await stream.over()


async def test_a_peer_that_leaves_ends_its_sockets_and_what_it_sent_is_read_first(household: Household):
    anna, ben = await pair(household)
    sockets = household.daemon.sockets
    async with (
        asyncio.timeout(PATIENCE),
        sockets.listen(ben.connection_id) as offers,
        sockets.open(anna.connection_id, ben.view.own_peer_id) as mine,
    ):
        await mine.send(b"last words")
        offer = await anext(offers)
        async with sockets.accept(ben.connection_id, offer.socket_id) as other:
            assert await anext(other) == b"last words"
            await anna.leave()
            with pytest.raises(UnavailableError, match="SOCKET_PEER_LEFT"):
                await anext(other)
        with pytest.raises(UnavailableError, match="SOCKET_CONNECTION_LEFT"):
            await mine.over()


async def test_what_does_not_exist_is_refused(household: Household):
    anna, _ = await pair(household)
    sockets = household.daemon.sockets
    with pytest.raises(NotFoundError, match="PEER_NOT_FOUND"):
        await sockets.open(anna.connection_id, 4_711).__aenter__()
    with pytest.raises(NotFoundError, match="SOCKET_NOT_FOUND"):
        await sockets.accept(anna.connection_id, "socket-99").__aenter__()
    with pytest.raises(NotFoundError, match="CONNECTION_NOT_FOUND"):
        await sockets.listen("c-none").__aenter__()


async def test_a_caller_that_does_not_read_is_cut_off_and_told_why(household: Household):
    anna, ben = await pair(household)
    sockets = household.daemon.sockets
    async with (
        asyncio.timeout(PATIENCE),
        sockets.listen(ben.connection_id) as offers,
        sockets.open(anna.connection_id, ben.view.own_peer_id) as mine,
    ):
        await mine.send(b"first")
        offer = await anext(offers)
        async with sockets.accept(ben.connection_id, offer.socket_id, receive_buffer_bytes=1_024) as other:
            await mine.send_all(bytes(50_000_000))
            await mine.finish()
            await mine.sent()
            with pytest.raises(UnavailableError, match="SOCKET_OVERFLOWED"):
                await received(other)


async def test_odins_own_client_talks_to_ours_and_ours_to_it(household: Household):
    ben = await household.join("ben")
    token = (await household.daemon.create_token(["lobby"], "stranger")).token
    pool = odin_voice.OdinConnectionPool()
    room = pool.join_room(household.grid.gateway_url, token)
    await room.joined()
    sockets = household.daemon.sockets
    incoming = room.sockets()
    async with asyncio.timeout(PATIENCE), sockets.listen(ben.connection_id) as offers:
        theirs = room.create_socket(ben.view.own_peer_id, odin_voice.OdinSocketType.Reliable, label=3)
        theirs.send(b"hello")
        offer = await anext(offers)
        assert (offer.user_id, offer.label) == ("stranger", 3)
        async with sockets.accept(ben.connection_id, offer.socket_id) as ours:
            assert await anext(ours) == b"hello"
            await ours.send(b"answer")
            assert (await anext(incoming)).data == b"answer"
            await ours.finish()
            assert (await anext(incoming)).data == b""
        async with sockets.open(ben.connection_id, room.own_peer_id, label=5) as ours:
            await ours.send(b"from us")
            message = await anext(incoming)
            assert (message.data, message.socket.info.label) == (b"from us", 5)
            message.socket.send(b"back")
            assert await anext(ours) == b"back"
    room.close()
    await asyncio.sleep(0.05)
    pool.shutdown()
