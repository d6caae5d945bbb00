"""Attacks on TLS: handshakes that do not end, that are none, or that show what nobody has signed."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

from odind.client import Tls, connect
from odind.tls.authority import Authority
from tests.tls.folders import make_keys, signed, write

if TYPE_CHECKING:
    from tests.hostile.ground import Target

HALF_OPEN: Final = 100
GARBAGE: Final = 300
LIST: Final = "/odind.v1.RoomService/ListConnections"
_HELLO: Final = bytes.fromhex("16030100c8010000c40303") + bytes(32)
"""How a ClientHello of 200 bytes begins."""
_HEADS: Final = (b"", b"\x16\x03\x01", b"\x16\x03\x03\xff\xff", b"GET / HTTP/1.1\r\n\r\n", _HELLO)


async def half_open_handshakes(target: Target) -> str:
    return await _served_meanwhile(target, b"")


async def handshakes_that_stop_in_their_middle(target: Target) -> str:
    return await _served_meanwhile(target, _HELLO)


async def slow_handshakes(target: Target) -> str:
    async with AsyncExitStack() as stack, asyncio.TaskGroup() as tasks:
        for address in _addresses(target):
            for _ in range(HALF_OPEN // 4):
                _, writer = await asyncio.open_connection(*address)
                stack.callback(writer.close)
                tasks.create_task(_trickle(writer))
        await _honest(target)
    return (
        f"{len(_addresses(target)) * (HALF_OPEN // 4)} slow handshakes, honest callers were served meanwhile"
    )


async def handshakes_that_are_none(target: Target) -> str:
    noise = random.Random(9)  # noqa: S311 - meant to be repeatable
    addresses = _addresses(target)
    for number in range(GARBAGE):
        head = noise.choice(
            (b"", b"\x16\x03\x01", b"\x16\x03\x03\xff\xff", b"GET / HTTP/1.1\r\n\r\n", _HELLO)
        )
        await _refused(addresses[number % len(addresses)], head + noise.randbytes(300))
    await _honest(target)
    return f"{GARBAGE} refused, honest callers were served"


async def old_versions_of_tls(target: Target) -> str:
    """A handshake cannot be repeated either: only versions before 1.3 know that."""
    refused = 0
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2):
        for host, port in _addresses(target):
            context = _context(target, "bot")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            context.maximum_version = version
            context.set_ciphers("ALL:@SECLEVEL=0")
            try:
                await asyncio.open_connection(host, port, ssl=context, server_hostname="localhost")
            except (ssl.SSLError, OSError):
                refused += 1
                continue
            raise AssertionError(f"{version} was let in")
    await _honest(target)
    return f"{refused} refused, honest callers were served"


async def certificates_that_nobody_has_signed(target: Target) -> str:
    """One of another authority, one that has expired, one for servers of strangers, and none."""
    folder = Path(target.keys)
    if not (folder / "other").exists():
        make_keys(folder / "other", "bot")
    Authority(folder).make_client("late", time.time() - 20 * 365 * 86_400, replace=True)
    stranger = signed(["stranger.example"])
    write(folder / "stranger.pem", stranger.certificate_pem)
    write(folder / "stranger.key", stranger.key_pem)
    outcomes = [await _entered(target, name) for name in ("other/bot", "late", "stranger", "")]
    assert outcomes == [False] * 4, outcomes
    assert await _entered(target, "bot")
    await _honest(target)
    return f"{len(outcomes)} certificates refused, honest callers were served"


async def _served_meanwhile(target: Target, half: bytes) -> str:
    """Open connections that go no further; serve others meanwhile, and let the daemon close them itself."""
    async with AsyncExitStack() as stack:
        readers = []
        for address in _addresses(target):
            for _ in range(HALF_OPEN):
                reader, writer = await asyncio.open_connection(*address)
                stack.callback(writer.close)
                writer.write(half)
                readers.append(reader)
        await _honest(target)
        await asyncio.gather(*map(_closed, readers))
    await _honest(target)
    return f"{len(readers)} handshakes were given up, honest callers were served meanwhile"


async def _closed(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionError):
        while await reader.read(4_096):
            pass


async def _trickle(writer: asyncio.StreamWriter) -> None:
    """Send a ClientHello byte by byte, until that is enough for the daemon or all is said."""
    with suppress(ConnectionError):
        for byte in _HELLO:
            writer.write(bytes((byte,)))
            await writer.drain()
            await asyncio.sleep(0.1)


async def _refused(address: tuple[str, int], data: bytes) -> None:
    """Send what is no handshake and wait for the end of the connection; all that may come is an alert."""
    reader, writer = await asyncio.open_connection(*address)
    try:
        with suppress(ConnectionError):
            writer.write(data)
            writer.write_eof()
            answer = await reader.read()
            assert answer[:1] in (b"", b"\x15"), answer[:40]
    finally:
        writer.close()


async def _entered(target: Target, name: str) -> bool:
    """Whether a client with a certificate of that name can call."""
    async with httpx.AsyncClient(verify=_context(target, name), trust_env=False, timeout=30) as http:
        try:
            return (await http.post(f"https://{target.mutual_http}{LIST}", json={})).status_code == 200
        except httpx.TransportError:
            return False


async def _honest(target: Target) -> None:
    """Call as somebody who may, over both faces."""
    keys = Path(target.keys)
    tls = Tls(keys / "ca.pem", keys / "bot.pem", keys / "bot.key")
    async with connect(target.mutual, tls=tls) as daemon:
        await daemon.info()
    assert await _entered(target, "bot")


def _context(target: Target, name: str) -> ssl.SSLContext:
    keys = Path(target.keys)
    context = ssl.create_default_context(cafile=str(keys / "ca.pem"))
    if name:
        context.load_cert_chain(keys / f"{name}.pem", keys / f"{name}.key")
    return context


def _addresses(target: Target) -> list[tuple[str, int]]:
    hosts = (one.rpartition(":") for one in (target.tcp, target.http, target.mutual, target.mutual_http))
    return [(host, int(port)) for host, _, port in hosts]
