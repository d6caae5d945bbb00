"""The composition root: it alone names concrete back ends, and sets the order of starting and stopping."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from odind import __version__
from odind.core.moderation.moderation import Moderation
from odind.core.rooms.admission import ANY_GATEWAY, Gateways, check_gateway
from odind.core.tokens.tokens import Tokens
from odind.gateway import HttpGatewayClient
from odind.services.catalog import all_services
from odind.services.server import DaemonFacts
from odind.signals import stop_on_signals
from odind.state_lock import locked

from .addresses import check_addresses, require_free_addresses
from .duties import on_duty
from .embedded_grid import embedded_grid
from .faces import Faces
from .failure import require_working
from .hosts import open_house
from .itself import examiners, metrics_page
from .keys import OdinKeyring, access_key
from .memory import open_memory
from .traces import tracing

if TYPE_CHECKING:
    from odind.config import Config
    from odind.services.server import GridFacts

    from .hosts import House

__all__ = ["OdinKeyring", "serve", "work"]
_log = structlog.get_logger("odind.daemon")


async def serve(config: Config) -> None:
    """Run the daemon until SIGTERM, SIGINT or SIGHUP; `odind.signals` says what the second does.

    Raises InvalidArgumentError for an invalid configuration, UnavailableError when an address cannot be used,
    the state folder is in use or unusable, a worker does not start, or the voice runtime has failed.
    """
    check_addresses(config)
    for gateway in (config.odin.gateway, *config.odin.allowed_gateways):
        if gateway not in ("", ANY_GATEWAY):
            check_gateway(gateway)
    with locked(config.server.state_dir, "--state or server.state_dir"):
        require_free_addresses(config)
        await _serve(config)


async def _serve(config: Config) -> None:
    terminated = asyncio.Event()
    stop = stop_on_signals(terminated if config.server.drain_s else None)
    key = access_key(config)
    if key is None:
        _log.warning("gateway.no_access_key", who="only callers with tokens of their own can join rooms")
    tokens = Tokens(OdinKeyring(), key, time.time)
    async with tracing(config.traces, "front") as tracer, embedded_grid(config, key) as grid:
        gateway = grid.gateway if grid else config.odin.gateway
        async with (
            open_memory(config) as scribe,
            HttpGatewayClient() as client,
            open_house(config, tokens, gateway, scribe) as house,
        ):
            house.turnstile.tracer = tracer
            house.plane.doctor.examiners = examiners(config, gateway)
            gateways = Gateways(gateway, config.odin.allowed_gateways)
            moderation = Moderation(tokens, config.limits, gateways, client)
            services = all_services(
                house.plane,
                _facts(config, house, gateway, grid),
                house.stream_audio,
                moderation,
                sockets=house.sockets,
            )
            faces = Faces(
                services,
                config,
                turnstile=house.turnstile,
                vitals=house.plane.vitals,
                metrics=metrics_page(config, house),
            )
            async with faces, on_duty(config, house, faces, stop, terminated):
                faces.ready(gateway)
                house.plane.drain.ready()
                await stop.wait()
                house.plane.drain.stopping("RUNTIME_FAILED" if house.failed.is_set() else "SIGNAL")
                await faces.stopping()
                house.stop()
    _log.info("daemon.stopped")
    require_working(house.failed)


def _facts(config: Config, house: House, gateway: str, grid: GridFacts | None) -> DaemonFacts:
    return DaemonFacts(
        version=__version__,
        runtime=house.runtime,
        gateway=gateway,
        limits=config.limits,
        started_at=time.time(),
        grid=grid,
    )


async def work() -> None:
    """Run as a worker, which gets its order on stdin and ends when its front says so or ends."""
    from .worker import run  # noqa: PLC0415 - loads the native runtime

    await run()
