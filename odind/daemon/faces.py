"""The daemon's faces: its services over gRPC and over HTTP."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.cookie import Cookie
from odind.core.base.errors import InvalidArgumentError, UnavailableError
from odind.http.app import Admittance
from odind.http.server import HttpServer
from odind.rpc.listener import RpcServer
from odind.services.access import OPEN, CookieAccess
from odind.systemd import notify

from .heap import keep_what_is_loaded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from odind.config import Config
    from odind.services.catalog import Service

_log = structlog.get_logger("odind.daemon")
_PORT_MAX: Final = 65_535
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class Faces:
    """Binds its addresses in the constructor, and serves for the length of its `async with` block.

    The constructor raises UnavailableError ADDRESS_TAKEN. Used on the loop's thread.
    """

    def __init__(self, services: Sequence[Service], config: Config) -> None:
        self._config = config
        self._cookie = Cookie(config.server.state_dir)
        access = OPEN if self._open else CookieAccess(self._cookie)
        self._rpc = RpcServer(services, access=access)
        admittance = Admittance(config.http.allow_hosts, config.http.allow_origins)
        self._http = HttpServer(services, admittance, access)
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
        try:
            if server.socket:
                self._rpc.bind_socket(Path(server.socket))
            if server.listen:
                self._rpc.bind_tcp(server.listen)
            if http.listen:
                self._http.bind(http.listen)
            if http.socket:
                self._http.bind_socket(Path(http.socket))
        except (OSError, RuntimeError) as error:
            raise UnavailableError(
                "ADDRESS_TAKEN",
                "cannot listen on {socket}, {listen} and {http}: {problem}",
                socket=server.socket or "no socket",
                listen=server.listen or "no TCP",
                http=" and ".join(filter(None, (http.listen, http.socket))) or "no HTTP",
                problem=error,
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
