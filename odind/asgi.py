"""A server for one ASGI application, embedded in a process that has its own signals, logs and end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Any, Final

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator


_FALSE_ALARMS: Final = ("graceful shutdown exceeded", "without completing handshake")
"""What uvicorn logs as an error when a stop cancels unfinished requests, and when a WebSocket is refused."""


def _worth_telling(record: logging.LogRecord) -> bool:
    cancelled = record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cancelled and not any(words in str(record.msg) for words in _FALSE_ALARMS)


class EmbeddedServer(uvicorn.Server):
    """Serves on sockets that are already bound; `options` are uvicorn's. `ready` is set when it does."""

    def __init__(self, app: Any, **options: Any) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
            **options,
        )
        super().__init__(config)
        self.ready = asyncio.Event()
        logging.getLogger("uvicorn.error").addFilter(_worth_telling)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the process that embeds us."""
        yield

    async def startup(self, sockets: Any = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()
