"""How many more connections fit into all workers together."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from odind.core.base.errors import OdindError
from odind.core.capacity.capacity import combine
from odind.pack.capacity import unpack_capacity
from odind.services.calls import CallFailedError
from odind.v1 import server_pb2

from .link import worker_lost

if TYPE_CHECKING:
    from odind.core.capacity.capacity import Capacity

    from .crew import Crew
    from .worker import Worker

_CAPACITY: Final = server_pb2.DESCRIPTOR.services_by_name["ServerService"].methods_by_name["GetCapacity"]


class GaugeOfAll:
    """Asks all workers at once. One that is lost has room for nobody until it is back."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    async def capacity(self) -> Capacity:
        """Return how many more connections fit; raises UnavailableError WORKER_LOST when no worker serves."""
        async with asyncio.TaskGroup() as tasks:
            asked = [tasks.create_task(_ask(worker)) for worker in self._crew.serving]
        answers = [answer for task in asked if (answer := task.result())]
        if not answers:
            raise worker_lost()
        return combine(answers)


async def _ask(worker: Worker) -> Capacity | None:
    try:
        return unpack_capacity(await worker.link.call(_CAPACITY, server_pb2.GetCapacityRequest()))
    except (CallFailedError, OdindError):
        return None
