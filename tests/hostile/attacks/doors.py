"""Peers of audio sockets who send nonsense, say or read too little, or are gone within a message."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grpc

from odind.framing import framed
from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.v1 import audio_pb2
from tests.rpc.door import NO_HELLO, DoorCaller

from .calls import connection_of
from .tools import all_of, at_once, daemon_of, reason_of, told

if TYPE_CHECKING:
    from tests.hostile.ground import Target

NONSENSE: Final = 400
SILENT: Final = 1_000
SLOW: Final = 50
GONE: Final = 300
DEAF: Final = 10
DEAF_S: Final = 6
AT_ONCE: Final = 20
ENDING_S: Final = 40
"""Several times as long as a call may say nothing, for a machine that is busy."""
BYTE_S: Final = 0.5
SECOND: Final = bytes(96_000)
NOISE: Final = random.Random(3).randbytes(96_000)  # noqa: S311 - nobody draws conclusions from it
TOO_LARGE: Final = (MAX_MESSAGE_BYTES + 1).to_bytes(4)
OPENINGS: Final = (b"GET / HTTP/1.1\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\n", TOO_LARGE, NO_HELLO + TOO_LARGE)
HALVES: Final = (b"", b"\0\0", NO_HELLO, NO_HELLO + b"\0\0\1\0half of it")


def door_of(target: Target) -> Path:
    return Path(target.socket).with_suffix(".audio")


def config_of(connection_id: str, *, hears: bool = False) -> audio_pb2.StreamAudioRequest:
    request = audio_pb2.StreamAudioRequest()
    request.config.connection_id = connection_id
    (request.config.receive if hears else request.config.send).SetInParent()
    return request


async def ending(caller: DoorCaller) -> str:
    """The reason that ends a call."""
    try:
        while await caller.read() is not grpc.aio.EOF:
            pass
    except grpc.aio.AioRpcError as error:
        return reason_of(error)
    return "OK"


async def nonsense_on_audio_sockets(target: Target) -> str:
    noise = random.Random(11)  # noqa: S311 - meant to be repeatable

    async def speak(number: int) -> str:
        told_first = number % (len(OPENINGS) + 1)
        opening = (
            OPENINGS[told_first] if told_first < len(OPENINGS) else framed(b"\xff" + noise.randbytes(99))
        )
        return await ending(await DoorCaller.dial(door_of(target), opening + noise.randbytes(50)))

    outcomes = await at_once(AT_ONCE, (partial(speak, number) for number in range(NONSENSE)))
    return all_of(outcomes, "MESSAGE_TOO_LARGE", "MESSAGE_MALFORMED")


async def audio_sockets_that_say_nothing_whole(target: Target) -> str:
    """Hold a thousand of them until the daemon has ended every one."""
    callers = [await _admitted(target, HALVES[number % len(HALVES)]) for number in range(SILENT)]
    async with asyncio.timeout(ENDING_S):
        outcomes = Counter(await asyncio.gather(*map(ending, callers)))
    assert outcomes == {"FIRST_MESSAGE_LATE": SILENT}, told(outcomes)
    return told(outcomes)


async def audio_sockets_that_say_a_byte_at_a_time(target: Target) -> str:
    message = NO_HELLO + framed(config_of("c" * 200).SerializeToString())

    async def speak() -> str:
        caller = await DoorCaller.dial(door_of(target), b"")
        async with asyncio.TaskGroup() as tasks:
            speaking = tasks.create_task(_trickle(caller, message))
            reason = await ending(caller)
            speaking.cancel()
        return reason

    async with asyncio.timeout(ENDING_S):
        outcomes = Counter(await asyncio.gather(*(speak() for _ in range(SLOW))))
    assert outcomes == {"FIRST_MESSAGE_LATE": SLOW}, told(outcomes)
    return told(outcomes)


async def audio_sockets_that_end_within_a_message(target: Target) -> str:
    """A speaker who is gone gives its stream back: else the limit of streams would be reached."""
    half = framed(audio_pb2.StreamAudioRequest(chunk=audio_pb2.AudioChunk(pcm=SECOND)).SerializeToString())
    async with daemon_of(target) as daemon, connection_of(daemon) as connection:

        async def speak() -> str:
            caller = await DoorCaller.dial(door_of(target))
            await caller.write(config_of(connection.connection_id))
            assert await caller.read()
            caller.writer.write(half[: len(half) // 2])
            caller.writer.transport.abort()
            return "gone"

        return told(await at_once(AT_ONCE, (speak for _ in range(GONE))))


async def audio_sockets_that_nobody_reads(target: Target) -> str:
    """They are told afterwards how much they have not heard, and another speaker is heard meanwhile."""
    async with AsyncExitStack() as stack:
        daemon = await stack.enter_async_context(daemon_of(target))
        talker = await stack.enter_async_context(connection_of(daemon))
        listener = await stack.enter_async_context(connection_of(daemon))
        callers = [await _deaf(target, listener.connection_id) for _ in range(DEAF)]
        async with talker.speak() as audio:
            for _ in range(DEAF_S):
                await audio.write(NOISE)
            await audio.drain()
        lost = await asyncio.gather(*map(_lost, callers))
    assert all(lost), lost
    return f"{DEAF} lost {min(lost)} frames and more"


async def _admitted(target: Target, opening: bytes) -> DoorCaller:
    """Dial until there is room in the queue of those that the daemon has not accepted yet."""
    async with asyncio.timeout(ENDING_S):
        while True:
            with suppress(BlockingIOError):
                return await DoorCaller.dial(door_of(target), opening)
            await asyncio.sleep(0.01)


async def _deaf(target: Target, connection_id: str) -> DoorCaller:
    caller = await DoorCaller.dial(door_of(target))
    await caller.write(config_of(connection_id, hears=True))
    assert await caller.read()
    caller.writer.transport.pause_reading()
    return caller


async def _lost(caller: DoorCaller) -> int:
    """Read on until a message tells what was dropped before it."""
    caller.writer.transport.resume_reading()
    async with asyncio.timeout(ENDING_S):
        while not (dropped := (await caller.read()).frames.dropped):
            pass
    caller.writer.close()
    return dropped


async def _trickle(caller: DoorCaller, message: bytes) -> None:
    for at in range(len(message)):
        caller.writer.write(message[at : at + 1])
        await asyncio.sleep(BYTE_S)
