"""`odindctl audio stats`: the counters of the daemon's connections."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from .commands import Verb
from .connection_option import find_connection
from .documents import document
from .numbers import Number
from .printable import printable

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from odind.client import Daemon, messages

    from .settings import Settings


@click.command(
    cls=Verb,
    example="odindctl audio stats\n"
    "odindctl audio stats c-1 --watch --interval 0.5\n"
    "odindctl audio stats --json | jq '.connections[].link.rtt_ms'",
)
@click.argument("names", metavar="[CONNECTION]...", nargs=-1)
@click.option("--watch", is_flag=True, help="Repeat until Ctrl-C.")
@click.option(
    "--interval",
    type=Number(0.1, 60),
    default=1.0,
    show_default=True,
    help="Seconds between two readings.",
)
@click.pass_obj
def stats(settings: Settings, names: tuple[str, ...], *, watch: bool, interval: float) -> None:
    """Show the counters of the named or of all connections: link, streams, jitter buffers, ticks."""

    async def follow(daemon: Daemon) -> None:
        connection_ids = [await find_connection(daemon, name) for name in names]
        moments = daemon.watch_statistics(*connection_ids, interval=timedelta(seconds=interval))
        async for moment in moments:
            text = "\n".join(line for one in moment.connections for line in _lines(one))
            settings.show({"kind": "statistics", **document(moment)}, text or "no connections")
            if not watch:
                moments.close()
                return

    settings.follow(follow)


def _lines(one: messages.ConnectionStatistics) -> list[str]:
    """Return the counters of a connection as lines of text; most zeros are left out."""
    link = "not connected"
    if one.HasField("link"):
        path = one.link
        link = (
            f"rtt {path.rtt_ms:.1f} ms, sent {path.tx_datagrams} ({path.tx_bytes} bytes, "
            f"{path.tx_loss:.1%} lost), received {path.rx_datagrams} ({path.rx_bytes} bytes)"
        )
    lines = [
        printable(one.connection_id),
        f"  link     {link}",
        f"  voice    sent {one.voice_sent}, received {one.voice_received}, malformed {one.malformed}",
    ]
    if one.messages_dropped:
        lines.append(f"  messages {one.messages_dropped} dropped")
    lines += [f"  stream   {_counters(stream, 'spoken_samples')}" for stream in one.streams]
    lines += [f"  peer {peer.peer_id:<4}{_counters(peer, 'packets_seen', 'peer_id')}" for peer in one.peers]
    return [*lines, f"  ticks    {one.pace.ticks}, {one.pace.late} late, {one.pace.given_up} given up"]


def _counters(message: Message, *always: str) -> str:
    shown = {name: value for name, value in document(message).items() if value or name in always[:1]}
    return ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in shown.items() if name not in always[1:]
    )
