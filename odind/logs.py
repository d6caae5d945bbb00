"""Logging: events with fields, one line each; JSON when stderr is not a terminal.

Tracebacks never show local variables: they may hold tokens, keys or what peers said.
"""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Have imports within the block find no such module, if it is not loaded yet."""
    if module in sys.modules:
        yield
        return
    modules: dict[str, object] = sys.modules  # type: ignore[assignment]
    modules[module] = None  # which stands for one that is not there
    try:
        yield
    finally:
        del modules[module]


with _without(
    "rich"
):  # structlog loads it for tracebacks that are not shown here: 40 ms where it is installed
    import structlog

LEVELS: Final = ("debug", "info", "warning", "error")
STYLES: Final = ("auto", "json", "text")


def configure(level: str, style: str, **fields: object) -> None:
    """Log to stderr; `style` is "json", "text", or "auto" to choose by the terminal.

    `fields` are part of every line.
    """

    def add_fields(_logger: object, _method: str, event: Any) -> Any:
        return {**event, **fields}

    as_json = style == "json" or (style == "auto" and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        add_fields,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_renderers(as_json)],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("odind").setLevel(level.upper())
    relayed = logging.WARNING if level == "info" else level.upper()
    logging.getLogger("odind.rpc.relayed").setLevel(relayed)  # the front logs each of them


def _renderers(as_json: bool) -> list[Any]:  # noqa: FBT001 - private
    if as_json:
        tracebacks = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        return [
            structlog.processors.ExceptionRenderer(tracebacks),
            structlog.processors.JSONRenderer(),
        ]
    return [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
