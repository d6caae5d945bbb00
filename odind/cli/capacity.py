"""`odindctl capacity`: how much more the daemon can take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .commands import Verb
from .documents import document

if TYPE_CHECKING:
    from odind.client import messages

    from .settings import Settings

_KIB = 1024


@click.command(cls=Verb, example="odindctl capacity\nodindctl capacity --json | jq .more_connections")
@click.pass_obj
def capacity(settings: Settings) -> None:
    """Show how many more connections fit, what runs out first, and what is in use.

    A connection is reckoned to speak and to hear one peer all the time in 48 kHz mono; pass-through takes
    Opus packets as they are. Bounds say what each bottleneck would let in by itself.
    """
    answer = settings.ask(lambda daemon: daemon.capacity())
    shown = document(answer)
    settings.show(shown, _text(answer, shown))


def _text(answer: messages.GetCapacityResponse, shown: dict[str, Any]) -> str:
    first, instead = shown["bottleneck"], shown["pass_through_bottleneck"]
    bounds = (
        (_said(bound["bottleneck"]), bound["connections"], bound["pass_through"]) for bound in shown["bounds"]
    )
    lines = [
        f"more connections   {answer.more_connections}, then {_said(first)} runs out",
        f"more pass-through  {answer.more_pass_through}, then {_said(instead)} runs out",
        "",
        _row("bound by", "connections", "pass-through"),
        *(_row(*bound) for bound in bounds),
        "",
        _row("cost of one", "connections", "pass-through"),
        *_costs(answer.connection_cost, answer.pass_through_cost),
        "",
        *_use(answer.use),
    ]
    return "\n".join(lines)


def _costs(samples: messages.ConnectionCost, opus: messages.ConnectionCost) -> list[str]:
    return [
        _row("loop, us in 20 ms", f"{samples.loop_us:.0f}", f"{opus.loop_us:.0f}"),
        _row("all, us in 20 ms", f"{samples.cpu_us:.0f}", f"{opus.cpu_us:.0f}"),
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


def _row(name: str, first: object, second: object) -> str:
    return f"{name:18}{first!s:>12}{second!s:>14}".rstrip()


def _said(word: str) -> str:
    return word.replace("_", " ")
