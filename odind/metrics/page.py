"""The page that Prometheus reads."""

from __future__ import annotations

import asyncio
from itertools import chain
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from .connections import connections
from .families import families
from .processes import processes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client.core import Metric

    from odind.core.timing.clock import Clock

    from .sources import Sources

_FRESH_S: Final = 1.0


class MetricsPage:
    """Writes the page at most once a second: who asks meanwhile gets the same. Used on the loop's thread.

    The numbers are read on the loop's thread; the text is written in another, for it may take a tick's time.
    """

    def __init__(self, sources: Sources, clock: Clock) -> None:
        self._sources = sources
        self._clock = clock
        self._writing = asyncio.Lock()
        self._read_at = float("-inf")
        self._found: Found = Found(())
        self._pages: dict[str, bytes] = {}

    async def write(self, accept: str) -> tuple[bytes, str]:
        """Return the page and its content type, for an Accept header: OpenMetrics, or Prometheus's text."""
        encode, content_type = choose_encoder(accept)
        async with self._writing:
            await self._renew()
            if content_type not in self._pages:
                registry = CollectorRegistry(auto_describe=False)
                registry.register(self._found)
                self._pages[content_type] = await asyncio.to_thread(encode, registry)
        return self._pages[content_type], content_type

    async def families(self) -> tuple[Metric, ...]:
        """Return what the page is made of."""
        async with self._writing:
            await self._renew()
        return self._found.metrics

    async def _renew(self) -> None:
        now = self._clock.monotonic()
        if now - self._read_at < _FRESH_S:
            return
        reading = await self._sources.read()
        found = chain(families(reading), processes(reading), connections(reading))
        self._found, self._pages, self._read_at = Found(tuple(found)), {}, now


class Found(Collector):
    """What was read, as the one collector of a registry."""

    def __init__(self, metrics: tuple[Metric, ...]) -> None:
        self.metrics = metrics

    def describe(self) -> Iterable[Metric]:
        """Announce nothing: the registry is for this page alone."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return all metrics."""
        return self.metrics
