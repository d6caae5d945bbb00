"""`odindctl upgrade`: have the installed version of odind take over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from .commands import Verb
from .printable import printable

if TYPE_CHECKING:
    from odind.client import Daemon

    from .settings import Settings

_PAUSE_S: Final = 0.1


@click.command(cls=Verb, example="odindctl upgrade\nodindctl upgrade --json | jq .version")
@click.pass_obj
def upgrade(settings: Settings) -> None:
    """Have the version of odind that is installed now take over, with the settings as they are now.

    First it checks, for some seconds, all that it needs to start; when it would not, the daemon goes on, and
    the error UPGRADE_FAILED says why. Connections come back under their ids after a silence of a few seconds.
    The verb returns when the new version serves.
    """

    async def work(daemon: Daemon) -> str:
        before = (await daemon.info()).started_at
        version = await daemon.upgrade()
        await _until_it_serves(settings, before.ToMicroseconds())
        return version

    version = settings.ask(work)
    settings.show({"version": version}, printable(f"odind {version} serves"))


async def _until_it_serves(settings: Settings, before: int) -> None:
    """Wait until the daemon is one that has started after another; raises what its calls raise at last."""
    import asyncio  # noqa: PLC0415 - see Settings

    from odind.client import wait_until_serving  # noqa: PLC0415

    while await _started_at(settings) <= before:
        await asyncio.sleep(_PAUSE_S)
        await wait_until_serving(settings.target, seconds=settings.timeout)


async def _started_at(settings: Settings) -> int:
    """Return when the daemon has started, 0 while none answers, or one that stops cancels the call."""
    import grpc  # noqa: PLC0415 - see Settings

    from odind.client import connect  # noqa: PLC0415
    from odind.core.errors import UnavailableError  # noqa: PLC0415

    try:
        async with connect(settings.target, call_timeout=settings.timeout) as daemon:
            return (await daemon.info()).started_at.ToMicroseconds()
    except UnavailableError:
        return 0
    except grpc.aio.AioRpcError as failure:
        if failure.code() is grpc.StatusCode.CANCELLED:
            return 0
        raise
