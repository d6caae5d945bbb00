"""`odindctl events`: what happens in the rooms, as it happens."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, cast

import click

from .commands import Verb
from .connection_option import find_connection
from .documents import cipher_word, event_document, snapshot_document
from .lease_text import lease_detail
from .numbers import COUNT
from .printable import printable, printable_payload

if TYPE_CHECKING:
    from odind.client import Daemon, Event, EventWatch, messages

    from .settings import Settings


@click.command(
    cls=Verb,
    example="odindctl events\n"
    "odindctl events c-1 --count 10\n"
    "odindctl events --json | jq -c 'select(.kind == \"message_received\")'",
)
@click.argument("names", metavar="[CONNECTION]...", nargs=-1)
@click.option("--count", type=COUNT, help="End after this number of events.")
@click.pass_obj
def events(settings: Settings, names: tuple[str, ...], count: int | None) -> None:
    """Print the events of the named connections, or of all present and future ones, until Ctrl-C.

    A snapshot comes first; --count does not count it. With --json each line is one document, and its `kind`
    says what it is.
    """

    async def work(daemon: Daemon) -> None:
        connection_ids = [await find_connection(daemon, name) for name in names]
        await _follow(settings, daemon.watch_events(*connection_ids), count)

    settings.follow(work)


async def _follow(settings: Settings, watch: EventWatch, count: int | None) -> None:
    """Print the snapshot, then `count` events, or all until the watch ends."""
    snapshot = cast("messages.Snapshot | None", await anext(watch, None))
    if snapshot is None:
        return
    settings.show(snapshot_document(snapshot), _snapshot_line(snapshot))
    for _ in itertools.count() if count is None else range(count):
        event = cast("Event | None", await anext(watch, None))
        if event is None:
            return
        settings.show(event_document(event.message), _event_line(event.message))


def _snapshot_line(snapshot: messages.Snapshot) -> str:
    rooms = [f"{view.connection_id} in {view.room_id}" for view in snapshot.connections]
    return printable(f"{snapshot.sequence:>6}  watching {', '.join(rooms) or 'for connections'}")


def _event_line(event: messages.Event) -> str:
    """Return the event as one line: sequence, time, connection, what happened, and to whom."""
    kind = event.WhichOneof("kind") or "unknown"
    moment = event.time.ToDatetime().strftime("%H:%M:%S.%f")[:-3]
    about = f"{event.connection_id}  " if event.connection_id else ""
    head = f"{event.sequence:>6}  {moment}  {about}{kind.replace('_', ' ')}"
    return printable(f"{head}  {_detail(event, kind)}".rstrip())


def _detail(event: messages.Event, kind: str) -> str:  # noqa: PLR0911 - one return per kind
    match kind:
        case "joined":
            view = event.joined.connection
            return f"{view.room_id} as {view.user_id} (peer {view.own_peer_id})"
        case "reconnecting" | "left":
            return str(getattr(event, kind).detail)
        case "peer_joined" | "peer_changed" | "peer_left":
            peer: messages.Peer = getattr(event, kind).peer
            cipher = f"  ({cipher_word(peer)})" if peer.cipher_status else ""
            return f"peer {peer.peer_id} {peer.user_id}{cipher}  {printable_payload(peer.user_data)}"
        case "cannot_decrypt":
            return ", ".join(f"peer {one.peer_id} {one.user_id}" for one in event.cannot_decrypt.peers)
        case "speaking_started" | "speaking_stopped" | "peer_moved":
            doing = getattr(event, kind)
            places = [f"{p.channel}:{p.x:g},{p.y:g},{p.z:g}" for p in event.peer_moved.positions]
            return f"peer {doing.peer_id} {doing.user_id}  {' '.join(places)}" if doing.peer_id else "we"
        case "message_received":
            heard = event.message_received
            sender = f"peer {heard.sender_peer_id} {heard.sender_user_id}"
            return f"{sender}  {printable_payload(heard.message)}"
    return lease_detail(event, kind) or _daemon_detail(event)


def _daemon_detail(event: messages.Event) -> str:
    draining = event.daemon_draining
    if draining.HasField("deadline"):
        return f"until {draining.deadline.ToJsonString()}"
    return str(event.daemon_stopping.reason)
