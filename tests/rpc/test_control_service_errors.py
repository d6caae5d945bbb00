"""Every error of ProcessingService, SpaceService and StatisticsService."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf.duration_pb2 import Duration

from odind.core.bounds.limits import Limits
from odind.v1 import processing_pb2, space_pb2, statistics_pb2

from .bench import Bench, open_bench
from .cases import BUDGET, Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path


PROCESSING = Cases("ProcessingService")
SPACE = Cases("SpaceService")
STATISTICS = Cases("StatisticsService")
ROOMS = Cases("RoomService")
NOBODY = "c-none"
FAR = space_pb2.Position(x=float("inf"))
NO_CHANNEL = space_pb2.Position(channel=64)
MANY = [space_pb2.Position(channel=channel) for channel in range(13)]


async def process(bench: Bench, **settings: object) -> None:
    request = processing_pb2.SetProcessingRequest(
        connection_id=await bench.join_id(), processing=processing_pb2.Processing(**settings)
    )
    await bench.ask_processing.SetProcessing(request)


@PROCESSING.add("GetProcessing", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def the_settings_of_nobody(bench: Bench) -> None:
    await bench.ask_processing.GetProcessing(processing_pb2.GetProcessingRequest(connection_id=NOBODY))


@PROCESSING.add("SetProcessing", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def settings_for_nobody(bench: Bench) -> None:
    await bench.ask_processing.SetProcessing(processing_pb2.SetProcessingRequest(connection_id=NOBODY))


@PROCESSING.add("SetProcessing", "INVALID_ARGUMENT", "PROCESSING_INVALID", "high", "low", "setting", "value")
async def a_bit_rate_that_opus_has_not(bench: Bench) -> None:
    await process(bench, bitrate_bps=1)


@PROCESSING.add("SetProcessing", "INVALID_ARGUMENT", "PRESET_INVALID", "number", "what")
async def an_unknown_preset(bench: Bench) -> None:
    await process(bench, preset=99)


@PROCESSING.add("SetProcessing", "INVALID_ARGUMENT", "CHOSEN_PRESET_INVALID", "number", "what")
async def an_unknown_chosen_preset(bench: Bench) -> None:
    await process(bench, chosen_preset=99)


@PROCESSING.add("SetProcessing", "INVALID_ARGUMENT", "NOISE_SUPPRESSION_INVALID", "number", "what")
async def an_unknown_level(bench: Bench) -> None:
    await process(bench, noise_suppression=99)


@PROCESSING.add("SetProcessing", "INVALID_ARGUMENT", "GAIN_CONTROL_INVALID", "number", "what")
async def an_unknown_gain_control(bench: Bench) -> None:
    await process(bench, gain_control=99)


@PROCESSING.add("SetProcessing", "INVALID_ARGUMENT", "APPLICATION_INVALID", "number", "what")
async def an_unknown_application(bench: Bench) -> None:
    await process(bench, application=99)


async def go(bench: Bench, *positions: space_pb2.Position, scale: float | None = None) -> None:
    request = space_pb2.SetPositionsRequest(
        connection_id=await bench.join_id(), positions=positions, position_scale=scale
    )
    await bench.ask_space.SetPositions(request)


@SPACE.add("GetSpace", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def the_place_of_nobody(bench: Bench) -> None:
    await bench.ask_space.GetSpace(space_pb2.GetSpaceRequest(connection_id=NOBODY))


@SPACE.add("SetPositions", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_place_for_nobody(bench: Bench) -> None:
    await bench.ask_space.SetPositions(space_pb2.SetPositionsRequest(connection_id=NOBODY))


@SPACE.add("SetPositions", "INVALID_ARGUMENT", "CHANNEL_INVALID", "channel", "limit")
async def a_channel_that_odin_has_not(bench: Bench) -> None:
    await go(bench, NO_CHANNEL)


@SPACE.add("SetPositions", "INVALID_ARGUMENT", "POSITION_INVALID", "channel", "limit", "scale", "x", "y", "z")
async def a_place_at_infinity(bench: Bench) -> None:
    await go(bench, FAR)


@SPACE.add("SetPositions", "INVALID_ARGUMENT", "POSITION_SCALE_INVALID", "high", "low", "scale")
async def a_scale_of_nothing(bench: Bench) -> None:
    await go(bench, scale=0.0)


@SPACE.add("SetPositions", "INVALID_ARGUMENT", "TOO_MANY_POSITIONS", "count", "limit")
async def more_places_than_a_datagram_holds(bench: Bench) -> None:
    await go(bench, *MANY)


@SPACE.add("ClearPositions", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def nobody_taken_off_a_channel(bench: Bench) -> None:
    await bench.ask_space.ClearPositions(space_pb2.ClearPositionsRequest(connection_id=NOBODY))


async def mask(bench: Bench, connection_id: str, *peer_ids: int) -> None:
    request = space_pb2.SetChannelMasksRequest(
        connection_id=connection_id, masks=[space_pb2.ChannelMask(peer_id=peer, mask=1) for peer in peer_ids]
    )
    await bench.ask_space.SetChannelMasks(request)


@SPACE.add("SetChannelMasks", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def masks_for_nobody(bench: Bench) -> None:
    await mask(bench, NOBODY)


@SPACE.add("SetChannelMasks", "NOT_FOUND", "PEER_NOT_FOUND", "connection_id", "peer_id")
async def a_mask_for_a_stranger(bench: Bench) -> None:
    await mask(bench, await bench.join_id(), 99)


@SPACE.add("SetChannelMasks", "INVALID_ARGUMENT", "TOO_MANY_MASKS", "limit")
async def masks_for_more_than_a_server_takes(bench: Bench) -> None:
    await mask(bench, await bench.join_id(), *range(1, 1_026))


@STATISTICS.add("GetStatistics", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def the_counters_of_nobody(bench: Bench) -> None:
    await bench.ask_statistics.GetStatistics(statistics_pb2.GetStatisticsRequest(connection_id=NOBODY))


async def count(bench: Bench, *connection_ids: str, seconds: int = 1) -> None:
    request = statistics_pb2.WatchStatisticsRequest(
        connection_ids=connection_ids, interval=Duration(seconds=seconds)
    )
    await bench.ask_statistics.WatchStatistics(request).read()


@STATISTICS.add("WatchStatistics", "NOT_FOUND", "CONNECTION_NOT_FOUND", "connection_id")
async def a_watch_of_nobody(bench: Bench) -> None:
    await count(bench, NOBODY)


@STATISTICS.add("WatchStatistics", "INVALID_ARGUMENT", "INTERVAL_INVALID", "high", "interval", "low")
async def an_hourly_watch(bench: Bench) -> None:
    await count(bench, seconds=3_600)


@STATISTICS.add(
    "WatchStatistics", "RESOURCE_EXHAUSTED", "TOO_MANY_WATCHERS", *BUDGET, limits=Limits(max_watchers=1)
)
async def one_watch_too_many(bench: Bench) -> None:
    request = statistics_pb2.WatchStatisticsRequest(interval=Duration(seconds=1))
    first = bench.ask_statistics.WatchStatistics(request)
    await first.read()
    await count(bench)


@ROOMS.add("JoinRoom", "INVALID_ARGUMENT", "CHANNEL_INVALID", "channel", "limit")
async def a_join_on_a_channel_that_odin_has_not(bench: Bench) -> None:
    await bench.join(positions=[NO_CHANNEL])


@ROOMS.add("JoinRoom", "INVALID_ARGUMENT", "POSITION_INVALID", "channel", "limit", "scale", "x", "y", "z")
async def a_join_at_infinity(bench: Bench) -> None:
    await bench.join(positions=[FAR])


@ROOMS.add("JoinRoom", "INVALID_ARGUMENT", "POSITION_SCALE_INVALID", "high", "low", "scale")
async def a_join_with_a_scale_of_nothing(bench: Bench) -> None:
    await bench.join(position_scale=0.0)


@ROOMS.add("JoinRoom", "INVALID_ARGUMENT", "TOO_MANY_POSITIONS", "count", "limit")
async def a_join_in_more_places_than_a_datagram_holds(bench: Bench) -> None:
    await bench.join(positions=MANY)


@pytest.mark.parametrize("case", [*PROCESSING, *SPACE, *STATISTICS, *ROOMS], ids=str)
async def test_an_error_of_the_control_services_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    async with open_bench(tmp_path, limits=case.limits, has_key=case.has_key) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
