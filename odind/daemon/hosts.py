"""Runs the hosts of the daemon's connections: this process, or worker processes."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from odind import __version__
from odind.clock import SystemClock
from odind.core.access.tickets import ticket_secret
from odind.core.devices.lookout import Lookout
from odind.core.plane import ControlPlane
from odind.core.values.late import dataclass
from odind.runtime.odin.info import RUNTIME
from odind.runtime.odin.probe import silence_of
from odind.services.turnstile import Turnstile
from odind.workers.crew import Crew
from odind.workers.host import RemoteHost
from odind.workers.process import start_process
from odind.workers.relay import AudioRelay
from odind.workers.socket_relay import SocketRelay
from odind.workers.worker import Worker

from .addresses import audio_socket_of
from .declared import DeclaredKeys
from .named_gateways import named_gateways
from .order import order_for
from .outputs import outputs_of
from .passwords import load_passwords
from .recording import folder_vault
from .secret import access_secret
from .sound import sound_devices
from .tally import Kind, Tally
from .tenants import all_tenants

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from odind.config import Config
    from odind.core.log.scribe import Scribe
    from odind.core.rooms.ports import Host, RuntimeInfo
    from odind.core.tokens.hosted import HostedTokens
    from odind.core.tokens.tokens import Tokens
    from odind.services.audio import StreamAudio
    from odind.services.sockets import SocketStreams
    from odind.workers.link import Link
    from odind.workers.process import WorkerProcess


@dataclass(frozen=True)
class House:
    """The control plane over its hosts.

    `failed` is set once this process cannot join rooms any more. `settle` ends its start, once it is ready.
    `stop` ends calls, lines and joins; the end of the block leaves the rooms.
    """

    plane: ControlPlane
    runtime: RuntimeInfo
    failed: asyncio.Event
    stream_audio: StreamAudio
    sockets: SocketStreams
    turnstile: Turnstile
    settle: Callable[[], None]
    stop: Callable[[], None]
    declared: DeclaredKeys
    worker_pids: Callable[[], Mapping[int, int]] = dict


def open_house(
    config: Config,
    tokens: Tokens,
    gateway: str,
    scribe: Scribe,
    *,
    hosted: HostedTokens,
) -> AbstractAsyncContextManager[House]:
    """Run the hosts for the length of the block: `server.workers` processes, or this one for 0."""
    opened = _front if config.server.workers else _single
    return opened(config, tokens, gateway, scribe, hosted=hosted)


@asynccontextmanager
async def _single(
    config: Config,
    tokens: Tokens,
    gateway: str,
    scribe: Scribe,
    *,
    hosted: HostedTokens,
) -> AsyncIterator[House]:
    from odind.services.audio import run_audio  # noqa: PLC0415 - beside the kernel
    from odind.services.sockets import HostSockets  # noqa: PLC0415 - beside the kernel

    from .kernel import running_kernel, ticking  # noqa: PLC0415 - a front needs no native runtime

    async with running_kernel(config) as kernel:
        kernel.host.audio_socket = _target(audio_socket_of(config, config.server.socket))
        secret = access_secret(config.server.state_dir)
        plane = _plane(
            [kernel.host],
            kernel.lookout,
            config,
            tokens,
            gateway,
            scribe=scribe,
            hosted=hosted,
            secret=secret,
        )

        def stop() -> None:
            plane.stop()
            kernel.stop()

        declared = _declared(config, plane)
        async with plane, ticking(kernel):
            yield House(
                plane,
                kernel.runtime,
                kernel.failed,
                partial(run_audio, kernel.host),
                HostSockets(kernel.host),
                Turnstile(config.limits, SystemClock()),
                kernel.settle,
                stop,
                declared,
            )


@asynccontextmanager
async def _front(
    config: Config,
    tokens: Tokens,
    gateway: str,
    scribe: Scribe,
    *,
    hosted: HostedTokens,
) -> AsyncIterator[House]:
    tally = Tally.create(config.server.workers)
    secret = access_secret(config.server.state_dir)
    tickets = ticket_secret(secret)
    orders = [order_for(config, number, tally.file, tickets) for number in range(config.server.workers)]

    async def start(number: int) -> WorkerProcess:
        tally.clear(number)
        return await start_process(orders[number].write(), tally.file)

    workers = [
        Worker(
            RemoteHost(
                order.number,
                _target(order.audio_socket),
                tally.streams,
                _target(audio_socket_of(config, order.audio_socket)),
            ),
            _target(order.control_socket),
            start,
        )
        for order in orders
    ]
    async with sound_devices(config) as sound, Lookout(sound) as lookout:
        plane = _plane(
            [worker.host for worker in workers],
            lookout,
            config,
            tokens,
            gateway,
            scribe=scribe,
            hosted=hosted,
            secret=secret,
        )
        crew = Crew(workers, plane.begun)

        async def link_of(connection_id: str) -> tuple[object, Link]:
            host = await plane.registry.present(connection_id)
            return host, crew.link_to(host)

        def stop() -> None:
            plane.stop()
            crew.stop()

        declared = _declared(config, plane)
        async with plane, crew:
            yield House(
                plane,
                RUNTIME,
                asyncio.Event(),
                AudioRelay(link_of, crew.spawn).run,
                SocketRelay(link_of),
                Turnstile(config.limits, SystemClock(), tally.ledger(Kind.CALLS, tally.front)),
                lambda: None,  # the workers settle by themselves
                stop,
                declared,
                lambda: crew.pids,
            )


def _plane(
    hosts: Sequence[Host],
    lookout: Lookout,
    config: Config,
    tokens: Tokens,
    gateway: str,
    *,
    scribe: Scribe,
    hosted: HostedTokens,
    secret: bytes,
) -> ControlPlane:
    return ControlPlane(
        hosts,
        lookout,
        tokens,
        config.limits,
        gateway,
        clock=SystemClock(),
        more_gateways=config.odin.allowed_gateways,
        named_gateways=named_gateways(config),
        passwords=load_passwords(config.odin.passwords_dir),
        hosted=hosted,
        version=__version__,
        scribe=scribe,
        restore=config.server.restore,
        dial=silence_of,
        secret=secret,
        vault=folder_vault(config),
        max_recordings=config.recordings.max_running,
        outputs=outputs_of(config),
        more_tenants=all_tenants(config, gateway, hosted),
    )


def _declared(config: Config, plane: ControlPlane) -> DeclaredKeys:
    """Return the keys of the operator's file, read before anything looks whose connections there are."""
    declared = DeclaredKeys(config.access.keys_file, plane.keys, config.tenants)
    declared.read()
    return declared


def _target(socket: str) -> str:
    return f"unix:{Path(socket).absolute()}" if socket else ""
