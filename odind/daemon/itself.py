"""What the daemon tells about itself: its numbers, and how it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from odind import __version__
from odind.clock import SystemClock
from odind.doctor.gateway import GatewayExaminer, NamedGatewayExaminer
from odind.doctor.machine import MachineExaminer
from odind.doctor.outputs import OutputsExaminer
from odind.doctor.tls import TlsExaminer
from odind.metrics.page import MetricsPage
from odind.metrics.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from odind.config import Config
    from odind.core.captions.line import EngineLine
    from odind.core.health.ports import Examiner
    from odind.core.live.census import Census
    from odind.core.outputs.uploads import Uploads
    from odind.services.server import GatewayFacts
    from odind.tls.contexts import Identities

    from .hosts import House


def all_metrics(config: Config, house: House, captions: EngineLine | None, live: Census) -> MetricsPage:
    """Return what reads all metrics of the daemon."""
    sources = Sources(
        __version__,
        house.plane,
        house.turnstile,
        config.limits,
        house.worker_pids,
        connections=config.metrics.connections,
        captions=captions,
        live=live,
    )
    return MetricsPage(sources, SystemClock())


def examiners(
    config: Config,
    gateway: str,
    named: Iterable[GatewayFacts],
    tls: Identities | None,
    uploads: Uploads,
) -> tuple[Examiner, ...]:
    """Return what the daemon's doctor looks at outside of core."""
    server = config.server
    machine = MachineExaminer(server.state_dir, config.limits, server.workers)
    others = (NamedGatewayExaminer(one.name, one.url, one.key_id) for one in named)
    own = [TlsExaminer(tls, SystemClock().now)] if tls else []
    outputs = [OutputsExaminer(uploads)] if uploads.outputs.named else []
    return machine, *own, *outputs, GatewayExaminer(gateway), *others


async def probe_by_the_clock(config: Config, house: House) -> None:
    """Try the media path at the interval of the settings, 0 for never."""
    if config.health.probe_interval:
        await house.plane.prober.run(config.health.probe_interval)
