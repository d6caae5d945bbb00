"""Sockets: unix sockets claimed without taking them from anybody, and why an address cannot be had."""

from __future__ import annotations

import errno
import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWNER_AND_GROUP: Final = 0o660


class SocketFile:
    """A path at which somebody of us listens. `bind` surrounds the binding; `remove` follows the closing."""

    def __init__(self, path: Path, mode: int = OWNER_AND_GROUP) -> None:
        self.path = path
        self._mode = mode
        self._identity: tuple[int, int] | None = None

    @contextmanager
    def bind(self) -> Iterator[None]:
        """Make way for a socket of that mode; raises OSError EADDRINUSE when somebody serves the path."""
        self.path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        require_unserved(self.path)
        mask = os.umask(0o777 & ~self._mode)
        try:
            if self.path.is_socket():
                self.path.unlink()
            yield
        finally:
            os.umask(mask)
        self._identity = _identity(self.path)

    def adopt(self) -> None:
        """Take the socket that is there for ours."""
        self._identity = _identity(self.path)

    def remove(self) -> None:
        """Remove the file, unless a successor has put its own there."""
        if self._identity and self._identity == _identity(self.path):
            self.path.unlink(missing_ok=True)


def audio_socket_beside(path: Path) -> Path:
    """Return the path of the audio socket that is beside a socket of gRPC: odind.audio beside odind.sock."""
    return path.with_name(f"{path.name.removesuffix('.sock')}.audio")


def tcp_address(address: str) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Split HOST:PORT, with an IPv6 host in brackets."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    return (socket.AF_INET6 if ":" in host else socket.AF_INET), (host, int(port))


@contextmanager
def telling_why(family: socket.AddressFamily, address: str | tuple[str, int]) -> Iterator[None]:
    """Turn gRPC's RuntimeError for an address that it cannot bind into the OSError that it does not tell."""
    try:
        yield
    except RuntimeError as error:
        require_free(family, address)
        raise OSError(str(error)) from None  # the address can be had meanwhile


def require_free(family: socket.AddressFamily, address: str | tuple[str, int]) -> None:
    """Raise the OSError that binding the address would raise now."""
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def require_unserved(path: Path) -> None:
    """Raise OSError EADDRINUSE when somebody serves a unix socket at the path."""
    if _is_served(path):
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), str(path))


def grpc_target(target: str) -> str:
    """Return a target as gRPC takes it, which decodes what looks percent-encoded in the path of a socket."""
    kind, _, path = target.partition(":")
    return f"{kind}:{quote(path)}" if kind == "unix" else target


def _is_served(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        probe.setblocking(False)  # noqa: FBT003 - as the library has it
        try:
            probe.connect(str(path))
        except BlockingIOError:
            return True  # by somebody whose queue is full
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns  # the number alone is used again
