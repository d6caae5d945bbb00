"""`odindctl consumer`: programs that read the events under a name, and how far each of them has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from .commands import Noun
from .documents import document
from .numbers import SEQUENCE
from .printable import printable

if TYPE_CHECKING:
    from odind.client import messages

    from .settings import Settings

_HEADER: Final = ("CONSUMER", "ACKNOWLEDGED", "AT")


@click.group(cls=Noun)
def consumer() -> None:
    """Show how far the consumers of events have come, and move them; `events --consumer` makes one."""


@consumer.command("list", example="odindctl consumer list\nodindctl consumer list -o jsonl")
@click.pass_obj
def list_(settings: Settings) -> None:
    """List the consumers by their names."""
    found = settings.ask(lambda daemon: daemon.consumers())
    settings.show_list("consumers", [document(one) for one in found], map(_row, found), header=_HEADER)


@consumer.command(example="odindctl consumer acknowledge billing 4711")
@click.argument("name")
@click.argument("sequence", type=SEQUENCE)
@click.pass_obj
def acknowledge(settings: Settings, name: str, sequence: int) -> None:
    """Note that a consumer has dealt with all events up to one. It never goes back."""
    moved = settings.ask(lambda daemon: daemon.acknowledge_events(name, sequence))
    settings.show(document(moved), printable(f"{moved.name} has come to {moved.acknowledged}"))


@consumer.command(example="odindctl consumer delete billing")
@click.argument("name")
@click.pass_obj
def delete(settings: Settings, name: str) -> None:
    """Forget a consumer; a watch with its name makes it anew."""
    settings.ask(lambda daemon: daemon.delete_consumer(name))
    settings.show({"name": name, "deleted": True}, printable(f"forgot {name}"))


def _row(one: messages.Consumer) -> list[str]:
    return [printable(one.name), str(one.acknowledged), one.acknowledged_at.ToJsonString()]
