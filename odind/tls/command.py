"""`odind tls`: certificates for a start, and their renewal. They stay on this machine."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from odind.core.errors import OdindError

from .authority import DAYS, Authority

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER: Final = click.Path(path_type=Path, file_okay=False)
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")
_NEXT: Final = """\
{folder} holds an authority (ca), a certificate for the daemon (server) and one for a client ({client}),
valid for {days} days. Keep ca.key where nobody gets at it; it is needed to make more certificates.

  odind serve --tls-certificate {folder}/server.pem --tls-key {folder}/server.key \\
      --tls-client-ca {folder}/ca.pem --mutual-listen {address}:7720

  odindctl --target {address}:7720 --tls-ca {folder}/ca.pem \\
      --tls-cert {folder}/{client}.pem --tls-key {folder}/{client}.key info"""


@click.group(name="tls")
def tls_command() -> None:
    """Make certificates: a private authority, and what it signs."""


@tls_command.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option(
    "--name", "names", multiple=True, help="DNS name or IP address of the daemon, beside this machine's own."
)
@click.option("--client", default="client", help="Name of the client; it is what the daemon knows it by.")
def init(folder: Path, names: tuple[str, ...], client: str) -> None:
    """Make an authority, a server and a client certificate in a folder.

    Nothing is overwritten. All files are for their owner alone (mode 0600).
    """
    with _exit_codes():
        authority, now = Authority(folder), time.time()
        authority.make(now)
        authority.make_server(_server_names(names), now)
        authority.make_client(client, now)
    address = names[0] if names else _LOCAL[1]
    click.echo(_NEXT.format(folder=folder, client=client, days=DAYS, address=address))


@tls_command.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--name", "names", multiple=True, help="DNS name or IP address of the daemon, as with init.")
def server(folder: Path, names: tuple[str, ...]) -> None:
    """Replace the server's certificate by a new one. A running daemon takes it within seconds."""
    with _exit_codes():
        files = Authority(folder).make_server(_server_names(names), time.time(), replace=True)
    click.echo(files.certificate)


@tls_command.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.argument("name")
@click.option("--replace", is_flag=True, help="Replace the certificate of a client of that name.")
def client(folder: Path, name: str, *, replace: bool) -> None:
    """Make a certificate for one more client."""
    with _exit_codes():
        files = Authority(folder).make_client(name, time.time(), replace=replace)
    click.echo(files.certificate)


@tls_command.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.argument("name")
@click.option(
    "--name", "names", multiple=True, help="DNS name or IP address at which others call the member."
)
@click.option("--replace", is_flag=True, help="Replace the certificate of a member of that name.")
def member(folder: Path, name: str, names: tuple[str, ...], *, replace: bool) -> None:
    """Make a certificate for a member of a fleet, which is a server and a client to the others.

    Use an authority of the fleet's own: whoever has a certificate of it is believed.
    """
    with _exit_codes():
        files = Authority(folder).make_member(name, names or _LOCAL, time.time(), replace=replace)
    click.echo(files.certificate)


def _server_names(names: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys((*names, socket.gethostname(), *_LOCAL)))


@contextmanager
def _exit_codes() -> Iterator[None]:
    """Tell an error in one line, and exit with 1."""
    try:
        yield
    except (OdindError, OSError) as error:
        click.echo(f"odind: {error}", err=True)
        raise click.exceptions.Exit(1) from None
