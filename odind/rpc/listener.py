"""The gRPC server: odind's services, health and reflection, on a unix socket and on loopback TCP."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final, Self

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from odind.pack.messages import MAX_MESSAGE_BYTES
from odind.services.access import OPEN
from odind.services.calls import Calls
from odind.services.health import serves
from odind.sockets import OWNER_AND_GROUP, SocketFile, grpc_target, tcp_address, telling_why

from .handlers import UnknownMethods, direct_caller, service_handler

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from odind.core.health.checks import Health
    from odind.services.access import Access
    from odind.services.catalog import Service
    from odind.services.turnstile import Turnstile

    from .handlers import CallerOf

_GRACE_S: Final = 2.0
_A_LITTLE_BYTES: Final = 64 * 1024
_OPTIONS: Final = (
    # By gRPC's default two daemons would share a port, and callers would reach either.
    ("grpc.so_reuseport", 0),
    # gRPC reads a request as a whole before we see its size. What is much too large it refuses unread, but
    # without a reason; what is a little too large is refused by us, with one.
    ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES + _A_LITTLE_BYTES),
    # Frameworks ping every 10 s unasked, also while nothing is said; by default the third ping ends the link.
    ("grpc.http2.min_ping_interval_without_data_ms", 1_000),
    ("grpc.keepalive_permit_without_calls", 1),
    # Whoever connects has to begin to speak, and to finish the handshake of TLS; by default within 2 minutes.
    ("grpc.server_handshake_timeout_ms", 10_000),
    # So many connections to one address, so that descriptors are left for the others.
    ("grpc.max_allowed_incoming_connections", 10_000),
    # By default gRPC breaks off calls at random, without a reason, while 1,000 wait to be known to us.
    ("grpc.server.max_pending_requests", 10_000),
    ("grpc.server.max_pending_requests_hard_limit", 20_000),
)


class RpcServer:
    """Serves from entering its `async with` block until leaving it; binds in `bind`, before.

    `log` names the logger of its calls, `access` says who may make them, `turnstile` how many and
    `caller_of` who makes one. Everybody may ask for health and reflection. `more` are the handlers of
    other services.
    """

    def __init__(
        self,
        services: Sequence[Service],
        log: str = "odind.rpc",
        access: Access = OPEN,
        *,
        turnstile: Turnstile,
        caller_of: CallerOf = direct_caller,
        more: Sequence[grpc.GenericRpcHandler[bytes, bytes]] = (),
    ) -> None:
        self._server = grpc.aio.server(options=_OPTIONS)
        self._health = health.aio.HealthServicer()  # type: ignore[attr-defined] # set by name
        calls = Calls(structlog.get_logger(log), turnstile, access)
        self._server.add_generic_rpc_handlers(
            [*(service_handler(service, calls, caller_of) for service in services), *more]
        )
        self._names = tuple(service.descriptor.full_name for service in services)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        reflection.enable_server_reflection(
            (*self._names, health.SERVICE_NAME, reflection.SERVICE_NAME), self._server
        )
        self._server.add_generic_rpc_handlers([UnknownMethods()])
        self._file: SocketFile | None = None

    def bind_socket(self, path: Path, mode: int = OWNER_AND_GROUP) -> None:
        """Listen on a unix socket, open to owner and group only unless `mode` says otherwise.

        A socket file that nobody serves any more is replaced. Raises OSError when the path cannot be
        used, also when somebody serves it.
        """
        file = SocketFile(path, mode)
        with file.bind(), telling_why(socket.AF_UNIX, str(path)):
            self._server.add_insecure_port(grpc_target(f"unix:{path}"))
        self._file = file

    def bind_tcp(self, address: str, credentials: grpc.ServerCredentials | None = None) -> int:
        """Listen on host:port, with TLS if there are credentials, and return the port.

        Raises OSError when that fails.
        """
        with telling_why(*tcp_address(address)):
            if credentials is None:
                return self._server.add_insecure_port(address)
            return self._server.add_secure_port(address, credentials)

    async def __aenter__(self) -> Self:
        await self._server.start()
        for name in ("", *self._names):
            await self._set(name, serving=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.stop(_GRACE_S)
        if self._file:
            self._file.remove()

    async def report(self, health: Health) -> None:
        """Report which services can do their work, also to those that watch. The server itself serves."""
        for name in self._names:
            await self._set(name, serving=serves(name, health))

    async def not_serving(self) -> None:
        """Report by health that the daemon is on its way out."""
        await self._health.enter_graceful_shutdown()

    async def _set(self, name: str, *, serving: bool) -> None:
        answer = health_pb2.HealthCheckResponse
        await self._health.set(name, answer.SERVING if serving else answer.NOT_SERVING)
