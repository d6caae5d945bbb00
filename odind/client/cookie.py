"""The cookie that the daemon asks for on TCP, and calls that carry it."""

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


def with_cookie(channel: grpc.aio.Channel, target: str) -> grpc.aio.Channel:
    """Return a channel whose calls carry the cookie, where the target is loopback TCP and we have one."""
    found = find_cookie() if target.rpartition(":")[0] in _LOOPBACK else None
    return cast("grpc.aio.Channel", _Channel(channel, found[1])) if found else channel


class _Channel:
    """What stubs use of a channel. Interceptors would replace the calls by others that write more slowly."""

    def __init__(self, channel: grpc.aio.Channel, cookie: str) -> None:
        self._metadata = (("authorization", f"Bearer {cookie}"),)
        self.unary_unary = self._wrap(channel.unary_unary)
        self.unary_stream = self._wrap(channel.unary_stream)
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
