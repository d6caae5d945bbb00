"""A worker process: a kernel that its front commands on stdin and calls on a private socket."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from odind.clock import SystemClock
from odind.core.access.gate import Gate
from odind.core.access.tickets import Tickets
from odind.door.listener import AudioDoor
from odind.logs import configure
from odind.rpc.handlers import relayed_caller
from odind.rpc.listener import RpcServer
from odind.services.access import TicketAccess
from odind.services.catalog import streams_alone
from odind.services.turnstile import Turnstile
from odind.services.verbs import verbs_of
from odind.signals import leave_signals_to_parent
from odind.workers.counterpart import Counterpart
from odind.workers.process import READY, STOP

from .addresses import audio_socket_of
from .auditing import auditing
from .failure import stop_after
from .heap import keep_what_is_loaded
from .kernel import running_kernel, ticking
from .order import read_order
from .tally import Kind, Tally
from .traces import tracing

if TYPE_CHECKING:
    from odind.services.auditing import Audit
    from odind.services.tracing import Tracer

    from .kernel import Kernel
    from .order import Order

_log = structlog.get_logger("odind.worker")
_FRONT_ONLY: Final = 0o600
_ORPHAN_GRACE_S: Final = 5.0


async def run() -> None:
    """Serve until the front says stop or has ended."""
    leave_signals_to_parent()
    commands = await _commands()
    line = await commands.readline()
    if not line:
        return  # the front has ended already
    order = read_order(line)
    configure(order.config.log.level, order.config.log.style, worker=order.number)
    tally = Tally(order.tally_file, order.config.server.workers)
    streams, buffers = (tally.ledger(kind, order.number) for kind in (Kind.STREAMS, Kind.BUFFERS))
    async with (
        tracing(order.config.traces, f"worker-{order.number}") as tracer,
        running_kernel(order.config, streams, buffers) as kernel,
        auditing(order.config, (), order.number) as audit,
    ):
        counterpart = Counterpart(kernel.host, tracer)
        control, audio, plain = _servers(order, kernel, counterpart, tally, tracer, audit=audit)
        async with control, audio, plain, ticking(kernel), asyncio.TaskGroup() as tasks:
            _say_ready()
            kernel.settle()
            listening = tasks.create_task(_listen(commands, stopping := asyncio.Event()))
            failing = tasks.create_task(stop_after(kernel.failed, stopping))
            await stopping.wait()
            kernel.stop()
            counterpart.close()
            listening.cancel()
            failing.cancel()
    _log.debug("worker.stopped")
    if kernel.failed.is_set():
        sys.exit(1)


def _servers(
    order: Order, kernel: Kernel, counterpart: Counterpart, tally: Tally, tracer: Tracer, *, audit: Audit
) -> tuple[RpcServer, RpcServer, AudioDoor]:
    """Return the servers for the front, which has counted the calls that it relays, and for callers."""
    services, limits, clock = streams_alone(kernel.host), order.config.limits, SystemClock()
    relayed = Turnstile(limits, clock)
    relayed.tracer = tracer
    control = RpcServer(
        services,
        "odind.rpc.relayed",
        turnstile=relayed,
        caller_of=relayed_caller,
        more=(counterpart.handler(),),
    )
    control.bind_socket(Path(order.control_socket), _FRONT_ONLY)
    turnstile = Turnstile(limits, clock, tally.ledger(Kind.CALLS, order.number))
    turnstile.tracer, turnstile.audit = tracer, audit
    kernel.host.counting.read_calls = turnstile.meter.read
    turnstile.tenants = {name: tenant.quotas for name, tenant in order.config.tenants.items()}
    tickets = Tickets(bytes.fromhex(order.ticket_secret), clock)
    access = TicketAccess(tickets, Gate(verbs_of(services)))
    audio = RpcServer(services, access=access, turnstile=turnstile)
    plain = AudioDoor(services, access, turnstile=turnstile)
    if order.audio_socket:
        audio.bind_socket(Path(order.audio_socket))
    if beside := audio_socket_of(order.config, order.audio_socket):
        plain.bind_socket(Path(beside))
    return control, audio, plain


async def _commands() -> asyncio.StreamReader:
    loop = asyncio.get_running_loop()
    commands = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    return commands


def _say_ready() -> None:
    """Tell the front, which reads nothing else from stdout; what libraries print later goes to the log."""
    keep_what_is_loaded()
    os.write(1, READY)
    os.dup2(2, 1)


async def _listen(commands: asyncio.StreamReader, stopping: asyncio.Event) -> None:
    """Stop when the front says so or has ended; exit at once when it ends after saying so."""
    said = await commands.readline()
    stopping.set()
    if said == STOP:
        await commands.readline()
        os._exit(1)
    _log.error("worker.orphaned")
    asyncio.get_running_loop().call_later(_ORPHAN_GRACE_S, os._exit, 1)
