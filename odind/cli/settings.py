"""The options that all verbs share (daemon, timeout, output format), and the link to the daemon."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import click
from click.core import ParameterSource

from .exits import CallFailedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from odind.client import Daemon

Result = TypeVar("Result")
_TIMEOUT: Final = 60.0
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Settings:
    """The options that all verbs share; they may stand anywhere on the command line."""

    target: str | None = None
    as_json: bool = False
    timeout: float = _TIMEOUT

    def ask(self, work: Callable[[Daemon], Awaitable[Result]]) -> Result:
        """Connect to the daemon and return the result of `work`. Raises odind's errors or CallFailedError."""
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
        # Importing gRPC takes a quarter of a second; --help must not wait for it.
        import grpc  # noqa: PLC0415

        try:
            return asyncio.run(self._talk(work))
        except grpc.aio.AioRpcError as failure:
            raise CallFailedError(failure.code().name, failure.details() or "no detail") from failure

    def follow(self, work: Callable[[Daemon], Awaitable[None]]) -> None:
        """Like `ask`, but SIGINT and SIGTERM end it successfully."""
        self.ask(partial(_until_stopped, work))

    def show(self, document: Mapping[str, object], text: str, remark: str = "") -> None:
        """Print a result: the document with --json, else the text, with a remark on stderr."""
        click.echo(json.dumps(document) if self.as_json else text)
        self.remark(remark)

    def remark(self, text: str) -> None:
        """Print a remark for people on stderr; not with --json."""
        if text and not self.as_json:
            click.echo(text, err=True)

    async def _talk(self, work: Callable[[Daemon], Awaitable[Result]]) -> Result:
        from odind.client import connect  # noqa: PLC0415

        async with connect(self.target, call_timeout=self.timeout) as daemon:
            return await work(daemon)


async def _until_stopped(work: Callable[[Daemon], Awaitable[None]], daemon: Daemon) -> None:
    loop, task, stopped = asyncio.get_running_loop(), asyncio.current_task(), asyncio.Event()

    def stop() -> None:
        stopped.set()
        if task:
            task.cancel()

    for number in _STOPPING:
        loop.add_signal_handler(number, stop)
    try:
        await work(daemon)
    except asyncio.CancelledError:
        if not stopped.is_set():
            raise


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Keep an option that was given; one after the verb overrides one before it."""
    settings, name = context.ensure_object(Settings), parameter.name or ""
    if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
        setattr(settings, name, value)


SETTINGS_OPTIONS: Final = (
    click.Option(
        ["--target"],
        expose_value=False,
        callback=_remember,
        help="The daemon: unix:/path or host:port. Default: ODIND_TARGET, else the daemon's socket if it "
        "exists, else 127.0.0.1:7710.",
    ),
    click.Option(
        ["--json", "as_json"],
        is_flag=True,
        expose_value=False,
        callback=_remember,
        help="Print one JSON document per result, and errors as JSON on stderr.",
    ),
    click.Option(
        ["--timeout"],
        type=click.FloatRange(min=0, min_open=True),
        expose_value=False,
        callback=_remember,
        metavar="SECONDS",
        help=f"Time limit of a call; streams have none. Default: {_TIMEOUT:g}.",
    ),
)
