"""`odindctl capacity`: how much more the daemon can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Verb
from .documents import document

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from odind.client import messages

    from .settings import Settings

_KIB = 1024


@click.command(cls=Verb, example="odindctl capacity\nodindctl capacity --json | jq .more_connections")
@click.pass_obj
def capacity(settings: Settings) -> None:
    """Show how many more connections fit, what limits them, and what is in use.

    The figures assume connections that speak and hear one peer all the time, in 48 kHz mono. Pass-through
    connections carry Opus packets unchanged. `limited by` lists what each bottleneck alone would admit.
    A member of a fleet also shows what all of them have room for.
    """
    answer = settings.ask(lambda daemon: daemon.capacity())
    settings.show(document(answer), _text(answer))


def _text(answer: messages.GetCapacityResponse) -> str:
    first, instead = _words(answer, "bottleneck"), _words(answer, "pass_through_bottleneck")
    lines = [
        f"more connections   {answer.more_connections}, limited by {first}",
        f"more pass-through  {answer.more_pass_through}, limited by {instead}",
        "",
        _row("limited by", "connections", "pass-through"),
        *(_row(_words(one, "bottleneck"), one.connections, one.pass_through) for one in answer.bounds),
        "",
        _row("cost of one", "connections", "pass-through"),
        *_costs(answer.connection_cost, answer.pass_through_cost),
        "",
        *_use(answer.use),
        *(_fleet(answer.fleet) if answer.HasField("fleet") else ()),
    ]
    return "\n".join(lines)


def _costs(samples: messages.ConnectionCost, opus: messages.ConnectionCost) -> list[str]:
    return [
        _row("loop, us per 20 ms", f"{samples.loop_us:.0f}", f"{opus.loop_us:.0f}"),
        _row("all, us per 20 ms", f"{samples.cpu_us:.0f}", f"{opus.cpu_us:.0f}"),
        _row("memory, KiB", samples.memory_bytes // _KIB, opus.memory_bytes // _KIB),
    ]


def _use(use: messages.CapacityUse) -> list[str]:
    rows = {
        "processes": use.processes,
        "connections": use.connections,
        "audio streams": use.audio_streams,
        "loop": f"{use.loop_cores:.1%}",
        "all threads": f"{use.cpu_cores:.1%}",
        "memory, KiB": use.memory_bytes // _KIB,
    }
    return [_row("in use", "", ""), *(_row(name, value, "") for name, value in rows.items())]


def _fleet(fleet: messages.FleetCapacity) -> list[str]:
    rows = {
        "members": fleet.members,
        "connections": fleet.connections,
        "more connections": fleet.more_connections,
    }
    return ["", _row("fleet", "", ""), *(_row(name, value, "") for name, value in rows.items())]


def _row(name: str, first: object, second: object) -> str:
    return f"{name:18}{first!s:>12}{second!s:>14}".rstrip()


def _words(message: Message, name: str) -> str:
    return str(document(message)[name]).replace("_", " ")
