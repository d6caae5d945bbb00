"""Who may call at an audio socket: whom its file lets in, and on loopback who shows a credential."""

from __future__ import annotations

import asyncio
import stat
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest

from odind.core.bounds.limits import Limits
from odind.door.listener import AudioDoor
from odind.framing import framed
from odind.services.access import CookieAccess
from odind.services.turnstile import Turnstile
from odind.v1 import audio_pb2
from tests.rpc.bench import MONO, HandClock, config_of, open_inside
from tests.rpc.door import DoorCaller

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from odind.services.auditing import Entry

STREAM_AUDIO = "/odind.v1.AudioService/StreamAudio"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@dataclass
class PlantedCookie:
    """The cookie of a daemon."""

    text: str = "planted"
    file: Path = Path("state/cookie")


class Kept:
    """An audit in memory."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def tell(self, entry: Entry) -> None:
        """Keep it."""
        self.entries.append(entry)


@asynccontextmanager
async def serving(folder: Path, audit: Kept) -> AsyncIterator[int]:
    """Serve on a port, and on a unix socket in the folder, as a daemon without keys."""
    clock = HandClock()
    async with open_inside(clock, Limits()) as inside:
        turnstile = Turnstile(Limits(), clock)
        turnstile.audit = audit
        door = AudioDoor(inside.services, CookieAccess(PlantedCookie()), turnstile=turnstile)
        door.bind_socket(folder / "odind.audio", 0o600)
        port = door.bind_tcp("127.0.0.1:0")
        async with door:
            yield port
            inside.stop()


async def answer(caller: DoorCaller, **hello: str) -> tuple[str, str]:
    """Say who calls and attach a connection that there is not; return what comes of it."""
    await caller.write(audio_pb2.AudioSocketHello(**hello))
    await caller.write(config_of("c0123", receive=MONO))
    with pytest.raises(grpc.aio.AioRpcError):
        await caller.read()
    assert caller.ended
    return caller.ended.code, caller.ended.reason


@pytest.mark.parametrize(
    ("bearer", "reason"),
    [("", "COOKIE_MISSING"), ("wrong", "COOKIE_WRONG"), ("odk_wrong", "COOKIE_WRONG")],
)
async def test_on_loopback_nobody_is_served_without_a_credential(tmp_path: Path, bearer: str, reason: str):
    async with serving(tmp_path, audit := Kept()) as port:
        caller = DoorCaller(*await asyncio.open_connection("127.0.0.1", port))
        assert await answer(caller, bearer=bearer) == ("PERMISSION_DENIED", reason)
    (entry,) = audit.entries
    assert (entry.call, entry.code, entry.reason) == (STREAM_AUDIO, "PERMISSION_DENIED", reason)
    assert (entry.caller.face, entry.caller.peer[:15]) == ("door", "ipv4:127.0.0.1:")


async def test_the_cookie_opens_it_and_the_trace_goes_along(tmp_path: Path):
    async with serving(tmp_path, audit := Kept()) as port:
        caller = DoorCaller(*await asyncio.open_connection("127.0.0.1", port))
        found = await answer(caller, bearer="planted", traceparent=TRACE)
    assert found == ("NOT_FOUND", "CONNECTION_NOT_FOUND")
    assert {entry.caller.trace.parent for entry in audit.entries} == {TRACE}


async def test_on_a_unix_socket_an_empty_hello_will_do(tmp_path: Path):
    async with serving(tmp_path, audit := Kept()):
        caller = await DoorCaller.dial(tmp_path / "odind.audio", b"")
        assert await answer(caller) == ("NOT_FOUND", "CONNECTION_NOT_FOUND")
    assert [entry.target for entry in audit.entries] == [{"connection_id": "c0123"}, {}]


async def test_the_socket_has_the_mode_it_was_given_and_goes_with_the_daemon(tmp_path: Path):
    path = tmp_path / "odind.audio"
    async with serving(tmp_path, Kept()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with pytest.raises(ExceptionGroup) as raised:
            async with serving(tmp_path, Kept()):
                pass
        assert raised.group_contains(OSError, match="in use")
    assert not path.exists()


async def test_a_hello_that_cannot_be_read_is_audited_too(tmp_path: Path):
    async with serving(tmp_path, audit := Kept()):
        caller = await DoorCaller.dial(tmp_path / "odind.audio", framed(b"\xff"))
        with pytest.raises(grpc.aio.AioRpcError):
            await caller.read()
    assert [entry.reason for entry in audit.entries] == ["MESSAGE_MALFORMED"]


async def test_the_end_of_the_daemon_waits_for_no_peer_that_says_nothing(tmp_path: Path):
    async with serving(tmp_path, audit := Kept()):
        silent = await DoorCaller.dial(tmp_path / "odind.audio", b"")
    assert await silent.reader.read() == b""
    silent.cancel()
    assert not audit.entries
