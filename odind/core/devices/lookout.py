"""What sound devices there are: looked at on demand, and watched while anybody wants to know."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, contextmanager
from typing import TYPE_CHECKING, Self

from .ports import Inventory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from .ports import SoundSystem

    Observer = Callable[[Inventory, Inventory], None]


class Lookout:
    """Belongs to the loop. Leaving its `async with` block ends all looking.

    The sound system is watched while somebody is interested, and left alone otherwise.
    """

    def __init__(self, system: SoundSystem) -> None:
        self.system = system
        self.inventory = Inventory()
        self._observers: list[Observer] = []
        self._looking = asyncio.Lock()
        self._interest = 0
        self._watching: asyncio.Task[None] | None = None
        self._tasks = asyncio.TaskGroup()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rest()
        await self._tasks.__aexit__(None, None, None)  # end properly whatever ended the block

    def observe(self, observer: Observer) -> None:
        """Call `observer` after every look, with the inventories before and after."""
        self._observers.append(observer)

    async def look(self) -> Inventory:
        """Look at the devices now."""
        async with self._looking:
            before, self.inventory = self.inventory, await self.system.inventory()
            for observer in self._observers:
                observer(before, self.inventory)
        return self.inventory

    @contextmanager
    def interested(self) -> Iterator[None]:
        """Have the sound system watched for the length of the block."""
        self._interest += 1
        if self._watching is None:
            self._watching = self._tasks.create_task(self._watch())
        try:
            yield
        finally:
            self._interest -= 1
            if not self._interest:
                self._rest()

    def _rest(self) -> None:
        if self._watching:
            self._watching.cancel()
            self._watching = None

    async def _watch(self) -> None:
        async with aclosing(self.system.changes()) as changes:
            async for _ in changes:
                await self.look()
