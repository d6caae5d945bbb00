"""The gRPC server: odind's services, health and reflection, on a unix socket and on loopback TCP."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from typing import TYPE_CHECKING, Any, Final, Self

import grpc
import structlog
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from odind.services.calls import Calls

from .handlers import service_handler

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from odind.services.catalog import Service

_SOCKET_MODE: Final = 0o660
_GRACE_S: Final = 2.0
_OPTIONS: Final = (("grpc.so_reuseport", 0),)
"""By gRPC's default two daemons would share a port, and callers would reach either."""


class RpcServer:
    """Serves from entering its `async with` block until leaving it; binds in `bind`, before.

    `log` names the logger of its calls; `more` are handlers of what is no service of odind's.
    """

    def __init__(
        self, services: Sequence[Service], log: str = "odind.rpc", *more: grpc.GenericRpcHandler[Any, Any]
    ) -> None:
        self._server = grpc.aio.server(options=_OPTIONS)
        self._health = health.aio.HealthServicer()  # type: ignore[attr-defined] # set by name
        calls = Calls(structlog.get_logger(log))
        self._server.add_generic_rpc_handlers(
            [*(service_handler(service, calls) for service in services), *more]
        )
        self._names = tuple(service.descriptor.full_name for service in services)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        reflection.enable_server_reflection(
            (*self._names, health.SERVICE_NAME, reflection.SERVICE_NAME), self._server
        )
        self._socket: Path | None = None

    def bind_socket(self, path: Path, mode: int = _SOCKET_MODE) -> None:
        """Listen on a unix socket, open to owner and group only unless `mode` says otherwise.

        A socket file that nobody serves any more is replaced. Raises OSError or RuntimeError when the path
        cannot be used, also when somebody serves it: gRPC would take it away from them.
        """
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        if _is_served(path):
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), str(path))
        mask = os.umask(0o777 & ~mode)
        try:
            self._server.add_insecure_port(f"unix:{path}")
        finally:
            os.umask(mask)
        self._socket = path

    def bind_tcp(self, address: str) -> int:
        """Listen on host:port and return the port; raises RuntimeError when that fails."""
        return self._server.add_insecure_port(address)

    async def __aenter__(self) -> Self:
        await self._server.start()
        await self._report(health_pb2.HealthCheckResponse.SERVING)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.stop(_GRACE_S)
        if self._socket:
            await asyncio.to_thread(self._socket.unlink, missing_ok=True)

    async def not_serving(self) -> None:
        """Report by health that the daemon is on its way out."""
        await self._health.enter_graceful_shutdown()

    async def _report(self, status: health_pb2.HealthCheckResponse.ServingStatus) -> None:
        for name in ("", *self._names):
            await self._health.set(name, status)


def _is_served(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True
