"""`odindctl managed`: rooms that the daemon keeps, and their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from .commands import Noun
from .documents import document
from .managed_options import settings_of, settings_options
from .managed_sessions import end, participants, remove, session, sessions
from .printable import printable
from .spans import Span

if TYPE_CHECKING:
    from datetime import timedelta

    from odind.client import Daemon, messages

    from .settings import Settings

_HEADER: Final = ("ROOM", "CUSTOM ID", "STATE", "PEERS", "HUMANS", "SESSION", "TAGS")
_room: Final = click.argument("room_id", metavar="ROOM")


@click.group(cls=Noun)
def managed() -> None:
    """Keep rooms: let users in, observe who is there, end sessions by rule, and look at past ones."""


for _verb in (sessions, session, end, participants, remove):
    managed.add_command(_verb)


@managed.command(
    example="odindctl managed create\n"
    "odindctl managed create lobby --max-peers 20 --tag eu\n"
    "odindctl managed create --custom-id match-17 --one-session --duration 90m --silence 10m"
)
@click.argument("room_id", metavar="[ROOM]", default="")
@click.option("--custom-id", default="", help="What you call it; the same again returns the same room.")
@settings_options
@click.pass_obj
def create(settings: Settings, room_id: str, custom_id: str, given: dict[str, Any]) -> None:
    """Have a room kept, under a new id unless ROOM names one."""
    wanted, _ = settings_of(given)
    made = settings.ask(lambda daemon: daemon.managed.create(room_id, custom_id=custom_id, settings=wanted))
    settings.show(document(made), made.room_id, f"managed; {made.managed_id}")


@managed.command(example="odindctl managed show lobby")
@_room
@click.pass_obj
def show(settings: Settings, room_id: str) -> None:
    """Show a room, and what goes on in it."""
    found = settings.ask(lambda daemon: daemon.managed.get(room_id))
    settings.show(document(found), _text(found))


@managed.command("list", example="odindctl managed list\nodindctl managed list --tag eu --enabled -o jsonl")
@click.option("--tag", "tags", multiple=True, help="Only rooms with this tag; all of several.")
@click.option("--custom-id", default="", help="Only the room that you call so.")
@click.option("--enabled/--deactivated", default=None, help="Only rooms that may be used, or may not.")
@click.pass_obj
def list_(settings: Settings, tags: tuple[str, ...], *, custom_id: str, enabled: bool | None) -> None:
    """List the rooms, oldest first."""

    async def every(daemon: Daemon) -> list[messages.ManagedRoom]:
        rooms = daemon.managed.rooms(tags=tags, custom_id=custom_id, enabled=enabled)
        return [room async for room in rooms]

    found = settings.ask(every)
    settings.show_list("rooms", [document(one) for one in found], map(_row, found), header=_HEADER)


@managed.command(
    example="odindctl managed update lobby --max-peers 50\nodindctl managed update lobby --duration 2h"
)
@_room
@settings_options
@click.pass_obj
def update(settings: Settings, room_id: str, given: dict[str, Any]) -> None:
    """Change a room. All rules of sessions are replaced when one of them is given."""
    wanted, fields = settings_of(given)
    if not fields:
        raise click.UsageError("say what to change; --help lists it")
    changed = settings.ask(lambda daemon: daemon.managed.update(room_id, wanted, fields))
    settings.show(document(changed), _text(changed))


@managed.command(example="odindctl managed validate lobby")
@_room
@click.pass_obj
def validate(settings: Settings, room_id: str) -> None:
    """Tell whether a room is managed, and may be used."""
    found = settings.ask(lambda daemon: daemon.managed.validate(room_id))
    state = "enabled" if found.enabled else "deactivated" if found.managed else "not managed"
    settings.show(document(found), printable(f"{room_id} is {state}"))


@managed.command(example="odindctl managed enable lobby")
@_room
@click.pass_obj
def enable(settings: Settings, room_id: str) -> None:
    """Let a room be used again."""
    found = settings.ask(lambda daemon: daemon.managed.enable(room_id))
    settings.show(document(found), printable(f"{room_id} is enabled"))


@managed.command(example="odindctl managed deactivate lobby")
@_room
@click.pass_obj
def deactivate(settings: Settings, room_id: str) -> None:
    """End the session of a room, and let it be used no more."""
    found = settings.ask(lambda daemon: daemon.managed.deactivate(room_id))
    settings.show(document(found), printable(f"{room_id} is deactivated"))


@managed.command(example="odindctl managed delete lobby")
@_room
@click.pass_obj
def delete(settings: Settings, room_id: str) -> None:
    """End the session of a room, and keep the room no more. Its past sessions stay."""
    settings.ask(lambda daemon: daemon.managed.delete(room_id))
    settings.show({"room_id": room_id, "deleted": True}, printable(f"{room_id} is not managed any more"))


@managed.command(example="odindctl managed token lobby anna\nodindctl managed token lobby anna --lifetime 1h")
@_room
@click.argument("user_id", metavar="USER")
@click.option("--lifetime", type=Span(), help="How long it lets USER in. Default: 5m.")
@click.pass_obj
def token(settings: Settings, room_id: str, user_id: str, lifetime: timedelta | None) -> None:
    """Print a token with which USER can join ROOM, and where: a secret."""
    made = settings.ask(lambda daemon: daemon.managed.create_join_token(room_id, user_id, lifetime))
    settings.show(document(made), made.token, f"gateway {made.gateway}")


def _row(room: messages.ManagedRoom) -> list[str]:
    return [
        printable(room.room_id),
        printable(room.custom_id),
        "enabled" if room.enabled else "deactivated",
        str(room.peer_count),
        str(room.human_count),
        room.session_id or "-",
        printable(" ".join(room.settings.tags)),
    ]


def _text(room: messages.ManagedRoom) -> str:
    observer = room.observer_id or room.observer_problem or "-"
    lines = (
        ("room", room.room_id),
        ("custom id", room.custom_id or "-"),
        ("state", "enabled" if room.enabled else "deactivated"),
        ("session", room.session_id or "-"),
        ("peers", f"{room.peer_count}, {room.human_count} of them humans"),
        ("observer", observer),
        ("tags", " ".join(room.settings.tags) or "-"),
        ("updated", room.updated_at.ToJsonString()),
    )
    return "\n".join(f"{name:<10} {printable(value)}" for name, value in lines)
