"""Every error of a watch of the whole fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import grpc
import pytest

from odind.services.passing import Passing
from odind.v1 import rooms_pb2
from tests.core.fakes import FakeClock
from tests.core.fleet.journal import FakeSequence, watches_of

from .bench import Bench, open_bench
from .cases import Case, Cases, check

if TYPE_CHECKING:
    from pathlib import Path

    from odind.core.plane import ControlPlane
    from odind.services.elsewhere import Elsewhere

CASES = Cases("RoomService")


async def begin(bench: Bench, **wanted: Any) -> None:
    request = rooms_pb2.WatchEventsRequest(scope=rooms_pb2.EVENT_SCOPE_FLEET, **wanted)
    await bench.ask_rooms.WatchEvents(request).read()


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "SEQUENCE_OF_MEMBER", "sequence")
async def a_watch_after_an_event_of_a_members_log(bench: Bench) -> None:
    await begin(bench, after_sequence=7)


@CASES.add("WatchEvents", "INVALID_ARGUMENT", "CONSUMER_OF_MEMBER", "name")
async def a_watch_of_a_consumer(bench: Bench) -> None:
    await begin(bench, consumer="billing")


@CASES.add("WatchEvents", "UNAVAILABLE", "FLEET_DATABASE_UNAVAILABLE", "detail")
async def a_watch_that_begins_without_the_database(bench: Bench) -> None:
    await begin(bench)


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_an_error_of_a_watch_of_the_fleet_reaches_the_caller(case: Case, tmp_path: Path) -> None:
    shared = FakeSequence()
    shared.away = case.reason == "FLEET_DATABASE_UNAVAILABLE"

    def passing(plane: ControlPlane) -> Passing:
        nobody = cast("Elsewhere", None)  # these watches end before other members are asked
        return Passing(lambda _: False, nobody, watches_of(shared, FakeClock()), plane.rooms)

    async with open_bench(tmp_path, passing=passing) as bench:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await case.provoke(bench)
    check(caught.value, case)
