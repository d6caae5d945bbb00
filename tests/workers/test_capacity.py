"""How many more connections fit into all workers, also while one of them is lost."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from odind.core.base.errors import UnavailableError
from odind.core.capacity.capacity import Bottleneck, Bound, Capacity, Cost, Use
from odind.pack.capacity import pack_capacity
from odind.pack.errors import internal_status
from odind.services.calls import CallFailedError
from odind.v1 import server_pb2
from odind.workers.capacity import GaugeOfAll
from odind.workers.link import worker_lost

if TYPE_CHECKING:
    from .bench import FrontBench

COST = Cost(400, 500, 600_000)
ONE = Capacity(
    tuple(Bound(bottleneck, 10, 10) for bottleneck in Bottleneck), Use(1, 3, 2, 0.25, 0.5, 1_000), COST, COST
)


def worker(answer: Exception | Capacity) -> Any:
    """A worker that answers, or fails."""

    async def call(*_arguments: object) -> server_pb2.GetCapacityResponse:
        if isinstance(answer, Exception):
            raise answer
        return pack_capacity(answer)

    return SimpleNamespace(link=SimpleNamespace(call=call))


def gauge_of(*answers: Exception | Capacity) -> GaugeOfAll:
    crew: Any = SimpleNamespace(serving=[worker(answer) for answer in answers])
    return GaugeOfAll(crew)


async def test_connections_of_all_workers_count_against_the_limit_of_the_daemon(bench: FrontBench):
    for number in range(3):
        await bench.join(f"user-{number}")
    answer = await bench.ask_server.GetCapacity(server_pb2.GetCapacityRequest())
    bounds = {bound.bottleneck: bound.connections for bound in answer.bounds}
    assert (answer.use.processes, answer.use.connections) == (2, 3)
    assert bounds[server_pb2.BOTTLENECK_MAX_CONNECTIONS] == bench.limits.max_connections - 3


async def test_a_worker_that_is_lost_meanwhile_has_room_for_nobody():
    for failure in (worker_lost(), CallFailedError(internal_status())):
        assert await gauge_of(ONE, failure).capacity() == ONE
    both = await gauge_of(ONE, ONE).capacity()
    assert both.use == Use(2, 6, 4, 0.5, 1.0, 2_000)
    assert {bound.bottleneck: bound.pcm for bound in both.bounds} == {
        Bottleneck.LOOP: 20,
        Bottleneck.CORES: 10,
        Bottleneck.MEMORY: 10,
        Bottleneck.MAX_CONNECTIONS: 7,
        Bottleneck.MAX_AUDIO_STREAMS: 8,
    }


async def test_without_any_worker_there_is_nobody_to_ask():
    with pytest.raises(UnavailableError) as refused:
        await gauge_of(worker_lost()).capacity()
    assert refused.value.reason == "WORKER_LOST"
