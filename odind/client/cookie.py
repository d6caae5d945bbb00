"""The credential that calls carry: an API key, or the cookie that the daemon asks for on TCP."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from odind.core.errors import InvalidArgumentError
from odind.folders import state_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import grpc

COOKIE_VARIABLE: Final = "ODIND_COOKIE_FILE"
KEY_VARIABLE: Final = "ODIND_API_KEY"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_SYSTEM_FILE: Final = Path("/var/lib/odind/cookie")


def find_cookie() -> tuple[Path, str] | None:
    """Return a cookie and its file: that of ODIND_COOKIE_FILE, else the user's or the system's."""
    for file in _files():
        try:
            return file, file.read_text().strip()
        except OSError:
            continue
    return None


def find_credential(target: str, api_key: str | None, *, private: bool = False) -> str:
    """Return what calls carry: an API key, by default that of the environment, or "".

    Without one it is the cookie, where the target is loopback TCP and we have one. `private` says that TLS
    secures the channel. Raises InvalidArgumentError KEY_UNPROTECTED.
    """
    api_key = api_key or os.environ.get(KEY_VARIABLE, "").strip()
    if api_key and not private and not _stays_here(target):
        raise InvalidArgumentError(
            "KEY_UNPROTECTED",
            "an API key must not leave this machine in the clear, as it would to {target}: speak TLS, with "
            "--tls-ca or ODIND_TLS_CA",
            target=target,
        )
    return api_key or _cookie_for(target)


def with_credential(channel: grpc.aio.Channel, credential: str) -> grpc.aio.Channel:
    """Return a channel whose calls carry a credential, if there is one."""
    return cast("grpc.aio.Channel", _Channel(channel, credential)) if credential else channel


def _stays_here(target: str) -> bool:
    return target.startswith("unix:") or _is_loopback(target)


def _is_loopback(target: str) -> bool:
    return target.rpartition(":")[0] in _LOOPBACK


def _cookie_for(target: str) -> str:
    found = find_cookie() if _is_loopback(target) else None
    return found[1] if found else ""


class _Channel:
    """What stubs use of a channel. Interceptors would replace the calls by others that write more slowly."""

    def __init__(self, channel: grpc.aio.Channel, credential: str) -> None:
        self._metadata = (("authorization", f"Bearer {credential}"),)
        self.unary_unary = self._wrap(channel.unary_unary)
        self.unary_stream = self._wrap(channel.unary_stream)
        self.stream_unary = self._wrap(channel.stream_unary)
        self.stream_stream = self._wrap(channel.stream_stream)

    def _wrap(self, make: Callable[..., Callable[..., object]]) -> Callable[..., Callable[..., object]]:
        def made(*arguments: object, **options: object) -> Callable[..., object]:
            return partial(make(*arguments, **options), metadata=self._metadata)

        return made


def _files() -> Iterator[Path]:
    if named := os.environ.get(COOKIE_VARIABLE):
        yield Path(named)
        return
    with suppress(InvalidArgumentError):  # a user without a home folder
        yield state_folder() / "cookie"
    yield _SYSTEM_FILE
