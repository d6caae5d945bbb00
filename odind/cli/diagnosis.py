"""Says why no daemon answers: asks the operating system about the address that was dialled."""

from __future__ import annotations

import grp
import os
import pwd
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, OdindError, PermissionDeniedError, UnavailableError

from .handshaking import handshake_problem

if TYPE_CHECKING:
    from odind.client.tls import Tls

_PATIENCE_S: Final = 1.0
_QUESTION: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_START: Final = "start a daemon with `odind serve`, or name another one with --target"


def diagnosed(error: OdindError, source: str, tls: Tls | None = None) -> OdindError:
    """Return a DAEMON_UNREACHABLE that names the cause and the next step; other errors as they are.

    `source` says where the address comes from, for the sentence; `tls` what secured it.
    """
    if error.reason != "DAEMON_UNREACHABLE":
        return error
    target = error.metadata["target"]
    if target.startswith("unix:"):
        return _probe_socket(target, source) or error
    return _probe_port(target, source) or handshake_problem(target, source, tls) or error


def _probe_socket(target: str, source: str) -> OdindError | None:
    path = Path(target.removeprefix("unix:"))
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(_PATIENCE_S)
            probe.connect(str(path))
    except PermissionError:
        return _forbidden(path, source)
    except FileNotFoundError:
        return _unreachable("there is no socket {path} ({source}): {advice}", target, source, path=path)
    except ConnectionRefusedError:
        message = "nobody listens on the socket {path} any more ({source}): {advice}"
        return _unreachable(message, target, source, path=path)
    except OSError:
        return None
    return None


def _probe_port(target: str, source: str) -> OdindError | None:
    host, _, port = target.rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), _PATIENCE_S) as probe:
            probe.sendall(_QUESTION)
            answer = probe.recv(len(b"HTTP/1."))
    except ConnectionRefusedError:
        return _unreachable("nobody listens on {target} ({source}): {advice}", target, source)
    except (OSError, OverflowError):
        return None
    return _not_grpc(target, source) if answer == b"HTTP/1." else None


def _unreachable(message: str, target: str, source: str, **more: object) -> OdindError:
    return UnavailableError(
        "DAEMON_UNREACHABLE", message, target=target, source=source, advice=_START, **more
    )


def _not_grpc(target: str, source: str) -> OdindError:
    return InvalidArgumentError(
        "TARGET_NOT_GRPC",
        "{target} ({source}) serves HTTP, not gRPC: name the daemon's socket or its port for gRPC "
        "(`odind serve --listen`, 127.0.0.1:7710 by default), not its port for HTTP (--http)",
        target=target,
        source=source,
    )


def _forbidden(path: Path, source: str) -> OdindError:
    """Return the error of a socket, or of a folder on the way to it, that is closed to us."""
    closed = next(filter(_is_closed, reversed(path.parents)), path)
    status = closed.stat()
    return PermissionDeniedError(
        "SOCKET_FORBIDDEN",
        "user {user} may not use the socket {path} ({source}): {closed} belongs to {owner}:{group}, mode "
        "{mode}; join the group {group}, or run odindctl as {owner}",
        user=_user(os.geteuid()),
        path=path,
        source=source,
        closed=closed,
        owner=_user(status.st_uid),
        group=_group(status.st_gid),
        mode=f"{stat.S_IMODE(status.st_mode):04o}",
    )


def _is_closed(folder: Path) -> bool:
    return not os.access(folder, os.X_OK, effective_ids=True)


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
