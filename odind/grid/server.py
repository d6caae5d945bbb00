"""The grid put together: state folder, gateway, SFU, and the tasks that keep them going."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Self

import structlog

from odind.asgi import EmbeddedServer
from odind.core.base.errors import OdindError, UnavailableError
from odind.tokens.access_key import AccessKey

from .config import GridConfig, is_wildcard, join_address, split_address
from .control import Control, control_route
from .counters import Counters
from .gateway.http import CONCURRENT_REQUESTS, make_app
from .gateway.methods import Gateway
from .quic.endpoint import Endpoint, bind, quic_configuration
from .sfu.lobby import Lobby
from .sfu.session import Session
from .sfu.verdict import Customers
from .state.certificates import CertificateFiles, ensure_certificates
from .state.keys import load_or_create_control_token, load_or_create_server_key
from .state.private_files import make_folder, write_private

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from starlette.routing import Route

    from .quic.connection import Connection
    from .sfu.faults import Faults
    from .sfu.rooms import Room

_log = structlog.get_logger(__name__)

DEFAULT_CUSTOMER: Final = "grid"
_SWEEP_INTERVAL: Final = 0.25
# A client that gets the farewell and the end of the connection at once never reads the farewell; one that
# read it comes back after 0.1 s.
_CLOSING_GRACE: Final = 0.06
_RENEWAL_INTERVAL: Final = 12 * 3600

AccessKeys = Mapping[str, AccessKey | Sequence[AccessKey]] | Sequence[AccessKey]


class Grid:
    """An ODIN-compatible gateway and SFU in the running event loop.

    `access_keys` are the keys whose tokens are accepted: a sequence belongs to one customer, a mapping
    names the customer of each, and rooms of different customers never meet. `now` is the clock that
    tokens, bans and certificates go by, in seconds since the epoch.
    """

    def __init__(
        self,
        config: GridConfig,
        state_dir: Path,
        access_keys: AccessKeys,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._config = config
        self._state_dir = state_dir
        self._now = now
        self._customers = Customers(_named_keys(access_keys), allow_unknown_keys=config.allow_unknown_keys)
        self._stack = contextlib.AsyncExitStack()
        self.counters = Counters()

    async def __aenter__(self) -> Self:
        """Start; raises UnavailableError when an address cannot be had."""
        async with contextlib.AsyncExitStack() as stack:
            await self._start(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Tell every client that the server closes, and stop.

        An error of the caller's passes by as it is; one of our own tasks comes as an exception group.
        """
        await self._stack.__aexit__(None, None, None)

    @property
    def gateway_url(self) -> str:
        """Where clients ask for entry."""
        host, port = self._http_address
        return f"http://{join_address(_dialable(host), port)}"

    @property
    def udp_address(self) -> str:
        """Where the SFU listens."""
        return join_address(self._udp_host, self._udp_port)

    @property
    def ca_file(self) -> Path:
        """The certificate that clients must trust."""
        return self._certificates.ca

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the access keys whose tokens are accepted."""
        return self._customers.key_ids

    @property
    def faults(self) -> Faults:
        """Faults on purpose: disturb or cut off a client, refuse joins."""
        return self.lobby.faults

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The rooms with somebody in them."""
        return tuple(self.lobby.rooms.values())

    def kick(self, user_id: str, *, room_id: str | None = None, ban_seconds: float | None = None) -> int:
        """Put a user out of a room, or of all, and keep it out for a while; return how many peers it was."""
        seconds = self._config.times.kick_ban if ban_seconds is None else ban_seconds
        chosen = [room for room in self.rooms if room_id in {None, room.room_id}]
        now = self._now()
        return sum(self.lobby.kick(room.key, user_id, now + seconds, now) for room in chosen)

    def status(self) -> dict[str, object]:
        """Return who is there, what was counted and which faults are in force."""
        return {
            "gateway": self.gateway_url,
            "udp": self.udp_address,
            "connections": len(self._endpoint.connections),
            "rooms": [_describe(room) for room in self.rooms],
            "counters": self.counters.as_dict(),
            "faults": self.faults.describe(),
        }

    def renew_certificates(self) -> None:
        """Read the certificate anew, our own renewed if it is due; connections from now on see it."""
        self._certificates = self._ensure_certificates()
        self._load_certificate()

    async def restart_sfu(self, *, down_seconds: float = 0.0, graceful: bool = True) -> None:
        """Stop the SFU and start it again on the same port; clients find their way back by themselves.

        Without `graceful` it is gone without a word, as after a crash.
        """
        await self._stop_sfu(graceful=graceful)
        await asyncio.sleep(down_seconds)
        self._start_sfu()

    async def _start(self, stack: contextlib.AsyncExitStack) -> None:
        make_folder(self._state_dir)
        self._udp_host, self._udp_port = split_address(self._config.udp)
        self._certificates = self._ensure_certificates()
        self.lobby = Lobby(
            self._config,
            self._customers,
            load_or_create_server_key(self._state_dir),
            self.counters,
            clock=asyncio.get_running_loop().time,
        )
        self._start_sfu()
        stack.push_async_callback(self._stop_sfu)
        http_socket = self._bind_gateway()
        stack.callback(http_socket.close)
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        await self._start_gateway(stack, tasks, http_socket)
        for duty in (self._keep_alive(), self._sweep(), self._renew_certificates()):
            stack.callback(tasks.create_task(duty).cancel)
        _log.info("grid.started", gateway=self.gateway_url, udp=self.udp_address)

    def _start_sfu(self) -> None:
        sock = _bound(lambda: bind(self._udp_host, self._udp_port), self.udp_address)
        self._udp_port = sock.getsockname()[1]
        self._load_certificate()
        self._endpoint = Endpoint(
            sock,
            lambda: self._quic_configuration,
            self._make_session,
            limits=self._config.limits,
            times=self._config.times,
            counters=self.counters,
        )

    async def _stop_sfu(self, *, graceful: bool = True) -> None:
        if graceful and self._endpoint.connections:
            self._endpoint.is_closing = True
            self.lobby.close()
            await asyncio.sleep(_CLOSING_GRACE)
        self._endpoint.close(graceful=graceful)

    def _make_session(self, connection: Connection, now: float) -> Session:
        return Session(
            connection,
            self.lobby,
            limits=self._config.limits,
            times=self._config.times,
            counters=self.counters,
            wall_clock=self._now,
            now=now,
        )

    def _bind_gateway(self) -> socket.socket:
        host, port = split_address(self._config.listen)
        sock = _bound(lambda: _bind_tcp(host, port), self._config.listen)
        self._http_address = (host, sock.getsockname()[1])
        return sock

    async def _start_gateway(
        self, stack: contextlib.AsyncExitStack, tasks: asyncio.TaskGroup, sock: socket.socket
    ) -> None:
        gateway = Gateway(self._config, self._customers, self.lobby, self.counters, self._now)
        body_bytes = self._config.limits.request_body_bytes
        app = make_app(gateway, self._sfu_address, body_bytes, self._control_routes())
        server = EmbeddedServer(app, limit_concurrency=CONCURRENT_REQUESTS)
        serving = tasks.create_task(server.serve(sockets=[sock]))
        await server.ready.wait()
        stack.push_async_callback(_stop_server, server, serving)

    def _control_routes(self) -> list[Route]:
        if not self._config.control:
            return []
        write_private(self._state_dir / "control.url", f"{self.gateway_url}/control\n".encode())
        return [control_route(Control(self), load_or_create_control_token(self._state_dir))]

    def _sfu_address(self, host_header: str) -> str:
        """Return where a client that reached the gateway under this name finds the SFU."""
        if self._config.public_host:
            return join_address(self._config.public_host, self._udp_port)
        if not is_wildcard(self._udp_host):
            host = "localhost" if ":" in self._udp_host else self._udp_host
            return f"{host}:{self._udp_port}"
        asked, _, _ = host_header.rpartition(":") if ":" in host_header else (host_header, "", "")
        return f"{asked if asked in certificate_names(self._config) else 'localhost'}:{self._udp_port}"

    def _ensure_certificates(self) -> CertificateFiles:
        if self._config.certificate_file is not None and self._config.private_key_file is not None:
            files = (self._config.certificate_file, self._config.private_key_file)
            return CertificateFiles(*files, ca=self._config.certificate_file)
        return ensure_certificates(self._state_dir, certificate_names(self._config), self._now())

    def _load_certificate(self) -> None:
        files = self._certificates
        self._quic_configuration = quic_configuration(
            files.certificate, files.private_key, self._config.times.idle_timeout
        )

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._config.times.ping_interval)
            self._endpoint.ping_all()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_INTERVAL)
            self._endpoint.sweep()
            self.lobby.bans.expire(self._now())

    async def _renew_certificates(self) -> None:
        while True:
            await asyncio.sleep(_RENEWAL_INTERVAL)
            try:
                self.renew_certificates()
            except (OSError, OdindError) as error:
                _log.warning("grid.certificate_not_renewed", error=str(error))


def certificate_names(config: GridConfig) -> list[str]:
    """Return the names that the grid's own certificate is valid for."""
    names = {"localhost", "127.0.0.1", "::1", socket.gethostname()}
    udp_host, _ = split_address(config.udp)
    if not is_wildcard(udp_host):
        names.add(udp_host)
    if config.public_host:
        names.add(config.public_host)
    return sorted(names)


async def _stop_server(server: EmbeddedServer, serving: asyncio.Task[None]) -> None:
    server.should_exit = True
    await serving


def _named_keys(access_keys: AccessKeys) -> list[tuple[str, AccessKey]]:
    if not isinstance(access_keys, Mapping):
        return [(DEFAULT_CUSTOMER, key) for key in access_keys]
    return [
        (name, key)
        for name, keys in access_keys.items()
        for key in ([keys] if isinstance(keys, AccessKey) else keys)
    ]


def _bound(make: Callable[[], socket.socket], address: str) -> socket.socket:
    try:
        return make()
    except OSError as error:
        raise UnavailableError(
            "GRID_ADDRESS_UNAVAILABLE", "cannot listen on {address}: {cause}", address=address, cause=error
        ) from error


def _bind_tcp(host: str, port: int) -> socket.socket:
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


def _describe(room: Room) -> dict[str, object]:
    namespace, room_id = room.key
    peers = [{"peer_id": peer.peer_id, "user_id": peer.user_id} for peer in room.peers.values()]
    return {"namespace": namespace, "room_id": room_id, "peers": peers}


def _dialable(host: str) -> str:
    return "localhost" if is_wildcard(host) else host
