"""`odindctl events`: what happens in the rooms, as it happens."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from .commands import Verb
from .connection_option import find_connection
from .documents import cipher_word, event_document, snapshot_document
from .lease_text import lease_detail
from .numbers import COUNT, SEQUENCE
from .player_text import player_detail
from .printable import printable, printable_payload
from .rooms_peer_options import rooms_text
from .spans import Span, ago

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta

    from odind.client import Daemon, Event, EventWatch, FleetStanding, messages

    from .settings import Settings


class Where(TypedDict):
    """The options that say where to begin, and what to leave out."""

    after: int | None
    since: timedelta | None
    consumer: str
    kinds: tuple[str, ...]
    room_ids: tuple[str, ...]


@click.command(
    cls=Verb,
    example="odindctl events\n"
    "odindctl events c-1 --count 10\n"
    "odindctl events --since 10m --kind peer_joined --kind peer_left\n"
    "odindctl events --from 4711 --room lobby --follow\n"
    "odindctl events --consumer billing --json\n"
    "odindctl events --fleet --since 10m --follow\n"
    "odindctl events --json | jq -c 'select(.kind == \"message_received\")'",
)
@click.argument("names", metavar="[CONNECTION]...", nargs=-1)
@click.option("--count", type=COUNT, help="End after this number of events.")
@click.option("--from", "after", type=SEQUENCE, metavar="N", help="Begin after the event of this number.")
@click.option("--since", type=Span(), help="Begin so long ago: 90s, 10m, 2h.")
@click.option(
    "--consumer", default="", help="Begin after what this consumer has; acknowledge what is printed."
)
@click.option("--kind", "kinds", multiple=True, help="Print this kind alone, as peer_joined. Repeatable.")
@click.option("--room", "room_ids", multiple=True, help="Print what happens in this room alone. Repeatable.")
@click.option(
    "--fleet", is_flag=True, help="Print what happens on all members of the fleet, in one sequence."
)
@click.option("--follow", is_flag=True, help="With --from or --since: go on with what is to come.")
@click.pass_obj
def events(
    settings: Settings,
    /,
    names: tuple[str, ...],
    count: int | None,
    *,
    fleet: bool,
    follow: bool,
    **where: Unpack[Where],
) -> None:
    """Print the events of the named connections, or of all present and future ones, until Ctrl-C.

    A snapshot comes first; --count does not count it. With --from and --since there is none, and without
    --follow what has happened is printed and no more. With --json each line is one document, and its `kind`
    says what it is.
    """
    past = [place for place in (where["after"], where["since"]) if place is not None]
    if len(past) + bool(where["consumer"]) > 1:
        raise click.UsageError("give one of --from, --since and --consumer")
    if fleet and where["consumer"]:
        raise click.UsageError("a consumer is of one member: give --fleet without it")

    async def work(daemon: Daemon) -> None:
        connection_ids = [await find_connection(daemon, name) for name in names]
        watch = daemon.watch_events(
            *connection_ids,
            after_sequence=where["after"],
            since=ago(where["since"]),
            consumer=where["consumer"],
            kinds=where["kinds"],
            room_ids=where["room_ids"],
            until_now=bool(past) and not follow,
            fleet=fleet,
        )
        async for event in _shown(settings, watch, count):
            if where["consumer"]:
                await daemon.acknowledge_events(where["consumer"], event.sequence)

    settings.follow(work)


async def _shown(settings: Settings, watch: EventWatch, count: int | None) -> AsyncIterator[Event]:
    """Print what comes, `count` events or all until the watch ends, and yield each event."""
    from odind.client import Event, FleetStanding  # noqa: PLC0415 - loading gRPC takes a while

    left = math.inf if count is None else count
    async for item in watch:
        if isinstance(item, FleetStanding):
            settings.show(_standing_document(item), _standing_line(item))
        elif not isinstance(item, Event):
            settings.show(snapshot_document(item), _snapshot_line(item))
        elif left:
            settings.show(event_document(item.message), _event_line(item.message))
            yield item
            left -= 1
        if not left:
            return


def _snapshot_line(snapshot: messages.Snapshot) -> str:
    rooms = [f"{view.connection_id} in {view.room_id}" for view in snapshot.connections]
    missing = f"  without {', '.join(snapshot.unreachable)}" if snapshot.unreachable else ""
    return printable(f"{snapshot.sequence:>6}  watching {', '.join(rooms) or 'for connections'}{missing}")


def _standing_document(standing: FleetStanding) -> dict[str, object]:
    return {"kind": "fleet_standing", "sequence": standing.sequence, "problem": standing.problem}


def _standing_line(standing: FleetStanding) -> str:
    return printable(
        f"events are late: {standing.problem}" if standing.problem else "events are in time again"
    )


def _event_line(event: messages.Event) -> str:
    """Return the event as one line: sequence, time, connection, what happened, and to whom."""
    kind = event.WhichOneof("kind") or "unknown"
    moment = event.time.ToDatetime().strftime("%H:%M:%S.%f")[:-3]
    about = "".join(f"{one}  " for one in (event.member, event.connection_id) if one)
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
            told = rooms_text(peer.rooms) if peer.HasField("rooms") else printable_payload(peer.user_data)
            return f"peer {peer.peer_id} {peer.user_id}{cipher}  {told}"
        case "cannot_decrypt":
            return ", ".join(f"peer {one.peer_id} {one.user_id}" for one in event.cannot_decrypt.peers)
        case "media_added" | "media_removed":
            source = getattr(event, kind)
            return f"peer {source.peer_id} {source.user_id}  media {source.media_id}"
        case "speaking_started" | "speaking_stopped" | "peer_moved":
            doing = getattr(event, kind)
            places = [f"{p.channel}:{p.x:g},{p.y:g},{p.z:g}" for p in event.peer_moved.positions]
            return f"peer {doing.peer_id} {doing.user_id}  {' '.join(places)}" if doing.peer_id else "we"
        case "message_received":
            heard = event.message_received
            sender = f"peer {heard.sender_peer_id} {heard.sender_user_id}"
            return f"{sender}  {heard.chat or printable_payload(heard.message)}"
    return lease_detail(event, kind) or player_detail(event, kind) or _daemon_detail(event)


def _daemon_detail(event: messages.Event) -> str:
    draining = event.daemon_draining
    if draining.HasField("deadline"):
        return f"until {draining.deadline.ToJsonString()}"
    if event.HasField("spool_filling"):
        return f"{event.spool_filling.waiting_bytes} of {event.spool_filling.max_bytes} bytes"
    return str(event.daemon_stopping.reason or event.store_failed.detail)
