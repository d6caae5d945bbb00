"""The options that all verbs share (daemon, timeout, output format), and the link to the daemon."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
from click.core import ParameterSource

from odind.core.errors import UnavailableError

from .api_key import read_api_key
from .diagnosis import diagnosed
from .exits import CallFailedError
from .numbers import DELAY_S, DURATION_S
from .outputs import JSON, JSON_LINES, OUTPUTS, TABLE, written
from .tables import table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence

    from odind.client import Daemon
    from odind.client.tls import Tls

Result = TypeVar("Result")
_TIMEOUT: Final = 60.0
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Settings:
    """The options that all verbs share; they may stand anywhere on the command line."""

    target: str | None = None
    output: str = TABLE
    timeout: float = _TIMEOUT
    wait: float = 0.0
    tls_ca: str | None = None
    tls_cert: str | None = None
    tls_key: str | None = None
    api_key_file: str | None = None

    def ask(self, work: Callable[[Daemon], Awaitable[Result]]) -> Result:
        """Connect to the daemon and return the result of `work`. Raises odind's errors or CallFailedError."""
        return self._run(lambda: self._talk(work))

    def wait_until_serving(self, seconds: float) -> str:
        """Wait until the daemon serves calls, and return its target. Raises the errors of `ask`."""

        async def work() -> str:
            from odind.client import wait_until_serving  # noqa: PLC0415

            return await wait_until_serving(self.target, seconds=seconds, tls=self.tls)

        return self._run(work)

    def follow(self, work: Callable[[Daemon], Awaitable[None]]) -> None:
        """Like `ask`, but SIGINT and SIGTERM end it successfully."""
        self.ask(partial(_until_stopped, work))

    def show(self, document: Mapping[str, object], text: str, remark: str = "", *, err: bool = False) -> None:
        """Print a result: the document for programs, else the text, with a remark on stderr."""
        click.echo(text if self.output == TABLE else written(document, self.output), err=err)
        self.remark(remark)

    def show_document(self, document: Mapping[str, object]) -> None:
        """Print a document that has no text of its own: as JSON where tables are asked for."""
        click.echo(written(document, self.output))

    def show_list(
        self,
        name: str,
        documents: Sequence[Mapping[str, object]],
        rows: Iterable[Sequence[str]],
        *,
        header: Sequence[str],
        **more: object,
    ) -> None:
        """Print a list: as a table with a header, as one document `{name: [...]}`, or as one per line.

        `more` are fields beside the list in the one document.
        """
        if self.output == JSON_LINES:
            for document in documents:
                self.show_document(document)
        else:
            text = table([header, *rows]) if documents else f"no {name}"
            self.show({name: documents, **more}, text)

    @property
    def as_documents(self) -> bool:
        """Whether programs read the output."""
        return self.output != TABLE

    def remark(self, text: str) -> None:
        """Print a remark for people on stderr."""
        if text and not self.as_documents:
            click.echo(text, err=True)

    def _run(self, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
        """Run `work`, and explain its failures."""
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")
        # Importing these takes a third of a second; --help must not wait for it.
        import asyncio  # noqa: PLC0415

        import grpc  # noqa: PLC0415

        try:
            return asyncio.run(work())
        except UnavailableError as error:
            raise diagnosed(error, self._source, self.tls) from error
        except grpc.aio.AioRpcError as failure:
            raise CallFailedError(failure.code().name, failure.details() or "no detail") from failure

    @property
    def tls(self) -> Tls | None:
        """What secures TCP: the options, and the environment for those that are not given."""
        from odind.client.tls import Tls, tls_from_environment  # noqa: PLC0415 - loads gRPC

        found = tls_from_environment() or Tls()
        options = (self.tls_ca or found.ca, self.tls_cert or found.certificate, self.tls_key or found.key)
        return Tls(*options) if any(options) else None

    @property
    def _source(self) -> str:
        """Where the address of the daemon comes from."""
        if self.target:
            return "from --target"
        return "from ODIND_TARGET" if os.environ.get("ODIND_TARGET") else "the default"

    async def _talk(self, work: Callable[[Daemon], Awaitable[Result]]) -> Result:
        from odind.client import connect, wait_until_serving  # noqa: PLC0415

        if self.wait:
            await wait_until_serving(self.target, seconds=self.wait, tls=self.tls)
        key = read_api_key(self.api_key_file) if self.api_key_file else None
        async with connect(self.target, call_timeout=self.timeout, api_key=key, tls=self.tls) as daemon:
            return await work(daemon)


async def _until_stopped(work: Callable[[Daemon], Awaitable[None]], daemon: Daemon) -> None:
    import asyncio  # noqa: PLC0415 - see above

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


def _remember_json(context: click.Context, _parameter: click.Parameter, given: bool) -> None:  # noqa: FBT001 - click's way
    if given:
        context.ensure_object(Settings).output = JSON


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
        callback=_remember_json,
        help="Print one JSON document per result, and errors as JSON on stderr. The same as -o json.",
    ),
    click.Option(
        ["-o", "output"],
        type=click.Choice(OUTPUTS),
        expose_value=False,
        callback=_remember,
        help="How to print results, and errors on stderr. jsonl prints each item of a list on its own line. "
        "Default: table.",
    ),
    click.Option(
        ["--api-key-file"],
        expose_value=False,
        callback=_remember,
        metavar="FILE",
        help="File with the API key or session to call with. Default: ODIND_API_KEY, else the cookie.",
    ),
    click.Option(
        ["--timeout"],
        type=DURATION_S,
        expose_value=False,
        callback=_remember,
        metavar="SECONDS",
        help=f"Time limit of a call; streams have none. Default: {_TIMEOUT:g}.",
    ),
    click.Option(
        ["--tls-ca"],
        expose_value=False,
        callback=_remember,
        metavar="FILE",
        help='Speak TLS on TCP, and trust the daemon\'s certificate by this authority; "system" for the '
        "system's. Default: ODIND_TLS_CA.",
    ),
    click.Option(
        ["--tls-cert"],
        expose_value=False,
        callback=_remember,
        metavar="FILE",
        help="The certificate to show to the daemon. Default: ODIND_TLS_CERT.",
    ),
    click.Option(
        ["--tls-key"],
        expose_value=False,
        callback=_remember,
        metavar="FILE",
        help="The private key of that certificate. Default: ODIND_TLS_KEY.",
    ),
    click.Option(
        ["--wait"],
        type=DELAY_S,
        expose_value=False,
        callback=_remember,
        metavar="SECONDS",
        help="First wait until the daemon serves calls, for at most this long.",
    ),
)
