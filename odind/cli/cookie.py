"""`odindctl cookie`: the credential that callers over TCP and HTTP send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from odind.core.errors import NotFoundError

from .commands import Verb

if TYPE_CHECKING:
    from .settings import Settings


@click.command(
    cls=Verb,
    example="odindctl cookie\n"
    'curl -H "Authorization: Bearer $(odindctl cookie)" http://127.0.0.1:7711/healthz',
)
@click.pass_obj
def cookie(settings: Settings) -> None:
    """Print the cookie, a secret, of the daemon that was started last. The daemon need not run.

    Callers over TCP and HTTP send it; the unix socket needs none. ODIND_COOKIE_FILE names the cookie's file
    if it is in neither your state folder nor the system's.
    """
    from odind.client.cookie import find_cookie  # noqa: PLC0415 - loads gRPC

    if settings.wait:
        settings.wait_until_serving(settings.wait)
    found = find_cookie()
    if found is None:
        raise NotFoundError(
            "COOKIE_NOT_FOUND",
            "no cookie can be read: start the daemon with `odind serve`, or name its file in {variable}",
            variable="ODIND_COOKIE_FILE",
        )
    file, text = found
    settings.show({"cookie": text, "file": str(file)}, text)
