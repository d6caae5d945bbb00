"""`odindctl info`: the daemon itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .commands import Verb
from .documents import document
from .printable import printable

if TYPE_CHECKING:
    from odind.client import messages

    from .settings import Settings


@click.command(cls=Verb, example="odindctl info\nodindctl info --json | jq .limits")
@click.pass_obj
def info(settings: Settings) -> None:
    """Show the daemon's version, runtime, gateway, grid and limits."""
    answer = settings.ask(lambda daemon: daemon.info())
    settings.show(document(answer), _text(answer))


def _text(answer: messages.GetInfoResponse) -> str:
    runtime, limits = answer.runtime, answer.limits
    rows = {
        "odind": answer.version,
        "runtime": f"{runtime.name} {runtime.version} (ODIN {runtime.generation}.x)",
        "gateway": answer.gateway,
        "grid": f"{answer.grid.gateway}, key {answer.grid.key_id}" if answer.HasField("grid") else "off",
        "ready since": answer.started_at.ToJsonString(),
        "limits": f"{limits.max_connections} connections, {limits.max_audio_streams} audio streams, "
        f"user data {limits.max_user_data_bytes} bytes, messages {limits.max_message_bytes} bytes",
    }
    if answer.gateways:
        rows["named"] = ", ".join(f"{gateway.name} ({gateway.url})" for gateway in answer.gateways)
    if answer.HasField("draining"):
        rows["draining"] = _draining(answer.draining)
    return "\n".join(f"{name:12} {printable(value)}" for name, value in rows.items())


def _draining(draining: messages.DaemonDraining) -> str:
    deadline = f", or {draining.deadline.ToJsonString()}" if draining.HasField("deadline") else ""
    return f"until the last connection has left{deadline}"
