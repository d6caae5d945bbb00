"""The daemon's faces: its services over gRPC and over HTTP."""

from __future__ import annotations

import errno
import os
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.cookie import Cookie
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.http.app import Admittance
from odind.http.itself import metrics_route
from odind.http.server import HttpServer
from odind.rpc.listener import RpcServer
from odind.services.access import OPEN, CookieAccess
from odind.systemd import notify

from .heap import keep_what_is_loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from odind.config import Config
    from odind.core.health.checks import Health
    from odind.core.health.vitals import Vitals
    from odind.metrics.page import MetricsPage
    from odind.services.catalog import Service
    from odind.services.turnstile import Turnstile

_log = structlog.get_logger("odind.daemon")
_PORT_MAX: Final = 65_535
_TAKEN: Final = ("ADDRESS_TAKEN", "stop the process that listens there, or choose another address")
_FORBIDDEN: Final = (
    "ADDRESS_FORBIDDEN",
    "run as a user who may use it, or choose another address",
)
_ADVICE: Final = {
    errno.EADDRINUSE: _TAKEN,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
}
_ROOMS: Final = "odind.v1.RoomService"
"""The service whose health says whether rooms are joined; the daemon's own stays while it serves calls."""
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class Faces:
    """Binds its addresses in the constructor, and serves for the length of its `async with` block.

    The constructor raises UnavailableError: ADDRESS_TAKEN when another process listens there,
    ADDRESS_FORBIDDEN when this one may not, ADDRESS_UNUSABLE for anything else. Used on the loop's thread.
    """

    def __init__(
        self,
        services: Sequence[Service],
        config: Config,
        *,
        turnstile: Turnstile,
        vitals: Vitals,
        metrics: MetricsPage | None = None,
    ) -> None:
        self._config = config
        self._cookie = Cookie(config.server.state_dir)
        access = OPEN if self._open else CookieAccess(self._cookie)
        self._rpc = RpcServer(services, access=access, turnstile=turnstile)
        admittance = Admittance(config.http.allow_hosts, config.http.allow_origins)
        metrics_access = OPEN if config.metrics.open else access
        self._http = HttpServer(
            services,
            admittance,
            access,
            turnstile=turnstile,
            health=lambda: vitals.health,
            more_routes=[metrics_route(metrics, metrics_access)] if metrics else [],
        )
        self._failing: tuple[str, ...] = ()
        self._stack = AsyncExitStack()
        self._bind()

    async def __aenter__(self) -> Self:
        self._tell_cookie()
        await self._stack.enter_async_context(self._rpc)
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
            gateway=gateway,
            workers=server.workers,
        )

    async def report(self, health: Health) -> None:
        """Tell health checks, and the log when other checks fail than before."""
        await self._rpc.report(health)
        if health.failing != self._failing:
            self._failing = health.failing
            _log.info("health.changed", ready=health.ready, **{one.name: one.detail for one in health.checks})

    async def stopping(self) -> None:
        """Tell systemd, the log and health checks that the daemon is stopping."""
        notify("STOPPING=1")
        _log.info("daemon.stopping")
        self._http.not_serving()
        await self._rpc.not_serving()

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
            return
        try:
            self._cookie.write()
        except OSError as error:
            event = "cookie.kept" if self._cookie.take_earlier() else "cookie.unwritten"
            _log.error(event, file=str(self._cookie.file), problem=str(error))

    def _bind(self) -> None:
        server, http = self._config.server, self._config.http
        addresses: tuple[tuple[str, str, Callable[[str], object]], ...] = (
            ("server.socket", server.socket, lambda path: self._rpc.bind_socket(Path(path))),
            ("server.listen", server.listen, self._rpc.bind_tcp),
            ("http.listen", http.listen, self._http.bind),
            ("http.socket", http.socket, lambda path: self._http.bind_socket(Path(path))),
        )
        for key, address, bind in addresses:
            if address:
                with _telling(key, address):
                    bind(address)


@contextmanager
def _telling(key: str, address: str) -> Iterator[None]:
    """Name the setting and the address that cannot be listened on, and what to do about it."""
    try:
        yield
    except OSError as error:
        reason, advice = _ADVICE.get(error.errno or 0, ("ADDRESS_UNUSABLE", "choose another address"))
        raise UnavailableError(
            reason,
            "cannot listen on {address} ({key}): {problem}; {advice}",
            address=address,
            key=key,
            problem=os.strerror(error.errno) if error.errno else error,
            advice=advice,
        ) from None


def check_addresses(config: Config) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID unless all TCP addresses are HOST:PORT on loopback."""
    _check_listen("server.listen", config.server.listen)
    _check_listen("http.listen", config.http.listen)


def _check_listen(key: str, listen: str) -> None:
    host, _, port = listen.rpartition(":")
    if not listen:
        return
    if not (port.isascii() and port.isdigit() and int(port) <= _PORT_MAX):
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{key} {listen}: must be HOST:PORT", key=key, listen=listen
        )
    if host not in _LOOPBACK:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "{key} {listen}: TCP beyond loopback needs TLS and API keys, which this version lacks; "
            "listen on 127.0.0.1 or use the unix socket",
            key=key,
            listen=listen,
        )
