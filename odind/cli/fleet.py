"""`odindctl fleet`: the members of the fleet that the daemon is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from .commands import Noun
from .documents import document
from .printable import printable
from .tables import table

if TYPE_CHECKING:
    from google.protobuf.duration_pb2 import Duration

    from odind.client import messages

    from .settings import Settings

_HEADER: Final = ("MEMBER", "STATE", "CONNECTIONS", "MORE", "ADDRESS", "VERSION", "LABELS")


@click.group(cls=Noun)
def fleet() -> None:
    """Show the daemons that answer for one another, and how each stands."""


@fleet.command("list", example="odindctl fleet list\nodindctl fleet list -o jsonl")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the members by their names; a remark says how old the list is when the database is away."""
    answer = settings.ask(lambda daemon: daemon.members())
    found = [document(one) for one in answer.members]
    settings.show_list("members", found, map(_row, answer.members), header=_HEADER)
    if answer.problem:
        settings.remark(printable(f"{answer.problem}; the list is {_seconds(answer.age)} s old"))


@fleet.command(example="odindctl fleet show\nodindctl fleet show voice-1")
@click.argument("name", default="")
@click.pass_obj
def show(settings: Settings, name: str) -> None:
    """Show a member, without NAME the daemon that is asked."""
    member = settings.ask(lambda daemon: daemon.member(name))
    rows = [
        *zip(map(str.lower, _HEADER), _row(member), strict=True),
        ("draining", "yes" if member.draining else "no"),
        ("lease", f"{_seconds(member.lease_left)} s left, the {member.epoch}. of its name"),
        ("clock", f"{_seconds(member.clock_ahead)} s ahead of the database's"),
    ]
    settings.show(document(member), table(rows))


def _row(one: messages.Member) -> list[str]:
    labels = ",".join(f"{name}={value}" for name, value in sorted(one.labels.items()))
    told = (one.name, _state(one), one.connections, one.more_connections, one.address, one.version, labels)
    return [printable(str(cell)) for cell in told]


def _state(one: messages.Member) -> str:
    return str(document(one)["state"]).replace("_", " ")


def _seconds(duration: Duration) -> str:
    return f"{duration.seconds + duration.nanos / 1e9:.1f}"
