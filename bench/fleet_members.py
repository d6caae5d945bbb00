"""A process of bench/fleet.py with many simulated members; run as `python -m bench.fleet_members`."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Final

from bench.fleet_member import Dead, SimulatedMember
from bench.fleet_orders import Churn, Die, Enter, Finish, Lived, Order
from odind.bench.steering import READY, Steering, steered

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE: Final = 10
"""Members that enter at once: to begin is to connect twice."""
_STEP_S: Final = 0.02
_MOST_JOINS: Final = 2_000
"""Joins that wait for the database at once; who comes then is turned away, and nobody's time is taken."""


class Crowd:
    """The members of this process."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self._tasks = tasks
        self._dead = Dead()
        self._living: dict[str, SimulatedMember] = {}
        self._lives: list[asyncio.Task[None]] = []
        self._joins: set[asyncio.Task[None]] = set()

    async def enter(self, order: Enter) -> None:
        """Enter all, and have them hold their connections."""
        turn = asyncio.Semaphore(_AT_ONCE)
        entered = []
        for name in order.names:
            member = SimulatedMember(name, order.url, order.lease_s, self._dead)
            self._living[name] = member
            entered.append(asyncio.Event())
            self._lives.append(self._tasks.create_task(member.live(entered[-1], turn)))
        for one in entered:
            await one.wait()
        for member in self._living.values():
            await member.fill(order.connections)

    async def churn(self, order: Churn) -> Lived:
        """Have connections come and go at random members."""
        members, lived = list(self._living.values()), Lived()
        for member in members:
            member.membership.forget()
        loop = asyncio.get_running_loop()
        began = loop.time()
        due = 0.0
        while (at := loop.time() - began) < order.seconds:
            while due < at * order.joins_per_s:
                due += 1
                self._join_one(random.choice(members), lived.joins)  # noqa: S311 - no secret
            await asyncio.sleep(_STEP_S)
        if self._joins:
            await asyncio.wait(self._joins)
        for member in members:
            member.membership.tell(lived)
            lived.fences += member.seats.fences
        return lived

    def _join_one(self, member: SimulatedMember, took: list[float]) -> None:
        if len(self._joins) >= _MOST_JOINS:
            return

        async def join() -> None:
            took.append(await member.join())

        task = self._tasks.create_task(join())
        self._joins.add(task)
        task.add_done_callback(self._joins.discard)

    def die(self, names: Sequence[str]) -> None:
        """Have members be gone."""
        self._dead.names.update(names)
        for name in names:
            member = self._living.pop(name, None)
            if member:
                member.die()

    async def finish(self) -> None:
        """End."""
        for task in self._joins:
            task.cancel()
        for member in self._living.values():
            member.die()
        if self._lives:
            await asyncio.wait(self._lives)


async def work(steering: Steering) -> None:
    """Obey until the order to finish."""
    async with asyncio.TaskGroup() as tasks:
        crowd = Crowd(tasks)
        while True:
            answer: object = READY
            match await steering.job(Order):  # type: ignore[type-var] # a union of what may come
                case Enter() as enter:
                    await crowd.enter(enter)
                case Churn() as churn:
                    answer = await crowd.churn(churn)
                case Die(names):
                    crowd.die(names)
                case Finish():
                    await crowd.finish()
                    return
            steering.say(answer)


if __name__ == "__main__":
    steered(work)
