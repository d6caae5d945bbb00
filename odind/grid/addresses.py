"""Addresses in text: `host:port`, with an IPv6 host in brackets."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, UnavailableError

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

_PORT_MAX: Final = 65535


def split_address(text: str) -> tuple[str, int]:
    """Split `host:port`; raises InvalidArgumentError GRID_ADDRESS_INVALID."""
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or int(port) > _PORT_MAX:
        raise InvalidArgumentError(
            "GRID_ADDRESS_INVALID", "'{address}' is not an address: expected HOST:PORT", address=text
        )
    return host.removeprefix("[").removesuffix("]"), int(port)


def join_address(host: str, port: int) -> str:
    """Join host and port, with brackets around an IPv6 host."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def is_wildcard(host: str) -> bool:
    """Whether the host stands for all addresses of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def bound(bind: Callable[[], socket.socket], address: str) -> socket.socket:
    """Bind a socket; raises UnavailableError GRID_ADDRESS_UNAVAILABLE that names the address."""
    try:
        return bind()
    except OSError as error:
        raise UnavailableError(
            "GRID_ADDRESS_UNAVAILABLE", "cannot listen on {address}: {cause}", address=address, cause=error
        ) from error
