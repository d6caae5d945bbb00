"""The `odind` command: runs the daemon, and shows what it would run with."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from odind import __version__
from odind.config import Config, describe, forget_secrets, load
from odind.core.errors import InvalidArgumentError, OdindError
from odind.logs import LEVELS, configure
from odind.own_command import OwnCommand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PATH = click.Path(path_type=Path)
_ELSEWHERE: Final = {"conformance": "odind.conformance", "grid": "odind.grid", "tls": "odind.tls"}
"""The packages that have a command in their module of that name. `odind serve` needs none of them."""


class _Commands(click.Group):
    """The commands here and elsewhere, which are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in order."""
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        package = _ELSEWHERE.get(cmd_name)
        if package is None:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(f"{package}.command"), f"{cmd_name}_command")
        return found


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="odind")
def main() -> None:
    """A daemon that puts programs in any language into ODIN voice rooms, over gRPC.

    Talk to it with `odindctl`, or with stubs generated from proto/odind/v1.
    """


def _settings(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--config", "file", type=_PATH, help="TOML file with the settings."),
        click.option("--socket", help="Unix socket to listen on; empty for none."),
        click.option("--listen", metavar="HOST:PORT", help="TCP address for gRPC; empty for none."),
        click.option("--http", metavar="HOST:PORT", help="TCP address for HTTP; empty for none."),
        click.option("--tls-certificate", type=_PATH, help="PEM file: speak TLS on both, with this one."),
        click.option("--tls-key", type=_PATH, help="PEM file with the private key of that certificate."),
        click.option("--tls-client-ca", type=_PATH, help="PEM file with the authority of clients."),
        click.option(
            "--mutual-listen",
            metavar="HOST:PORT",
            help="For gRPC of clients with certificates.",
        ),
        click.option("--mutual-http", metavar="HOST:PORT", help="For HTTP of clients with certificates."),
        click.option("--state", type=_PATH, help="Folder for keys and certificates."),
        click.option("--workers", type=int, help="Processes to spread the rooms over; 0 for one in all."),
        click.option("--gateway", help="ODIN gateway. Without one the embedded grid is started."),
        click.option("--access-key-file", type=_PATH, help="File with the access key for tokens."),
        click.option(
            "--replace-damaged-store",
            is_flag=True,
            default=None,
            help="Set a damaged store aside and begin a new one.",
        ),
        click.option("--log-level", type=click.Choice(LEVELS), help="How much is logged."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@_settings
@click.option(
    "--rehearse", is_flag=True, hidden=True, help="Check what a start needs, beside a daemon that runs."
)
def serve(*, rehearse: bool, **flags: Any) -> None:
    """Run the daemon until SIGTERM, SIGHUP or Ctrl-C. SIGUSR2 has the installed version take over.

    Without a gateway it starts its own grid on loopback, so this is all it takes:

        odind serve

    Exit codes: 0 after a signal, 1 when it cannot start, 2 for a wrong configuration.
    """
    _prepare_for_children()
    command, config = OwnCommand.here(), _load(flags)
    if config.tls.enabled:
        _prepare_for_tls()
    forget_secrets(os.environ)
    configure(config.log.level, config.log.style)
    try:
        _rehearse(config) if rehearse else _serve(config, command)
    except (OdindError, ExceptionGroup) as failure:  # not except*: before Python 3.11.4 it wraps SystemExit
        _fail(failure)


def _serve(config: Config, command: OwnCommand) -> None:
    """Run the daemon, and what has been installed meanwhile after an upgrade."""
    gc.disable()  # until all is loaded: there is no garbage, and looking for it takes a fifth of the time
    # the native core takes a while to load, and only this command needs it
    from odind import daemon  # noqa: PLC0415

    kept = _run(daemon.serve(config, command))
    if kept is not None:
        command.begin_anew(kept)


def _rehearse(config: Config) -> None:
    """Raise what a start would raise; the addresses that are ours come on stdin."""
    from odind import daemon  # noqa: PLC0415 - see above

    daemon.rehearse(config, json.load(sys.stdin))
    click.echo(__version__)


@main.command()
@_settings
def config(**flags: Any) -> None:
    """Print the effective settings as JSON, secrets masked.

    Settings come from defaults, then the TOML file, then ODIND_SECTION__KEY in the environment, then flags:

        ODIND_LIMITS__MAX_CONNECTIONS=10 odind config --listen 127.0.0.1:7720
    """
    click.echo(json.dumps(describe(_load(flags)), indent=2))


@main.command(hidden=True)
def worker() -> None:
    """Be a worker of `odind serve --workers`, which starts this by itself."""
    _prepare_for_children()
    gc.disable()  # as above
    from odind import daemon  # noqa: PLC0415 - see above

    _run(daemon.work())


def _prepare_for_children() -> None:
    """Keep forks harmless: a child process is a copy of this one until it executes its program.

    gRPC's preparations for that would only fill the log. A garbage collection in the copy may wait for
    threads that the copy does not have, as those of a codec, and our loop would wait for ever with it.
    """
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "0")
    os.register_at_fork(before=gc.disable, after_in_parent=gc.enable)


def _prepare_for_tls() -> None:
    """Let gRPC agree on TLS 1.3 alone, and not log whoever fails to; it reads both when it is loaded.

    Python's gRPC cannot name a version. The list of ciphers is for TLS 1.2, and with this one, which needs a
    key shared in advance, nobody can agree on it.
    """
    os.environ.setdefault("GRPC_SSL_CIPHER_SUITES", "ECDHE-PSK-CHACHA20-POLY1305")
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")


def _load(flags: dict[str, Any]) -> Config:
    given = {
        "server": {
            "socket": flags["socket"],
            "listen": flags["listen"],
            "state_dir": flags["state"],
            "workers": flags["workers"],
        },
        "http": {"listen": flags["http"]},
        "tls": {
            "certificate": flags["tls_certificate"],
            "key": flags["tls_key"],
            "client_ca": flags["tls_client_ca"],
            "mutual_listen": flags["mutual_listen"],
            "mutual_http": flags["mutual_http"],
        },
        "odin": {"gateway": flags["gateway"], "access_key_file": flags["access_key_file"]},
        "store": {"replace_damaged": flags["replace_damaged_store"]},
        "log": {"level": flags["log_level"]},
    }
    try:
        return load(flags["file"], os.environ, given)
    except InvalidArgumentError as error:
        click.echo(f"odind: {error.message}", err=True)
        sys.exit(2)


def _run(daemon: Any) -> Any:
    if sys.platform == "win32":
        return asyncio.run(daemon)
    import uvloop  # noqa: PLC0415 - not there on Windows

    return uvloop.run(daemon)


def _fail(failure: Exception) -> None:
    errors = list(_leaves(failure))
    if not all(isinstance(error, OdindError) for error in errors):
        raise failure
    wrong = [error for error in errors if isinstance(error, InvalidArgumentError)]
    click.echo(f"odind: {(wrong or errors)[0]}", err=True)
    sys.exit(2 if wrong else 1)


def _leaves(failure: Exception) -> Iterator[Exception]:
    if isinstance(failure, ExceptionGroup):
        for inner in failure.exceptions:
            yield from _leaves(inner)
    else:
        yield failure


if __name__ == "__main__":
    main()
