"""The composition root: it alone names concrete back ends, and sets the order of starting and stopping."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

from odind import __version__
from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.core.rooms import Rooms
from odind.core.tokens import Tokens
from odind.grid import Grid, load_or_create_access_key
from odind.http.app import Admittance
from odind.http.server import HttpServer
from odind.metronome import Metronome
from odind.rpc.listener import RpcServer
from odind.runtime.odin import OdinRuntime
from odind.runtime.odin.trust import trust_also
from odind.services.server import DaemonFacts, GridFacts
from odind.systemd import notify, watchdog
from odind.tokens import jwt
from odind.tokens.access_key import AccessKey

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.config import Config

_log = structlog.get_logger("odind.daemon")
_PORT_MAX: Final = 65_535
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class OdinKeyring:
    """Core's keyring on ODIN's key and token formats."""

    def generate(self) -> AccessKey:
        """Make a new key."""
        return AccessKey.generate()

    def parse(self, text: str) -> AccessKey:
        """Read a key."""
        return AccessKey.parse(text)

    def claims(self, token: str) -> dict[str, Any]:
        """Take a token apart, unverified."""
        return jwt.parse(token).claims


async def serve(config: Config) -> None:
    """Run the daemon until SIGTERM or SIGINT; a second one ends the process at once.

    Raises InvalidArgumentError for a configuration that cannot work, UnavailableError when an address is
    taken or the state folder cannot be used.
    """
    _check_listen("server.listen", config.server.listen)
    _check_listen("http.listen", config.http.listen)
    stop = _stop_on_signals()
    key = _access_key(config)
    metronome = Metronome()
    tokens = Tokens(OdinKeyring(), key, metronome.now)
    async with _embedded_grid(config, key) as grid, OdinRuntime() as runtime:
        gateway = grid.gateway if grid else config.odin.gateway
        async with Rooms(runtime, tokens, metronome, config.limits, gateway) as rooms:
            facts = DaemonFacts(
                version=__version__,
                runtime=runtime.info,
                gateway=gateway,
                limits=config.limits,
                started_at=metronome.now(),
                grid=grid,
            )
            server = RpcServer(rooms, tokens, facts)
            http = HttpServer(
                rooms, tokens, facts, Admittance(config.http.allow_hosts, config.http.allow_origins)
            )
            _bind(server, http, config)
            async with server, http, asyncio.TaskGroup() as tasks:
                duties = [tasks.create_task(metronome.run(rooms.tick)), tasks.create_task(watchdog())]
                notify("READY=1")
                _log.info(
                    "daemon.ready",
                    socket=config.server.socket,
                    listen=config.server.listen,
                    http=config.http.listen,
                    gateway=gateway,
                )
                await stop.wait()
                notify("STOPPING=1")
                _log.info("daemon.stopping")
                http.not_serving()
                await server.not_serving()
                rooms.stop()
                for duty in duties:
                    duty.cancel()
    _log.info("daemon.stopped")


@asynccontextmanager
async def _embedded_grid(config: Config, key: AccessKey | None) -> AsyncIterator[GridFacts | None]:
    """Run the embedded grid where no gateway is configured, and have the runtime trust it."""
    if config.odin.gateway or key is None:
        yield None
        return
    state_dir = config.server.state_dir
    async with AsyncExitStack() as stack:
        try:
            grid = await stack.enter_async_context(Grid(config.grid, state_dir, [key]))
            trust_also(grid.ca_file, state_dir / "trusted.pem")
        except OSError as error:
            raise _state_unusable(state_dir, error) from None
        yield GridFacts(grid.gateway_url, key.key_id, str(grid.ca_file))


def _access_key(config: Config) -> AccessKey | None:
    """The key that the configuration names; without a gateway, else the one kept in the state folder."""
    odin = config.odin
    if odin.access_key:
        return AccessKey.parse(odin.access_key)
    if odin.access_key_file is None:
        return None if odin.gateway else _kept_access_key(config.server.state_dir)
    try:
        return AccessKey.parse(odin.access_key_file.read_text().strip())
    except OSError as error:
        raise InvalidArgumentError(
            "CONFIG_INVALID", "odin.access_key_file: {problem}", problem=error
        ) from None


def _kept_access_key(state_dir: Path) -> AccessKey:
    try:
        return load_or_create_access_key(state_dir)
    except OSError as error:
        raise _state_unusable(state_dir, error) from None


def _state_unusable(state_dir: Path, error: OSError) -> UnavailableError:
    return UnavailableError(
        "STATE_UNUSABLE", "the state folder {folder}: {problem}", folder=state_dir, problem=error
    )


def _bind(server: RpcServer, http: HttpServer, config: Config) -> None:
    try:
        if config.server.socket:
            server.bind_socket(Path(config.server.socket))
        if config.server.listen:
            server.bind_tcp(config.server.listen)
        if config.http.listen:
            http.bind(config.http.listen)
    except (OSError, RuntimeError) as error:
        raise UnavailableError(
            "ADDRESS_TAKEN",
            "cannot listen on {socket}, {listen} and {http}: {problem}",
            socket=config.server.socket or "no socket",
            listen=config.server.listen or "no TCP",
            http=config.http.listen or "no HTTP",
            problem=error,
        ) from None


def _check_listen(key: str, listen: str) -> None:
    host, _, port = listen.rpartition(":")
    if not listen:
        return
    if not (port.isascii() and port.isdigit() and int(port) <= _PORT_MAX):
        raise InvalidArgumentError(
            "CONFIG_INVALID", "{key} {listen}: is not HOST:PORT", key=key, listen=listen
        )
    if host not in _LOOPBACK:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "{key} {listen}: TCP beyond loopback needs TLS and API keys, which this version has not; "
            "listen on 127.0.0.1 or use the unix socket",
            key=key,
            listen=listen,
        )


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    signals = (signal.SIGTERM, signal.SIGINT)

    def first() -> None:
        for number in signals:
            loop.remove_signal_handler(number)
        stop.set()

    for number in signals:
        loop.add_signal_handler(number, first)
    return stop
