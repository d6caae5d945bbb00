"""The composition root: it alone names concrete back ends, and sets the order of starting and stopping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .keys import OdinKeyring

if TYPE_CHECKING:
    from odind.config import Config

__all__ = ["OdinKeyring", "serve", "work"]


async def serve(config: Config) -> None:
    """Run the daemon until SIGTERM or SIGINT; a second one ends the process at once.

    Raises InvalidArgumentError for a configuration that cannot work, UnavailableError when an address is
    taken, the state folder cannot be used or a worker does not start.
    """
    # only one of the two needs the native core, which takes a while to load
    if config.server.workers:
        from .front import serve as serve_chosen  # noqa: PLC0415
    else:
        from .single import serve as serve_chosen  # noqa: PLC0415
    await serve_chosen(config)


async def work() -> None:
    """Be a worker of a daemon, which says on stdin what to do; ends when told to, or with that daemon."""
    from .worker import run  # noqa: PLC0415 - loads the native core

    await run()
