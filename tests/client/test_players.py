"""`Player.play_stream`: what is sent of a file, and what ends the sending."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.client import sync
from odind.core.errors import InvalidArgumentError
from odind.v1 import players_pb2

from .scripted_daemon import abort_with, replay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from odind.client import Daemon

    from .scripted_daemon import Context, ScriptedDaemon

    Requests = AsyncIterator[players_pb2.PlayStreamRequest]
    Responses = AsyncIterator[players_pb2.PlayStreamResponse]

PLAYED = players_pb2.PlayStreamResponse(item_id="p1", played=Duration(seconds=2))
PIECES = [bytes([number]) * 100 for number in range(20)]


@pytest.fixture
def taken(script: ScriptedDaemon) -> list[players_pb2.PlayStreamRequest]:
    """The requests of streams, which are answered at their end."""
    found: list[players_pb2.PlayStreamRequest] = []

    async def take(requests: Requests, _context: Context) -> Responses:
        found.extend([request async for request in requests])
        yield PLAYED

    script.stream("PlayStream", take)
    return found


async def arriving() -> AsyncIterator[bytes]:
    for piece in PIECES:
        await asyncio.sleep(0)
        yield piece


@pytest.mark.parametrize("pieces", [PIECES, arriving], ids=["at hand", "arriving"])
async def test_pieces_are_sent_in_their_order_and_then_the_end(
    daemon: Daemon, taken: list[players_pb2.PlayStreamRequest], pieces: object
):
    item = players_pb2.PlayerItem(title="a file", gain_db=-3)
    found = pieces() if callable(pieces) else pieces
    answer = await daemon.player("c-1").play_stream(found, item=item)  # type: ignore[arg-type] # either
    assert answer == PLAYED
    assert (taken[0].config.connection_id, taken[0].config.item) == ("c-1", item)
    assert [request.data for request in taken[1:]] == PIECES


async def test_what_is_refused_is_raised_while_pieces_are_still_waited_for(
    daemon: Daemon, script: ScriptedDaemon
):
    async def refuse(requests: Requests, context: Context) -> Responses:
        await anext(requests)
        yield await abort_with(
            context, grpc.StatusCode.INVALID_ARGUMENT, "SOUND_UNREADABLE", "this is no sound"
        )

    async def never() -> AsyncIterator[bytes]:
        await asyncio.Event().wait()
        yield b""

    script.stream("PlayStream", refuse)
    with pytest.raises(InvalidArgumentError, match="SOUND_UNREADABLE"):
        await daemon.player("c-1").play_stream(never())


async def test_an_error_of_the_pieces_ends_the_call_and_is_raised(daemon: Daemon, script: ScriptedDaemon):
    over = asyncio.Event()

    async def hold(requests: Requests, _context: Context) -> Responses:
        try:
            async for _ in requests:
                pass
        finally:
            over.set()
        yield PLAYED

    async def breaking() -> AsyncIterator[bytes]:
        yield b"abc"
        raise OSError("the disk is gone")

    script.stream("PlayStream", hold)
    with pytest.raises(OSError, match="the disk is gone"):
        await daemon.player("c-1").play_stream(breaking())
    await over.wait()


async def test_who_skips_what_is_streamed_ends_the_sending(daemon: Daemon, script: ScriptedDaemon):
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield bytes(1_000)

    script.stream("PlayStream", lambda *_: replay([PLAYED]))
    assert await daemon.player("c-1").play_stream(endless()) == PLAYED


async def test_pieces_that_block_are_read_in_another_thread(
    script: ScriptedDaemon, taken: list[players_pb2.PlayStreamRequest]
):
    threads = []

    def blocking() -> Iterator[bytes]:
        threads.append(threading.current_thread())
        yield from PIECES

    def work() -> players_pb2.PlayStreamResponse:
        with sync.connect(script.target) as daemon:
            return daemon.player("c-1").play_stream(blocking())

    assert await asyncio.to_thread(work) == PLAYED
    assert [request.data for request in taken[1:]] == PIECES
    assert threads
    assert threads[0].name != "odind-client"
