"""The daemon's faces: its services over gRPC and over HTTP."""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.cookie import Cookie
from odind.core.access.gate import Gate
from odind.door.listener import AudioDoor
from odind.http.admittance import Admittance
from odind.http.server import HttpServer
from odind.rpc.credentials import server_credentials
from odind.rpc.listener import RpcServer
from odind.services.access import OPEN, CookieAccess, KeyedAccess
from odind.services.verbs import daemon_wide, verbs_of
from odind.systemd import notify
from odind.tls.contexts import ServerContexts

from .addresses import audio_key, audio_socket_of, telling
from .granted import certified, granted_sockets
from .heap import keep_what_is_loaded
from .upgrade import UPGRADE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from socket import socket
    from types import TracebackType

    from starlette.routing import Route

    from odind.config import Config
    from odind.core.health.checks import Health
    from odind.core.hls.house import HlsHouse
    from odind.core.plane import ControlPlane
    from odind.core.tokens.projects import ProjectTokens
    from odind.http.inherited import InheritedSockets
    from odind.metrics.page import MetricsPage
    from odind.services.catalog import Service
    from odind.services.turnstile import Turnstile
    from odind.tls.contexts import Identities

_log = structlog.get_logger("odind.daemon")
_ROOMS: Final = "odind.v1.RoomService"
"""The service whose health says whether rooms are joined; the daemon's own stays while it serves calls."""


class Faces:
    """Binds its addresses in the constructor, and serves for the length of its `async with` block.

    The constructor raises UnavailableError: ADDRESS_TAKEN when another process listens there,
    ADDRESS_FORBIDDEN when this one may not, ADDRESS_UNUSABLE for anything else. Used on the loop's thread.
    Sockets in `inherited` are listened on in place of new ones.
    """

    def __init__(
        self,
        services: Sequence[Service],
        config: Config,
        *,
        turnstile: Turnstile,
        plane: ControlPlane,
        metrics: MetricsPage | None = None,
        tls: Identities | None = None,
        project: ProjectTokens | None = None,
        hls: HlsHouse | None = None,
        more_routes: Sequence[Route] = (),
        inherited: InheritedSockets | None = None,
    ) -> None:
        self._config = config
        self._cookie = Cookie(config.server.state_dir)
        cookie = CookieAccess(self._cookie)
        access_of = partial(
            KeyedAccess,
            pages=cookie,
            gate=Gate(verbs_of(services), daemon_wide(services)),
            keys=plane.keys,
            sessions=plane.sessions,
            live=plane.live,
        )
        owners = OPEN if self._open else cookie
        access = access_of(certified(owners, config.access.certificates, plane.keys))
        self._rpc = RpcServer(services, access=access, turnstile=turnstile)
        self._door = AudioDoor(services, access, turnstile=turnstile)
        names = tls.identity.names if tls else ()
        admittance = Admittance((*config.http.allow_hosts, *names), config.http.allow_origins)

        def routes() -> list[Route]:
            keep_what_is_loaded()
            from odind.http.itself import metrics_route  # noqa: PLC0415 - the server has loaded it in a thread
            from odind.http.token_service import token_route  # noqa: PLC0415

            made = [*more_routes, *([token_route(project, turnstile)] if project else [])]
            if hls:
                from odind.http.hls import hls_routes  # noqa: PLC0415

                made += hls_routes(hls, access, turnstile.audit)
            if metrics:
                allowed = OPEN if config.metrics.open else access
                detailed = config.metrics.connections
                made.append(metrics_route(metrics, allowed, turnstile.audit, detailed=detailed))
            return made

        self._http = HttpServer(
            services,
            admittance,
            access,
            turnstile=turnstile,
            health=lambda: plane.vitals.health,
            more_routes=routes,
            inherited=inherited,
        )
        self._failing: tuple[str, ...] = ()
        self._stack = AsyncExitStack()
        self._bind(tls)
        granted = granted_sockets(config, services, access_of, keys=plane.keys, turnstile=turnstile)
        self._rpcs = (self._rpc, *(one.rpc for one in granted))
        self._doors = (self._door, *(one.door for one in granted))

    async def __aenter__(self) -> Self:
        self._tell_cookie()
        for server in self._rpcs:
            await self._stack.enter_async_context(server)
        for door in self._doors:
            await self._stack.enter_async_context(door)
        await self._stack.enter_async_context(self._http)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    def ready(self, gateway: str) -> None:
        """Tell systemd and the log that the daemon serves."""
        server = self._config.server
        keep_what_is_loaded()
        notify("READY=1")
        _log.info(
            "daemon.ready",
            socket=server.socket,
            listen=server.listen,
            http=self._config.http.listen,
            tls=self._config.tls.enabled,
            gateway=gateway,
            workers=server.workers,
        )

    async def report(self, health: Health) -> None:
        """Tell health checks, and the log when other checks fail than before."""
        for server in self._rpcs:
            await server.report(health)
        if health.failing != self._failing:
            self._failing = health.failing
            _log.info("health.changed", ready=health.ready, **{one.name: one.detail for one in health.checks})

    def keep(self) -> list[socket]:
        """Return the sockets that another process can listen on after this one: those of HTTP."""
        return self._http.keep()

    async def stopping(self, reason: str) -> None:
        """Tell systemd, the log and health checks that the daemon is stopping."""
        notify("STOPPING=1" if reason != UPGRADE else f"RELOADING=1\nMONOTONIC_USEC={_monotonic_us()}")
        _log.info("daemon.stopping", reason=reason)
        self._http.not_serving()
        for server in self._rpcs:
            await server.not_serving()

    @property
    def _open(self) -> bool:
        return self._config.access.loopback == "open"

    def _tell_cookie(self) -> None:
        """Write the cookie where callers look for it.

        When that fails, the cookie of an earlier start stays valid; without one, TCP and HTTP refuse every
        call, and the unix socket still serves.
        """
        if not (self._config.server.listen or self._config.http.listen):
            return
        if self._open:
            _log.warning("access.open", who="every user of this machine may control the daemon")
        try:
            self._cookie.write()
        except OSError as error:
            event = "cookie.kept" if self._cookie.take_earlier() else "cookie.unwritten"
            _log.error(event, file=str(self._cookie.file), problem=str(error))

    def _bind(self, tls: Identities | None) -> None:
        server, http = self._config.server, self._config.http
        _bind("server.socket", server.socket, lambda path: self._rpc.bind_socket(Path(path)))
        beside = audio_socket_of(self._config, server.socket)
        _bind(audio_key("server.socket"), beside, lambda path: self._door.bind_socket(Path(path)))
        _bind("http.socket", http.socket, lambda path: self._http.bind_socket(Path(path)))
        credentials = server_credentials(tls) if tls else None
        contexts = ServerContexts(tls) if tls else None
        audio = self._config.audio_socket.listen
        _bind("audio_socket.listen", audio, lambda address: self._door.bind_tcp(address, contexts))
        _bind("server.listen", server.listen, lambda address: self._rpc.bind_tcp(address, credentials))
        _bind("http.listen", http.listen, lambda address: self._http.bind(address, contexts))
        if tls and self._config.tls.mutual:
            self._bind_mutual(tls)

    def _bind_mutual(self, tls: Identities) -> None:
        addresses = self._config.tls
        credentials, contexts = server_credentials(tls, mutual=True), ServerContexts(tls, mutual=True)
        _bind(
            "tls.mutual_listen",
            addresses.mutual_listen,
            lambda address: self._rpc.bind_tcp(address, credentials),
        )
        _bind("tls.mutual_http", addresses.mutual_http, lambda address: self._http.bind(address, contexts))


def _bind(key: str, address: str, bind: Callable[[str], object]) -> None:
    """Bind an address unless it is empty; `key` is its setting."""
    if address:
        with telling(key, address):
            bind(address)


def _monotonic_us() -> int:
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1_000
