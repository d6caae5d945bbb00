"""The grid assembled: state folder, gateway, SFU, and the tasks that maintain them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import structlog
from starlette.routing import Route

from odind.core.errors import OdindError
from odind.private_files import make_folder, write_private
from odind.tokens.access_key import AccessKey

from .addresses import is_wildcard, join_address, split_address
from .control import Control, control_route
from .counters import Counters
from .gateway.http import make_server
from .gateway.json_rpc import rpc_endpoint
from .gateway.methods import Gateway
from .server_certificate import ServerCertificate
from .serving import bind_tcp, serving
from .sfu.fault_table import FaultTable
from .sfu.faults import Faults
from .sfu.lobby import Lobby
from .sfu.passes import Passes
from .sfu.verdict import Customers
from .sfu_server import SfuServer
from .state.keys import load_or_create_control_token, load_or_create_server_key

if TYPE_CHECKING:
    import socket
    from collections.abc import AsyncIterator
    from pathlib import Path
    from types import TracebackType

    from odind.asgi import EmbeddedServer

    from .config import GridConfig
    from .sfu.rooms import Room

_log = structlog.get_logger(__name__)

DEFAULT_CUSTOMER: Final = "grid"
_SWEEP_INTERVAL_S: Final = 0.25
_RENEWAL_INTERVAL_S: Final = 12 * 3600

AccessKeys = Mapping[str, AccessKey | Sequence[AccessKey]] | Sequence[AccessKey]


class RunningGrid:
    """A gateway and an SFU that accept clients."""

    def __init__(
        self,
        config: GridConfig,
        customers: Customers,
        passes: Passes,
        certificate: ServerCertificate,
        http_socket: socket.socket,
        *,
        now: Callable[[], float],
    ) -> None:
        self._config = config
        self._customers = customers
        self._certificate = certificate
        self._now = now
        self._http_address = split_address(config.listen)[0], http_socket.getsockname()[1]
        self.counters = Counters()
        table = FaultTable(config.fault_seed, asyncio.get_running_loop().time)
        self.lobby = Lobby(config, passes, table, self.counters)
        self.faults = Faults(table, self.lobby)
        self._sfu = SfuServer(config, certificate, self.lobby, self.counters, now)
        self._gateway = Gateway(
            config,
            customers,
            passes,
            self.lobby,
            self.counters,
            sfu_address=self._sfu.address_for,
            wall_clock=now,
        )

    @property
    def gateway_url(self) -> str:
        """The URL of the gateway."""
        host, port = self._http_address
        return f"http://{join_address('localhost' if is_wildcard(host) else host, port)}"

    @property
    def udp_address(self) -> str:
        """The address of the SFU."""
        return self._sfu.address

    @property
    def ca_file(self) -> Path:
        """The certificate that clients must trust."""
        return self._certificate.files.ca

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the access keys whose tokens are accepted."""
        return self._customers.key_ids

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The rooms that have peers."""
        return tuple(self.lobby.rooms.values())

    def kick(self, user_id: str, *, room_id: str | None = None, ban_seconds: float | None = None) -> int:
        """Remove a user from a room, or from all, and ban it; return how many peers were removed."""
        seconds = self._config.times.kick_ban if ban_seconds is None else ban_seconds
        chosen = [room for room in self.rooms if room_id in {None, room.room_id}]
        now = self._now()
        return sum(self.lobby.kick(room.key, user_id, now + seconds, now) for room in chosen)

    def status(self) -> dict[str, object]:
        """Return rooms, peers, counters and the faults in force."""
        return {
            "gateway": self.gateway_url,
            "udp": self.udp_address,
            "connections": len(self._sfu.endpoint.connections),
            "rooms": [_describe(room) for room in self.rooms],
            "counters": self.counters.as_dict(),
            "faults": self.faults.describe(),
        }

    def renew_certificates(self) -> None:
        """Read the certificate again, and renew the grid's own when it is due; new connections use it."""
        self._certificate.renew()

    async def restart_sfu(self, *, down_seconds: float = 0.0, graceful: bool = True) -> None:
        """Stop the SFU and start it again on the same port; clients reconnect on their own.

        Without `graceful` clients are not told, as after a crash.
        """
        await self._sfu.restart(down_seconds=down_seconds, graceful=graceful)

    async def stop_sfu(self) -> None:
        """Tell every client that the server closes, and stop the SFU."""
        await self._sfu.stop()

    def make_server(self, more_routes: list[Route]) -> EmbeddedServer:
        """Return the gateway's HTTP server."""
        endpoint = rpc_endpoint(
            self._gateway,
            max_body_bytes=self._config.limits.request_body_bytes,
            body_timeout=self._config.times.request_timeout,
        )
        return make_server([Route("/", endpoint, methods=["POST"]), *more_routes], self._config)

    def duties(self) -> list[Coroutine[object, object, None]]:
        """Return the tasks that must run as long as the grid."""
        return [self._keep_alive(), self._sweep(), self._renew_certificates()]

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self._config.times.ping_interval)
            self._sfu.endpoint.ping_all()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_INTERVAL_S)
            self._sfu.endpoint.sweep()
            self.lobby.bans.expire(self._now())

    async def _renew_certificates(self) -> None:
        while True:
            await asyncio.sleep(_RENEWAL_INTERVAL_S)
            try:
                self.renew_certificates()
            except (OSError, OdindError) as error:
                _log.warning("grid.certificate_not_renewed", error=str(error))


class Grid:
    """An ODIN-compatible gateway and SFU in the running event loop: `async with Grid(...) as running`.

    `access_keys` are the keys whose tokens are accepted. A sequence belongs to one customer; a mapping names
    the customer of each key, and rooms of different customers never meet. `now` is the clock for tokens, bans
    and certificates, in seconds since the epoch.
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
        self._customers = Customers(_named_keys(access_keys), allow_unknown_keys=config.allow_unknown_keys)
        self._now = now
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> RunningGrid:
        """Start; raises UnavailableError when an address cannot be bound."""
        async with contextlib.AsyncExitStack() as stack:
            grid = await stack.enter_async_context(self._running())
            self._stack = stack.pop_all()
        return grid

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Tell every client that the server closes, and stop.

        An error of the caller passes through unchanged; an error of the grid's own tasks is raised as an
        exception group.
        """
        await self._stack.__aexit__(None, None, None)

    @contextlib.asynccontextmanager
    async def _running(self) -> AsyncIterator[RunningGrid]:
        make_folder(self._state_dir)
        certificate = ServerCertificate(self._config, self._state_dir, self._now)
        passes = Passes(self._config, self._customers, load_or_create_server_key(self._state_dir))
        async with contextlib.AsyncExitStack() as stack:
            sock = stack.enter_context(bind_tcp(self._config.listen))
            grid = RunningGrid(self._config, self._customers, passes, certificate, sock, now=self._now)
            stack.push_async_callback(grid.stop_sfu)
            tasks = await stack.enter_async_context(asyncio.TaskGroup())
            server = grid.make_server(self._control_routes(grid))
            await stack.enter_async_context(serving(server, sock, tasks))
            for duty in grid.duties():
                stack.callback(tasks.create_task(duty).cancel)
            _log.info("grid.started", gateway=grid.gateway_url, udp=grid.udp_address)
            yield grid

    def _control_routes(self, grid: RunningGrid) -> list[Route]:
        if not self._config.control:
            return []
        write_private(self._state_dir / "control.url", f"{grid.gateway_url}/control\n".encode())
        return [control_route(Control(grid, load_or_create_control_token(self._state_dir)))]


def _named_keys(access_keys: AccessKeys) -> list[tuple[str, AccessKey]]:
    if not isinstance(access_keys, Mapping):
        return [(DEFAULT_CUSTOMER, key) for key in access_keys]
    return [
        (name, key)
        for name, keys in access_keys.items()
        for key in ([keys] if isinstance(keys, AccessKey) else keys)
    ]


def _describe(room: Room) -> dict[str, object]:
    peers = [{"peer_id": peer.peer_id, "user_id": peer.user_id} for peer in room.peers.values()]
    return {"namespace": room.key.namespace, "room_id": room.room_id, "peers": peers}
