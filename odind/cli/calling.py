"""`odindctl call`: any RPC of the daemon, by its name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from .commands import Verb

if TYPE_CHECKING:
    from odind.client import Daemon

    from .settings import Settings

_STDIN: Final = ("-",)


@click.command(
    cls=Verb,
    example="odindctl call --list\n"
    'odindctl call RoomService/JoinRoom \'{"room_id": "lobby", "user_id": "alice"}\'\n'
    "odindctl call RoomService/WatchEvents | jq .event\n"
    "odindctl call odind.v1.ServerService/GetInfo",
)
@click.argument("method", metavar="[SERVICE/METHOD]", default="")
@click.argument("requests", metavar="[JSON]...", nargs=-1)
@click.option("--list", "listing", is_flag=True, help="Print the names of all methods.")
@click.pass_obj
def call(settings: Settings, method: str, requests: tuple[str, ...], *, listing: bool) -> None:
    """Call a method of the daemon, and print each of its answers as a document of JSON, until Ctrl-C.

    JSON is the request as in proto3 JSON, with names as in the proto or in camel case; {} by default. - reads
    requests from stdin, one a line. Only a method that takes a stream takes several.
    """
    if listing == bool(method):
        raise click.UsageError("give SERVICE/METHOD, or --list")

    from odind.client import methods  # noqa: PLC0415 - loading gRPC takes a while

    if listing:
        names = methods()
        settings.show_list(
            "methods", [{"method": name} for name in names], ([n] for n in names), header=["METHOD"]
        )
        return

    async def work(daemon: Daemon) -> None:
        texts = [line for line in sys.stdin if line.strip()] if requests == _STDIN else requests or ["{}"]
        async for answer in daemon.calls.call(method, texts):
            settings.show_document(answer)

    settings.follow(work)
