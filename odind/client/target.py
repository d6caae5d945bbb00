"""Where the daemon is: `unix:/path` or `host:port`, given, from ODIND_TARGET, or found."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from odind.core.errors import InvalidArgumentError
from odind.folders import runtime_folders
from odind.sockets import audio_socket_beside

TARGET_VARIABLE: Final = "ODIND_TARGET"
TCP_TARGET: Final = "127.0.0.1:7710"
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
    """Return the first socket that exists where daemons put theirs; else loopback TCP."""
    sockets = (folder / "odind.sock" for folder in runtime_folders())
    existing = next(filter(_is_socket, sockets), None)
    return f"unix:{existing}" if existing else TCP_TARGET


def audio_target_of(target: str) -> str:
    """Return the audio socket beside a target of gRPC, "" where there can be none."""
    path = target.removeprefix("unix:")
    return "" if path == target else f"unix:{audio_socket_beside(Path(path))}"


def is_open_to_us(target: str) -> bool:
    """Whether a target is a socket of this machine that we may use; the daemon's view may not be ours."""
    path = Path(target.removeprefix("unix:"))
    return target.startswith("unix:") and _is_socket(path) and os.access(path, os.W_OK)


def _is_socket(path: Path) -> bool:
    """Whether there is a socket that we may see; one in a folder closed to us is none."""
    try:
        return path.is_socket()
    except PermissionError:
        return False
