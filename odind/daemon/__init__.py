"""The composition root: it alone names concrete back ends, and sets the order of starting and stopping."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from odind import __version__
from odind.clock import SystemClock
from odind.core.live.cues import CueBoard
from odind.core.managed.outlets import Outlets
from odind.core.moderation.moderation import Moderation
from odind.core.tokens.tokens import Tokens
from odind.gateway import HttpGatewayClient
from odind.http.inherited import InheritedSockets
from odind.services.catalog import all_services
from odind.services.server import DaemonFacts
from odind.services.trail import AuditTrail
from odind.signals import stop_on_signals
from odind.sounds.feeds import SocketFeeds
from odind.state_lock import locked

from .addresses import all_addresses, check_addresses, require_free_addresses
from .auditing import auditing
from .captions import live_captions, open_captions, summaries_of
from .collector import send_metrics
from .duties import Wishes, on_duty
from .embedded_grid import embedded_grid
from .faces import Faces
from .failure import require_working
from .fleet import in_fleet, open_fleet, shipping
from .hls import hls_house
from .hosts import open_house
from .itself import all_metrics, examiners
from .keys import OdinKeyring, access_key
from .live import live_around
from .managed import managed_rooms
from .memory import open_memory
from .named_gateways import facts_of, with_addresses
from .played import sound_library
from .push import pushes_over
from .rehearsal import rehearse
from .token_services import hosted_tokens, project_tokens
from .traces import tracing
from .upgrade import UPGRADE, rehearsed
from .videosdk import videosdk_api
from .webhooks import open_webhooks

if TYPE_CHECKING:
    from socket import socket

    from odind.config import Config
    from odind.core.rooms.tenants import Tenant
    from odind.own_command import OwnCommand
    from odind.services.server import GatewayFacts, GridFacts
    from odind.tls.keeper import Keeper

    from .hosts import House

__all__ = ["OdinKeyring", "rehearse", "serve", "work"]
_log = structlog.get_logger("odind.daemon")


async def serve(config: Config, command: OwnCommand | None = None) -> list[socket] | None:
    """Run the daemon until SIGTERM, SIGINT or SIGHUP; `odind.signals` says what the second does.

    Returns None then, and the sockets to hand over when it has ended for an upgrade: `command` is to begin
    anew with them; without one there are no upgrades.

    Raises InvalidArgumentError for an invalid configuration, UnavailableError when an address cannot be used,
    the state folder is in use or unusable, a worker does not start, or the voice runtime has failed.
    """
    check_addresses(config)
    config = with_addresses(config)
    tls = _keeper(config)
    inherited = InheritedSockets.told_by(os.environ)
    with locked(config.server.state_dir, "--state or server.state_dir"):
        require_free_addresses(
            config, inherited.among((config.http.listen, config.tls.mutual_http), config.http.socket)
        )
        return await _serve(config, command, inherited, tls)


async def _serve(
    config: Config, command: OwnCommand | None, inherited: InheritedSockets, tls: Keeper | None
) -> list[socket] | None:
    stop, wishes = asyncio.Event(), _wishes(config)
    trail = AuditTrail() if config.audit.to else None
    key = access_key(config)
    if key is None:
        _log.warning("gateway.no_access_key", who="only callers with tokens of their own can join rooms")
    tokens = Tokens(OdinKeyring(), key, time.time)
    async with tracing(config.traces, "front") as tracer, embedded_grid(config, key) as grid:
        gateway = grid.gateway if grid else config.odin.gateway
        async with (
            open_fleet(config) as fleet,
            open_memory(config, fleet.ledger if fleet else None) as scribe,
            shipping(fleet, config, scribe),
            HttpGatewayClient() as client,
            hosted_tokens(config) as hosted,
            open_house(config, tokens, gateway, scribe, hosted=hosted) as house,
            open_webhooks(config, house.plane) as webhooks,
            sound_library(config) as library,
            open_captions(config, house.plane, library) as captions,
            live_around(house) as around,
            hls_house(config, around, board := CueBoard(), house.plane.uploads.outputs) as hls,
        ):
            house.turnstile.tracer = tracer
            house.turnstile.tenants = {one.name: one.quotas for one in house.plane.tenants.named}
            named = facts_of(house.plane.gateways, tokens)
            house.plane.doctor.examiners = examiners(config, gateway, named, tls, house.plane.uploads)
            if command:
                house.plane.upgrade.rehearse = partial(rehearsed, command, all_addresses(config).values())
            moderation = Moderation(house.plane.tenants, config.limits, client)
            summaries = summaries_of(around, captions)
            outlets = Outlets(
                hls.outputs,
                pushes_over(config, around),
                live_captions(config, around, captions, board, summaries),
            )
            managed = managed_rooms(config, house.plane, moderation, outlets)
            services = all_services(
                house.plane,
                _facts(config, house, grid, named),
                house.stream_audio,
                moderation,
                sockets=house.sockets,
                trail=trail,
                managed=managed,
                library=library,
                feeds=SocketFeeds(),
                webhooks=webhooks,
                pushes=outlets.pushes,
                captions=captions,
                live_captions=outlets.captions,
                summaries=summaries,
                hls=hls.outputs,
                membership=fleet.membership if fleet else None,
                passing=fleet.passing(house.plane) if fleet else None,
            )
            metrics = all_metrics(config, house, captions.line, around.census)
            async with (
                managed,
                in_fleet(fleet, config, services, house, [*outlets.jobs, *managed.held]),
                auditing(config, services, trail=trail) as house.turnstile.audit,
            ):
                faces = Faces(
                    services,
                    config,
                    turnstile=house.turnstile,
                    plane=house.plane,
                    metrics=metrics if config.metrics.enabled else None,
                    hls=hls,
                    project=project_tokens(config, tokens, house.plane.gateways),
                    more_routes=videosdk_api(
                        config.videosdk, house.plane, managed, webhooks, house.turnstile
                    ),
                    inherited=inherited,
                    tls=tls,
                )
                beside = [webhooks.run(), send_metrics(config, metrics), *([tls.run()] if tls else [])]
                async with faces, on_duty(config, house, faces, stop, wishes, more=beside):
                    faces.ready(gateway)
                    house.plane.drain.ready()
                    house.settle()
                    await stop.wait()
                    why = _why(house, wishes)
                    kept = faces.keep() if why == UPGRADE else None
                    house.plane.drain.stopping(why)
                    if fleet:
                        fleet.membership.retired = True
                    await faces.stopping(why)
                    house.stop()
                    if trail:
                        trail.close()
    _log.info("daemon.stopped")
    require_working(house.failed)
    return kept


def _keeper(config: Config) -> Keeper | None:
    """Return what keeps the certificate, None where nothing speaks TLS."""
    if not config.tls.enabled:
        return None
    from odind.tls.keeper import Keeper  # noqa: PLC0415 - loading X.509 takes a while

    return Keeper(config.tls, SystemClock())


def _wishes(config: Config) -> Wishes:
    """Return what signals ask for from now on."""
    drain, upgrade = asyncio.Event(), asyncio.Event()
    return Wishes(stop_on_signals(drain if config.server.drain_s else None, upgrade), drain, upgrade)


def _why(house: House, wishes: Wishes) -> str:
    """Return the reason of the stop; somebody who wants the end wins over an upgrade."""
    if house.failed.is_set():
        return "RUNTIME_FAILED"
    return UPGRADE if house.plane.upgrade.over.is_set() and not wishes.end.is_set() else "SIGNAL"


def _facts(
    config: Config, house: House, grid: GridFacts | None, named: tuple[GatewayFacts, ...]
) -> DaemonFacts:
    facts = DaemonFacts(
        version=__version__,
        runtime=house.runtime,
        gateway=house.plane.gateways.own,
        limits=config.limits,
        started_at=time.time(),
        grid=grid,
        gateways=named,
    )
    return replace(facts, of_tenants={one.name: _told(one, facts) for one in house.plane.tenants.named})


def _told(tenant: Tenant, facts: DaemonFacts) -> DaemonFacts:
    """Return what callers of a tenant are told."""
    tokens, gateways = tenant.terms.tokens, tenant.terms.gateways
    shared = facts.grid if facts.grid and facts.grid.gateway == gateways.own else None
    grid = replace(shared, key_id=tokens.own_key_id) if shared else None
    return replace(facts, gateway=gateways.own, grid=grid, gateways=facts_of(gateways, tokens))


async def work() -> None:
    """Run as a worker, which gets its order on stdin and ends when its front says so or ends."""
    from .worker import run  # noqa: PLC0415 - loads the native runtime

    await run()
