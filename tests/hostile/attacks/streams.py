"""Callers who take more streams, buffers and effects than anybody needs."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.duration_pb2 import Duration

from odind.client import F32LE, AudioFormat
from odind.core.errors import OdindError
from odind.v1 import audio_pb2, devices_pb2, processing_pb2, rooms_pb2, statistics_pb2
from odind.v1.audio_pb2_grpc import AudioServiceStub
from odind.v1.devices_pb2_grpc import DeviceServiceStub
from odind.v1.rooms_pb2_grpc import RoomServiceStub
from odind.v1.statistics_pb2_grpc import StatisticsServiceStub

from .calls import connection_of
from .tools import channel_of, daemon_of, reason_of, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.hostile.ground import Target

MUTE = 2_000
ENDING_S = 40
"""Several times as long as a call may say nothing, for a machine that is busy."""
WATCHES = 1_000
BUSY_WATCHES = 200
WATCHED = 20
LANES = 10
WIDE = AudioFormat(sample_rate_hz=192_000, channels=2, sample_format=F32LE)
SECOND = bytes(192_000 * 8)
SECONDS = 60


async def mute_audio_calls(target: Target) -> str:
    """Begin audio calls that say nothing, and hold them until the daemon has ended every one."""
    async with channel_of(target) as channel:
        calls = [AudioServiceStub(channel).StreamAudio() for _ in range(MUTE)]
        async with asyncio.timeout(ENDING_S):
            await asyncio.gather(*(call.code() for call in calls))
        outcomes = await _held(calls)
    assert outcomes == {"FIRST_MESSAGE_LATE": MUTE}, told(outcomes)
    return told(outcomes)


async def watches_by_the_thousand(target: Target) -> str:
    async with daemon_of(target) as daemon, channel_of(target) as channel:
        watches = (
            lambda: RoomServiceStub(channel).WatchEvents(rooms_pb2.WatchEventsRequest()),
            lambda: StatisticsServiceStub(channel).WatchStatistics(statistics_pb2.WatchStatisticsRequest()),
            lambda: DeviceServiceStub(channel).WatchLevels(devices_pb2.WatchLevelsRequest()),
            lambda: DeviceServiceStub(channel).WatchDevices(devices_pb2.WatchDevicesRequest()),
        )
        outcomes = await _held([watches[number % len(watches)]() for number in range(WATCHES)])
        limits = (await daemon.info()).limits
    assert outcomes["held"] <= limits.max_watchers, told(outcomes)
    return told(outcomes)


async def watches_at_the_shortest_interval(target: Target) -> str:
    """Watch every counter and every level, as often and as many times as the daemon lets one caller."""
    statistics = statistics_pb2.WatchStatisticsRequest(interval=Duration(nanos=100_000_000))
    levels = devices_pb2.WatchLevelsRequest(interval=Duration(nanos=20_000_000))
    async with daemon_of(target) as daemon, channel_of(target) as channel, AsyncExitStack() as stack:
        for number in range(WATCHED):
            connection = await daemon.join_room("watched", user_id=f"watched {number}")
            stack.push_async_callback(connection.leave)
        await daemon.devices.open_capture(connection.connection_id, "tone:440")
        watches = (
            lambda: StatisticsServiceStub(channel).WatchStatistics(statistics),
            lambda: DeviceServiceStub(channel).WatchLevels(levels),
        )
        calls = [watches[number % 2]() for number in range(BUSY_WATCHES)]
        reading = asyncio.gather(*map(_read_all, calls))
        outcomes = await _held(calls)
        told_of = sum(await reading)
    assert outcomes["held"], told(outcomes)
    return f"{told(outcomes)}; {told_of} messages"


async def _read_all(call: Any) -> int:
    """Read whatever comes until the call ends; return how much that was."""
    count = 0
    with suppress(grpc.aio.AioRpcError, asyncio.CancelledError):
        while await call.read() is not grpc.aio.EOF:
            count += 1
    return count


async def _held(calls: Sequence[Any]) -> Counter[str]:
    """Hold calls for a moment; count how many were refused, and why."""
    outcomes = Counter[str]()
    await _answered(calls)
    for call in calls:
        if not call.done():
            outcomes["held"] += 1
            call.cancel()
            continue
        try:
            await call.read()
        except grpc.aio.AioRpcError as error:
            outcomes[reason_of(error)] += 1
    return outcomes


async def _answered(calls: Sequence[Any]) -> None:
    """Wait until some calls have ended and no more do, or for a time."""
    over = 0
    for _ in range(10):
        await asyncio.sleep(1)
        before, over = over, sum(call.done() for call in calls)
        if over and over == before:
            return


async def huge_send_buffers(target: Target) -> str:
    """Fill paused lanes of the widest format with a minute of sound each."""
    outcomes = Counter[str]()
    async with daemon_of(target) as daemon, AsyncExitStack() as stack:
        for number in range(LANES):
            connection = await daemon.join_room("buffers", user_id=f"hoarder {number}")
            stack.push_async_callback(connection.leave)
            config = audio_pb2.StreamAudioConfig(
                connection_id=connection.connection_id,
                send=WIDE,
                send_buffer=audio_pb2.SendBuffer(capacity=Duration(seconds=SECONDS)),
            )
            try:
                stream = await stack.enter_async_context(daemon.audio_with(config))
                await stream.pause()
                for _ in range(SECONDS - 1):
                    await stream.write(SECOND)
            except OdindError as error:
                outcomes[error.reason] += 1
            else:
                outcomes["filled"] += 1
    assert outcomes["filled"] < LANES, f"the daemon took {LANES * SECONDS * len(SECOND) // 2**20} MiB"
    return told(outcomes)


async def the_first_voice_isolation(target: Target) -> str:
    """Switch on the costliest effect, which loads a model when it is first used, on several connections."""
    preset = processing_pb2.Processing(voice_isolation=processing_pb2.VoiceIsolation(enabled=True))
    async with daemon_of(target) as daemon, connection_of(daemon) as connection:
        for _ in range(3):
            await daemon.set_processing(connection.connection_id, preset)
            async with connection.audio(send=AudioFormat()) as stream:
                await stream.write(bytes(48_000))
                await stream.drain()
            await daemon.set_processing(connection.connection_id)
    return "switched on 3 times"
