"""Where the daemon is: `unix:/path` or `host:port`, given, from ODIND_TARGET, or found."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from odind.core.base.errors import InvalidArgumentError

TARGET_VARIABLE: Final = "ODIND_TARGET"
TCP_TARGET: Final = "127.0.0.1:7710"
_SYSTEM_SOCKET: Final = Path("/run/odind/odind.sock")
_HOST_AND_PORT: Final = re.compile(r"(\[[0-9A-Fa-f:.%]+\]|[^\s:/\[\]]+):[0-9]{1,5}")


def resolve_target(target: str | None = None) -> str:
    """Return the target to dial: the given one, else ODIND_TARGET, else `default_target()`.

    A bare absolute path is taken as a socket. Raises InvalidArgumentError TARGET_INVALID.
    """
    chosen = target or os.environ.get(TARGET_VARIABLE) or default_target()
    if chosen.startswith("/"):
        return f"unix:{chosen}"
    if chosen.removeprefix("unix:") not in ("", chosen) or _HOST_AND_PORT.fullmatch(chosen):
        return chosen
    raise InvalidArgumentError(
        "TARGET_INVALID", 'the target "{target}" is neither "unix:/path" nor "host:port"', target=chosen
    )


def default_target() -> str:
    """Return the first socket that exists: the user's, the system's; else loopback TCP."""
    existing = [path for path in _sockets() if _is_socket(path)]
    return f"unix:{existing[0]}" if existing else TCP_TARGET


def is_open_to_us(target: str) -> bool:
    """Whether a target is a socket of this machine that we may use; the daemon's view may not be ours."""
    path = Path(target.removeprefix("unix:"))
    return target.startswith("unix:") and _is_socket(path) and os.access(path, os.W_OK)


def _sockets() -> list[Path]:
    own = os.environ.get("XDG_RUNTIME_DIR")
    return [*([Path(own, "odind", "odind.sock")] if own else []), _SYSTEM_SOCKET]


def _is_socket(path: Path) -> bool:
    """Whether there is a socket that we may see; one in a folder closed to us is none."""
    try:
        return path.is_socket()
    except PermissionError:
        return False
