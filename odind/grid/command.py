"""`odind grid`: a stand-alone grid in the foreground."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import click
import structlog

from odind.core.errors import InvalidArgumentError, OdindError
from odind.signals import stop_on_signals
from odind.state_lock import locked

from .config import GridConfig
from .server import Grid, RunningGrid
from .server_certificate import certificate_names
from .settings import Settings, read_settings
from .state.certificates import ensure_certificates
from .state.keys import load_or_create_access_key
from .state.state_dir import default_state_dir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from odind.tokens.access_key import AccessKey

EXIT_START_FAILED: Final = 1
EXIT_BAD_CONFIGURATION: Final = 2

_CA_HELP: Final = """\
The grid's certificate authority is {path}

odind trusts it already. To make another ODIN client on this machine trust it:

  SSL_CERT_FILE={path} your-program          # instead of the system's authorities
  cat /etc/ssl/certs/ca-certificates.crt {path} > both.pem && SSL_CERT_FILE=both.pem your-program

On another machine, copy the file there first, and start the grid with an address of this machine:

  odind grid --listen 0.0.0.0:7000 --udp <address of this machine>:4433
"""


@click.group(name="grid", invoke_without_command=True)
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="TOML file with the settings.")
@click.option("--listen", metavar="HOST:PORT", help="The gateway's address; port 0 is any free port.")
@click.option("--udp", metavar="HOST:PORT", help="The SFU's address; port 0 is any free port.")
@click.option(
    "--state", "state_dir", type=click.Path(path_type=Path), help="Folder for keys and certificates."
)
@click.option(
    "--allow-unknown-keys", is_flag=True, help="Accept tokens of any access key, like a demo server."
)
@click.option("--control", is_flag=True, help="Open the control interface for `odindctl grid`.")
@click.option("--fault-seed", type=int, help="Seed of the faults that `odindctl grid fault` causes.")
@click.pass_context
def grid_command(
    context: click.Context,
    config_file: Path | None,
    listen: str | None,
    udp: str | None,
    state_dir: Path | None,
    *,
    allow_unknown_keys: bool,
    control: bool,
    fault_seed: int | None,
) -> None:
    """Run an ODIN-compatible gateway and SFU in the foreground.

    When it is ready, it prints one line of JSON: gateway, udp, ca_file, key_id and more. SIGTERM,
    SIGINT and SIGHUP stop it with exit code 0; exit code 2 means that the configuration is invalid.
    """
    with _exit_codes():
        folder = state_dir or default_state_dir()
    context.obj = folder
    if context.invoked_subcommand is not None:
        return
    flags = {
        "listen": listen,
        "udp": udp,
        "fault_seed": fault_seed,
        "allow_unknown_keys": allow_unknown_keys or None,
        "control": control or None,
    }
    with _exit_codes():
        settings = _settings(config_file, {name: value for name, value in flags.items() if value is not None})
        _log_to_stderr()
        with locked(folder, "--state"):
            keys = settings.access_keys() or {"grid": [load_or_create_access_key(folder)]}
            _run(settings.grid, folder, keys)


@grid_command.command(name="ca")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--state", "state_dir", type=click.Path(path_type=Path), help="The grid's state folder.")
@click.pass_obj
def ca_command(folder: Path, *, as_json: bool, state_dir: Path | None) -> None:
    """Show the grid's certificate authority, and how to make a client trust it."""
    with _exit_codes():
        path = ensure_ca(state_dir or folder)
    click.echo(json.dumps({"ca_file": str(path)}) if as_json else _CA_HELP.format(path=path), nl=as_json)


@grid_command.command(name="front")
@click.option(
    "--listen", default="127.0.0.1:0", metavar="HOST:PORT", help="Its address; port 0 is any free port."
)
@click.argument("gateways", nargs=-1, required=True, metavar="GATEWAY...")
def front_command(listen: str, gateways: tuple[str, ...]) -> None:
    """Be one gateway before several grids, for load tests.

    GATEWAY is the URL of a grid's gateway. Each room lives on the grid that its name hashes to. The grids
    must accept the same access keys, and clients must trust the authorities of all of them. When the front is
    ready, it prints one line of JSON.
    """
    with _exit_codes():
        config = GridConfig(listen=listen)
        _log_to_stderr()
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve_front(config, gateways))


async def _serve_front(config: GridConfig, gateways: Sequence[str]) -> None:
    from .front import run_front  # noqa: PLC0415 - the daemon imports this module too

    stopped = stop_on_signals()
    async with run_front(config, gateways) as url:
        click.echo(json.dumps({"gateway": url, "grids": gateways}))
        sys.stdout.flush()
        await stopped.wait()


def ensure_ca(folder: Path) -> Path:
    """Return the authority's certificate in the state folder, creating it when it is missing."""
    path = folder / "ca.pem"
    if not path.exists():
        ensure_certificates(folder, certificate_names(GridConfig()), time.time())
    return path


def _settings(config_file: Path | None, flags: Mapping[str, object]) -> Settings:
    settings = read_settings(config_file) if config_file is not None else Settings(GridConfig())
    return replace(settings, grid=replace(settings.grid, **flags))  # type: ignore[arg-type]


def _run(config: GridConfig, folder: Path, keys: Mapping[str, Sequence[AccessKey]]) -> None:
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(config, folder, keys))


def _log_to_stderr() -> None:
    """Leave standard output to the line of JSON."""
    structlog.configure(logger_factory=structlog.WriteLoggerFactory(sys.stderr))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    try:
        import uvloop  # noqa: PLC0415 - not available on Windows
    except ImportError:
        return None
    return uvloop.new_event_loop


async def _serve(config: GridConfig, folder: Path, keys: Mapping[str, Sequence[AccessKey]]) -> None:
    stopped = stop_on_signals()
    async with Grid(config, folder, keys) as grid:
        click.echo(json.dumps(_readiness(grid, folder)))
        sys.stdout.flush()
        await stopped.wait()


def _readiness(grid: RunningGrid, folder: Path) -> dict[str, object]:
    key_file = folder / "access.key"
    return {
        "gateway": grid.gateway_url,
        "udp": grid.udp_address,
        "ca_file": str(grid.ca_file),
        "key_id": grid.key_ids[0],
        "key_ids": list(grid.key_ids),
        "access_key_file": str(key_file) if key_file.exists() else None,
        "state": str(folder),
    }


@contextlib.contextmanager
def _exit_codes() -> Iterator[None]:
    """Report our errors as one line and an exit code."""
    try:
        yield
    except InvalidArgumentError as error:
        _fail(error, EXIT_BAD_CONFIGURATION)
    except (OdindError, OSError) as error:
        _fail(error, EXIT_START_FAILED)


def _fail(error: Exception, code: int) -> NoReturn:
    click.echo(f"odind grid: {error}", err=True)
    sys.exit(code)
