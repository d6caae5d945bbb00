"""`odindctl drain`: have the daemon stop once its connections have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from odind.core.errors import FailedPreconditionError

from .commands import Verb
from .documents import document
from .printable import printable
from .spans import Span

if TYPE_CHECKING:
    from datetime import timedelta

    from odind.client import Daemon, EventWatch, messages

    from .settings import Settings


@click.command(
    cls=Verb,
    example="odindctl drain\nodindctl drain --deadline 5h --follow\nodindctl drain --undo",
)
@click.option("--deadline", type=Span(), help="Stop then in any case: 90s, 5m, 5h. Default: never.")
@click.option("--follow", is_flag=True, help="Say who leaves, and return when the daemon stops.")
@click.option("--undo", is_flag=True, help="Join rooms again, and do not stop.")
@click.pass_obj
def drain(settings: Settings, deadline: timedelta | None, *, follow: bool, undo: bool) -> None:
    """Have the daemon join no more rooms, and stop when its last connection has left, or at the deadline.

    Everything else goes on until then. With --follow, Ctrl-C ends this verb and not the drain, and an --undo
    from elsewhere is the error DRAIN_UNDONE.
    """
    if undo and (follow or deadline is not None):
        raise click.UsageError("--undo goes with no other option")
    if undo:
        settings.ask(lambda daemon: daemon.undrain())
        settings.show({"draining": None}, "joins rooms again")
        return

    async def work(daemon: Daemon) -> None:
        watch = daemon.watch_events() if follow else None
        if watch:
            await anext(watch, None)  # before the drain, to miss nothing of it
        answer = await daemon.drain(deadline)
        settings.show(document(answer), _text(answer))
        if watch:
            await _follow(settings, watch)

    settings.ask(work)


async def _follow(settings: Settings, watch: EventWatch) -> None:
    """Tell who leaves until the daemon ends the watch; raises FailedPreconditionError DRAIN_UNDONE."""
    from odind.client import ConnectionLeft, DaemonReady, Event  # noqa: PLC0415 - loading gRPC takes a while

    async for item in watch:
        match item:
            case Event(ConnectionLeft(), connection_id=connection_id):
                settings.remark(printable(f"left: {connection_id}"))
            case Event(DaemonReady()):
                raise FailedPreconditionError("DRAIN_UNDONE", "somebody has undone the drain")
            case _:
                pass
    settings.remark("the daemon stops")


def _text(answer: messages.DrainResponse) -> str:
    count = answer.connections
    waits = f"drains: {count} connection{'' if count == 1 else 's'} to leave"
    deadline = answer.draining.deadline
    return f"{waits}, until {deadline.ToJsonString()}" if answer.draining.HasField("deadline") else waits
