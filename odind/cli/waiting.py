"""`odindctl wait`: returns when the daemon serves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Verb
from .printable import printable

if TYPE_CHECKING:
    from .settings import Settings


@click.command(
    cls=Verb,
    example="odind serve & odindctl wait && odindctl room join lobby --user alice\nodindctl wait --timeout 5",
)
@click.pass_obj
def wait(settings: Settings) -> None:
    """Wait until the daemon serves calls, for at most --timeout seconds, and print its address.

    --wait does the same before any other verb.
    """
    target = settings.wait_until_serving(settings.timeout)
    settings.show({"target": target, "serving": True}, printable(target))
