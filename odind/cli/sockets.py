"""`odindctl socket`: bytes between stdin, stdout and one peer of a room."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from odind.core.errors import NotFoundError

from .commands import Noun
from .connection_option import chosen_connection, connection_option
from .documents import document
from .printable import printable
from .sound_options import STANDARD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.client import Daemon
    from odind.client.messages import Socket
    from odind.client.sockets import SocketStream

    from .settings import Settings

_BLOCK_BYTES: Final = 65_536
_label: Final = click.option(
    "--label", type=click.IntRange(0, 2**31 - 1), help="What the socket is for. Default: 0."
)
_unreliable: Final = click.option(
    "--unreliable", is_flag=True, help="Messages of at most 1,390 bytes that may be lost."
)


@click.group(cls=Noun)
def socket() -> None:
    """Send bytes to one peer of a room and receive them, through stdin and stdout."""


@socket.command(
    example="odindctl socket listen > received.bin\nodindctl socket listen --label 7 < answer.bin"
)
@connection_option
@_label
@click.pass_obj
def listen(settings: Settings, connection_id: str | None, label: int | None) -> None:
    """Accept the next socket that a peer opens: its bytes go to stdout, those of stdin to the peer.

    It ends once both sides have finished. --label waits for a socket with that label. The summary goes to
    stderr, as a document with -o.
    """

    async def work(daemon: Daemon) -> None:
        chosen = await chosen_connection(daemon, connection_id)
        async with daemon.sockets.listen(chosen) as offers:
            settings.remark("listening")
            offer = await _wanted(offers, label)
            async with daemon.sockets.accept(chosen, offer.socket_id) as stream:
                await _pipe(settings, stream)

    settings.follow(work)


@socket.command(
    example="odindctl socket connect bob\n"
    "odindctl socket connect 4 --label 7 < question.bin > answer.bin\n"
    "tar c folder | odindctl socket connect -c lobby/alice bob"
)
@click.argument("peer")
@connection_option
@_label
@_unreliable
@click.pass_obj
def connect(
    settings: Settings, /, peer: str, connection_id: str | None, *, label: int | None, unreliable: bool
) -> None:
    """Open a socket to PEER, an id or a user id: stdin goes there, what comes back goes to stdout.

    It ends once both sides have finished, and at the end of stdin with --unreliable.
    """

    async def work(daemon: Daemon) -> None:
        chosen = await chosen_connection(daemon, connection_id)
        peer_id = await _peer_id(daemon, chosen, peer)
        opened = daemon.sockets.open(chosen, peer_id, label=label or 0, unreliable=unreliable)
        async with opened as stream:
            await _pipe(settings, stream)

    settings.follow(work)


@socket.command(
    example="odindctl socket send bob picture.jpg\ndate | odindctl socket send 4 - --label 7 --unreliable"
)
@click.argument("peer")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, readable=True, allow_dash=True, path_type=Path)
)
@connection_option
@_label
@_unreliable
@click.pass_obj
def send(
    settings: Settings,
    /,
    peer: str,
    file: Path,
    connection_id: str | None,
    *,
    label: int | None,
    unreliable: bool,
) -> None:
    """Send a FILE, or - for stdin, to PEER, an id or a user id, and return when all is on its way."""

    async def work(daemon: Daemon) -> _Counted:
        chosen = await chosen_connection(daemon, connection_id)
        peer_id = await _peer_id(daemon, chosen, peer)
        opened = daemon.sockets.open(chosen, peer_id, label=label or 0, unreliable=unreliable)
        async with opened as stream:
            counted = _Counted(stream)
            if file == STANDARD:
                await counted.send(sys.stdin.buffer)
            else:
                with file.open("rb") as source:
                    await counted.send(source)
            await stream.sent()
            return counted

    _show(settings, settings.ask(work))


class _Counted:
    """A socket, and how many bytes went each way."""

    def __init__(self, stream: SocketStream) -> None:
        self.stream = stream
        self.sent_bytes = 0
        self.received_bytes = 0

    async def send(self, source: IO[bytes]) -> None:
        """Send what a file or a pipe has, and finish."""
        from .pipes import Piped  # noqa: PLC0415

        size = min(_BLOCK_BYTES, self.stream.max_message_bytes)
        async for data in Piped(source).blocks(size):
            await self.stream.send(data)
            self.sent_bytes += len(data)
        await self.stream.finish()

    async def receive(self, sink: IO[bytes]) -> None:
        """Write what the peer sends."""
        async for data in self.stream:
            sink.write(data)
            sink.flush()
            self.received_bytes += len(data)


async def _pipe(settings: Settings, stream: SocketStream) -> None:
    """Carry stdin to the peer, and the peer to stdout, until the socket is over."""
    import asyncio  # noqa: PLC0415

    counted = _Counted(stream)
    settings.remark(f"open: {_described(stream.socket)}")
    async with asyncio.TaskGroup() as tasks:
        sending = tasks.create_task(counted.send(sys.stdin.buffer))
        receiving = tasks.create_task(counted.receive(sys.stdout.buffer))
        await asyncio.wait([receiving])
        if stream.ended or receiving.exception():
            sending.cancel()
    await stream.over()
    _show(settings, counted)


async def _wanted(offers: AsyncIterator[Socket], label: int | None) -> Socket:
    async for offer in offers:
        if label is None or offer.label == label:
            return offer
    raise NotFoundError("SOCKET_NOT_OPENED", "no peer has opened a socket before the connection was left")


async def _peer_id(daemon: Daemon, connection_id: str, peer: str) -> int:
    """Return the id of a peer that is named by it, or by its user id, of which the newest counts."""
    if peer.isdecimal():
        return int(peer)
    peers = (await daemon.connection(connection_id)).view.peers
    found = [one.peer_id for one in peers if one.user_id == peer]
    if not found:
        raise NotFoundError(
            "PEER_NOT_FOUND",
            "peer {peer_id} is not in the room of {connection_id}",
            peer_id=peer,
            connection_id=connection_id,
        )
    return max(found)


def _show(settings: Settings, counted: _Counted) -> None:
    shown = document(counted.stream.socket)
    shown |= {"sent_bytes": counted.sent_bytes, "received_bytes": counted.received_bytes}
    text = f"sent {counted.sent_bytes} bytes, received {counted.received_bytes}"
    settings.show(shown, text, err=True)


def _described(opened: Socket) -> str:
    return printable(f"peer {opened.peer_id} ({opened.user_id}), label {opened.label}")
