"""The verbs of `odindctl managed` about sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from .commands import Verb
from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from odind.client import Daemon, messages
    from odind.core.values.json_text import JsonValue

    from .settings import Settings

_SESSIONS: Final = ("SESSION", "ROOM", "STARTED", "ENDED", "REASON", "USERS", "GAPS")
_PARTICIPANTS: Final = ("USER", "NAME", "KIND", "THERE", "STAYS", "FIRST SEEN", "TALK", "LOST")
_session: Final = click.argument("session_id", metavar="SESSION")


@click.command(
    cls=Verb,
    example="odindctl managed sessions\nodindctl managed sessions lobby --ongoing\n"
    "odindctl managed sessions --over -o jsonl",
)
@click.argument("room_id", metavar="[ROOM]", default="")
@click.option("--ongoing/--over", default=None, help="Only sessions that go on, or that are over.")
@click.pass_obj
def sessions(settings: Settings, room_id: str, *, ongoing: bool | None) -> None:
    """List sessions, of one room or of all, those that began last first."""

    async def every(daemon: Daemon) -> list[messages.RoomSession]:
        return [one async for one in daemon.managed.sessions(room_id, ongoing=ongoing)]

    found = settings.ask(every)
    settings.show_list("sessions", [document(one) for one in found], map(_row, found), header=_SESSIONS)


@click.command(cls=Verb, example="odindctl managed session s4f0a2b3c4d5e6f70")
@_session
@click.pass_obj
def session(settings: Settings, session_id: str) -> None:
    """Show a session."""
    found = settings.ask(lambda daemon: daemon.managed.session(session_id))
    settings.show(document(found), _text(found))


@click.command(cls=Verb, example="odindctl managed end s4f0a2b3c4d5e6f70")
@_session
@click.pass_obj
def end(settings: Settings, session_id: str) -> None:
    """End a session, and remove everybody who is in the room."""
    ended = settings.ask(lambda daemon: daemon.managed.end_session(session_id))
    settings.show(document(ended), _text(ended))


@click.command(
    cls=Verb,
    example="odindctl managed participants s4f0a2b3c4d5e6f70\n"
    "odindctl managed participants s4f0a2b3c4d5e6f70 --present",
)
@_session
@click.option("--present", is_flag=True, help="Only those who are there now.")
@click.pass_obj
def participants(settings: Settings, session_id: str, *, present: bool) -> None:
    """List who was in a session, with the times of all stays in the JSON."""

    async def every(daemon: Daemon) -> list[messages.Participant]:
        return [one async for one in daemon.managed.participants(session_id, present=present)]

    found = settings.ask(every)
    rows = map(_participant_row, found)
    settings.show_list("participants", [document(one) for one in found], rows, header=_PARTICIPANTS)


@click.command(cls=Verb, example="odindctl managed remove s4f0a2b3c4d5e6f70 bob")
@_session
@click.argument("user_id", metavar="USER")
@click.pass_obj
def remove(settings: Settings, session_id: str, user_id: str) -> None:
    """Remove USER, who is in a session. How soon USER may come back is the gateway's decision."""
    settings.ask(lambda daemon: daemon.managed.remove_participant(session_id, user_id))
    shown: dict[str, JsonValue] = {"session_id": session_id, "user_id": user_id, "removed": True}
    settings.show(shown, printable(f"removed {user_id}"))


def _row(one: messages.RoomSession) -> list[str]:
    return [
        one.session_id,
        printable(one.room_id),
        one.started_at.ToJsonString(),
        _ended(one),
        _reason(one),
        str(one.participant_count),
        str(len(one.gaps)),
    ]


def _participant_row(one: messages.Participant) -> list[str]:
    first = one.stays[0].joined_at.ToJsonString() if one.stays else "-"
    kind, there = "bot" if one.bot else "human", "yes" if one.present else "no"
    stays = str(len(one.stays) + one.stays_left_out)
    talk = one.talk.ToJsonString()
    lost = f"{one.packets_lost}/{one.packets_lost + one.packets}"
    return [printable(one.user_id), printable(one.name), kind, there, stays, first, talk, lost]


def _text(one: messages.RoomSession) -> str:
    lines = (
        ("session", one.session_id),
        ("room", one.room_id),
        ("started", one.started_at.ToJsonString()),
        ("ended", _ended(one)),
        ("reason", _reason(one)),
        ("problem", one.problem or "-"),
        ("users", f"{one.participant_count}, {one.present_count} of them there"),
        ("talk", f"{one.talk.ToJsonString()}, {one.overlap.ToJsonString()} of it at once"),
        ("gaps", str(len(one.gaps))),
    )
    return "\n".join(f"{name:<9} {printable(value)}" for name, value in lines)


def _ended(one: messages.RoomSession) -> str:
    return one.ended_at.ToJsonString() if one.HasField("ended_at") else "-"


def _reason(one: messages.RoomSession) -> str:
    return str(document(one)["reason"]).replace("_", " ") if one.reason else "-"
