"""The certificate that the client of a connection has shown, for what runs on behalf of its requests."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio

_SHOWN: Final[ContextVar[tuple[str, ...]]] = ContextVar("shown", default=())
_NAMES: Final = ("DNS", "URI")


def shown_names() -> tuple[str, ...]:
    """Return the names in the client's certificate, its common name last; none without a certificate."""
    return _SHOWN.get()


def names_of(transport: asyncio.BaseTransport) -> tuple[str, ...]:
    """Return the names in the certificate that a connection's client has shown, which TLS has verified."""
    secured = transport.get_extra_info("ssl_object")
    shown: dict[str, Any] = (secured.getpeercert() or {}) if secured else {}
    alternative = [name for kind, name in shown.get("subjectAltName", ()) if kind in _NAMES]
    common = [value for part in shown.get("subject", ()) for key, value in part if key == "commonName"]
    return tuple(dict.fromkeys([*alternative, *common]))


def showing(app: Any, names: tuple[str, ...]) -> Any:
    """Return an ASGI application that runs as `app`, with these names as those of its client."""
    if not names:
        return app

    async def run(scope: Any, receive: Any, send: Any) -> None:
        _SHOWN.set(names)  # each request is a task with a context of its own
        await app(scope, receive, send)

    return run
