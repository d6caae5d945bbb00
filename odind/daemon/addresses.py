"""The addresses that the daemon listens on: checked before anything starts, explained when they are taken."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from odind.core.errors import InvalidArgumentError, UnavailableError
from odind.sockets import audio_socket_beside, require_free, require_unserved, tcp_address

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from odind.config import Config

_PORT_MAX: Final = 65_535
_TAKEN: Final = ("ADDRESS_TAKEN", "stop the process that listens there, or choose another address")
_FORBIDDEN: Final = (
    "ADDRESS_FORBIDDEN",
    "run as a user who may use it, or choose another address",
)
_ADVICE: Final = {
    errno.EADDRINUSE: _TAKEN,
    errno.EACCES: _FORBIDDEN,
    errno.EPERM: _FORBIDDEN,
    errno.EROFS: _FORBIDDEN,
}
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_FLEET: Final = "fleet.listen"
"""Members of a fleet are always called with mutual TLS, by certificates of their own."""
_MUTUAL: Final = ("tls.mutual_listen", "tls.mutual_http")


@contextmanager
def telling(key: str, address: str) -> Iterator[None]:
    """Name the setting and the address that cannot be listened on, and what to do about it."""
    try:
        yield
    except OSError as error:
        reason, advice = _ADVICE.get(error.errno or 0, ("ADDRESS_UNUSABLE", "choose another address"))
        raise UnavailableError(
            reason,
            "cannot listen on {address} ({key}): {problem}; {advice}",
            address=address,
            key=key,
            problem=os.strerror(error.errno) if error.errno else error,
            advice=advice,
        ) from None


def check_addresses(config: Config) -> None:
    """Raise InvalidArgumentError CONFIG_INVALID unless all TCP addresses are HOST:PORT, and safe to open.

    Beyond loopback, callers are served over TLS alone, and must say who they are.
    """
    for key, listen in _tcp(config):
        if not listen:
            continue
        host, _, port = listen.rpartition(":")
        if not (host and port.isascii() and port.isdigit() and int(port) <= _PORT_MAX):
            raise InvalidArgumentError(
                "CONFIG_INVALID", "{key} {listen}: must be HOST:PORT", key=key, listen=listen
            )
        if host not in _LOOPBACK and key != _FLEET:
            _check_beyond_loopback(key, listen, config)


def _tcp(config: Config) -> tuple[tuple[str, str], ...]:
    """Return the settings of TCP addresses, with their values."""
    return (
        ("server.listen", config.server.listen),
        ("http.listen", config.http.listen),
        ("audio_socket.listen", config.audio_socket.listen),
        ("tls.mutual_listen", config.tls.mutual_listen),
        ("tls.mutual_http", config.tls.mutual_http),
        (_FLEET, config.fleet.listen if config.fleet.enabled else ""),
    )


def _check_beyond_loopback(key: str, listen: str, config: Config) -> None:
    if not config.tls.enabled:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            "{key} {listen}: beyond loopback callers are served over TLS alone: set tls.certificate and "
            "tls.key, which `odind tls init DIR` makes, or listen on 127.0.0.1",
            key=key,
            listen=listen,
        )
    if config.access.loopback == "open" and key not in _MUTUAL:
        raise InvalidArgumentError(
            "CONFIG_INVALID",
            '{key} {listen}: beyond loopback callers must present a key: set access.loopback to "cookie", or '
            "listen on 127.0.0.1",
            key=key,
            listen=listen,
        )


def all_addresses(config: Config) -> dict[str, str]:
    """Return the addresses of the daemon by their settings, without those that are turned off."""
    server, http = config.server, config.http
    granted = {f"access.sockets.{name}.socket": one.path for name, one in config.access.sockets.items()}
    sockets = {"server.socket": server.socket, **granted}
    beside = {audio_key(key): audio_socket_of(config, path) for key, path in sockets.items()}
    listed = {"http.socket": http.socket, **dict(_tcp(config)), **sockets, **beside}
    return {key: address for key, address in listed.items() if address}


def audio_key(key: str) -> str:
    """Return how errors name the audio socket beside that of a setting."""
    return f"{key}, its audio socket"


def audio_socket_of(config: Config, path: str) -> str:
    """Return where the audio socket beside a socket of gRPC is, "" where there is none."""
    return str(audio_socket_beside(Path(path))) if path and config.audio_socket.unix else ""


def require_free_addresses(config: Config, but: Container[str] = ()) -> None:
    """Raise UnavailableError, as `Faces` does, where an address is taken or forbidden already.

    Those in `but` are ours.
    """
    for key, address in all_addresses(config).items():
        if address not in but:
            with telling(key, address):
                _require_free(key, address)


def _require_free(key: str, address: str) -> None:
    if key.endswith("socket"):
        require_unserved(Path(address))
    else:
        require_free(*tcp_address(address))
